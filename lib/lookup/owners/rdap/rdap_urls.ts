/**
 * The URLs that RDAP queries may go to: the registries' hosts and the server that the user chose, by
 * https only. Plain http is for servers on this computer, such as private mirrors and those of tests.
 *
 * @module
 */
import { parseAddress } from "../../../address/address.ts";
import { scopeOf } from "../../../address/scope.ts";
import { UsageError } from "../../../errors.ts";
import { registryOfHost } from "./rdap_registries.ts";

/** The length of the longest URL that is accepted. */
const LONGEST_URL = 2000;

/**
 * The base URL of a server in IANA's lists, with a slash at the end; null for anything but a registry's
 * host by https. A kept copy of the lists may have been changed.
 */
export function baseUrl(value: unknown): string | null {
  const url = typeof value === "string" ? readUrl(value) : null;
  const isUsable = url !== null && isRegistry(url) && url.search === "";
  return isUsable ? withSlash(url) : null;
}

/**
 * Reads the RDAP server that the user chose: `https://rdap.example/`, or `http://127.0.0.1:8080/`
 * on this computer. Returns its base URL.
 *
 * @throws {UsageError} for anything else.
 */
export function readRdapServer(text: string): string {
  const url = readUrl(text);
  if (url === null || url.search !== "") {
    throw new UsageError(`Cannot use ${text} for --rdap-server: it must be a URL`, {
      hint: "Write it like https://rdap.example/",
    });
  }
  if (url.protocol === "http:" && !isLoopback(url)) {
    throw new UsageError(
      `Cannot use ${text} for --rdap-server: without https it must be on this computer`,
      { hint: "Write it like https://rdap.example/ or http://127.0.0.1:8080/" },
    );
  }
  return withSlash(url);
}

/**
 * The target of a redirect: a registry's host, or the host that redirects, by https. Null for anything
 * else. To a registry https takes the place of plain http. A server on this computer may redirect to
 * another one there.
 */
export function redirectTarget(location: string, from: string): string | null {
  const url = readUrl(location, from);
  if (url === null) return null;
  const source = new URL(from);
  if (isLoopback(url)) return isLoopback(source) ? url.href : null;
  if (url.protocol === "http:" && url.port === "" && registryOfHost(url.hostname) !== null) {
    url.protocol = "https:";
  }
  const isOwn = url.protocol === "https:" && url.hostname === source.hostname;
  return isOwn || isRegistry(url) ? url.href : null;
}

/** Whether a URL leads to a registry's server, at the port that registries use. */
function isRegistry({ protocol, port, hostname }: URL): boolean {
  return protocol === "https:" && port === "" && registryOfHost(hostname) !== null;
}

/** A valid URL for http or https, without its fragment. */
function readUrl(text: string, from?: string): URL | null {
  const url = text.length > LONGEST_URL ? null : URL.parse(text, from);
  const isWeb = url?.protocol === "https:" || url?.protocol === "http:";
  if (!isWeb || url.hostname === "" || url.username !== "" || url.password !== "") return null;
  url.hash = "";
  return url;
}

function withSlash({ href }: URL): string {
  return href.endsWith("/") ? href : `${href}/`;
}

function isLoopback(url: URL): boolean {
  const literal = literalOf(url);
  return literal !== null && scopeOf(literal) === "loopback";
}

function literalOf({ hostname }: URL): string | null {
  const text = hostname.replaceAll(/^\[|\]$/g, "");
  return parseAddress(text) === null ? null : text;
}
