/**
 * Reads the values of filters for names: accounts, files and hosts, as people write them.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { parseAddressPort } from "../../address/address_port.ts";
import type { FieldValue } from "../../model/field.ts";
import { globTest, type RowTest, valueError } from "./filter_values.ts";

/** Whether a name matches a pattern. */
type NameTest = (name: string) => boolean;

/**
 * Makes a test for accounts. A pattern without a domain matches an account of any: `anna` matches
 * `PC\anna`. A slash is as good as the backslash, which some shells take away.
 *
 * @throws {UsageError} for the domain `.`, which no account shows.
 */
export function userTest(text: string, option: string): RowTest {
  const pattern = text.replaceAll("/", "\\");
  if (pattern.startsWith(".\\")) {
    throw valueError(option, {
      value: text,
      wanted: "accounts show the computer's name, not a dot",
      hint: `Write ${option} ${pattern.slice(2)}, or the computer's name before it`,
    });
  }
  const matches = globTest(pattern);
  const matchesUser: NameTest = pattern.includes("\\")
    ? matches
    : (user) => matches(user) || matches(user.slice(user.lastIndexOf("\\") + 1));
  return ({ user }) => testName(user, matchesUser);
}

/**
 * Makes a test for the paths of programs. A path matches that is the pattern, or is anywhere below it:
 * `C:\Windows\System32` matches all programs in that folder. A pattern without a separator names a
 * file or a folder anywhere in the path. `/` and `\` are the same.
 *
 * @throws {UsageError} for a path that only a shell makes whole.
 */
export function pathTest(text: string, option: string): RowTest {
  checkPath(text, option);
  const pattern = straightPath(text).replace(/\/$/, "");
  const patterns = [pattern, `${pattern}/*`];
  if (!pattern.includes("/")) patterns.push(`*/${pattern}`, `*/${pattern}/*`);
  const tests = patterns.map(globTest);
  return ({ path }) =>
    testName(path, (path) => {
      const straight = straightPath(path);
      return tests.some((matches) => matches(straight));
    });
}

/** A path with `/` alone, none of them doubled, and without the prefix of Windows' long paths. */
function straightPath(path: string): string {
  return path.replace(/^\\\\[?.]\\(?:UNC\\)?/i, (prefix) => prefix.length > 4 ? "\\\\" : "")
    .replace(/[\\/]+/g, "/");
}

function checkPath(text: string, option: string): void {
  const refuse = (wanted: string, hint: string) =>
    valueError(option, { value: text, wanted, hint });
  const [variable, name] = /%(\w+)%/.exec(text) ?? [];
  if (variable !== undefined) {
    const written = text.replaceAll(variable, () => `$env:${name}`);
    throw refuse("it holds the name of a variable, not its value", `Write ${option} "${written}"`);
  }
  const [home] = /^~(?=[\\/]|$)/.exec(text) ?? [];
  if (home !== undefined) {
    throw refuse(
      "~ is not the name of a folder",
      `Write ${option} "$HOME${text.slice(home.length)}"`,
    );
  }
  const [dots] = /^\.{1,2}[\\/]+/.exec(text) ?? [];
  if (dots !== undefined) {
    const separator = dots.at(-1);
    throw refuse(
      "the paths of programs begin at a drive or at the root",
      `Write ${option} "*${separator}${text.slice(dots.length)}"`,
    );
  }
}

/**
 * Makes a test for the names of either end. The dot at the end of a name does not matter. `.example`
 * means all names below it, as `*.example` does.
 *
 * @throws {UsageError} for an address, a port or a URL.
 */
export function hostTest(text: string, option: string): RowTest {
  checkHost(text, option);
  const name = withoutEndDot(text).replace(/^\.(?=.)/, "*.");
  const tests = [...new Set([name, encodedName(name)])].map(globTest);
  const matches: NameTest = (host) => {
    const bare = withoutEndDot(host);
    return tests.some((test) => test(bare));
  };
  return ({ localHost, remoteHost }) =>
    testName(remoteHost, matches) || testName(localHost, matches);
}

function checkHost(text: string, option: string): void {
  const refuse = (wanted: string, hint: string) =>
    valueError(option, { value: text, wanted, hint });
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(text) ?? [];
  if (scheme !== undefined) {
    const host = text.slice(scheme.length + 3).replace(/[/?#].*$/s, "").replace(/^.*@|:\d+$/g, "");
    throw refuse("it is a URL", `Write ${option} ${host}`);
  }
  const withPort = parseAddressPort(text);
  if (withPort !== null) {
    const { host, port } = withPort;
    throw refuse("it is an address with a port", `Write --address ${host} --port ${port}`);
  }
  const address = text.replace(/^\[(.*)\]$/, "$1");
  if (parseAddress(address) !== null || SEVERAL_ADDRESSES.test(address)) {
    throw refuse("it is an address, not a name", `Write --address ${address}`);
  }
  const [, host, port] = /^([^:]+):(\d{1,5})$/.exec(text) ?? [];
  if (host !== undefined) {
    throw refuse("it is a name with a port", `Write ${option} ${host} --port ${port}`);
  }
}

/** A block, a range, or an address of which only the beginning is given: `10.0.*`. */
const SEVERAL_ADDRESSES = /^\d+\.[\d.]*\*$|^(?:\d[\d.]*|[\da-f]*:[\da-f:]*)(?:\/\d+|-[\da-f.:]+)$/i;

function withoutEndDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

/** A name as the DNS holds it, label by label: `xn--bcher-kva` for `bücher`. */
function encodedName(name: string): string {
  return name.split(".").map((label) => {
    // deno-lint-ignore no-control-regex -- all of ASCII is meant
    if (/^[\x00-\x7f]*$/.test(label)) return label;
    try {
      return new URL(`http://${label.toLowerCase()}.x`).hostname.slice(0, -".x".length);
    } catch {
      return label;
    }
  }).join(".");
}

/** Makes a test for the whole name of the remote owner. */
export function ownerTest(text: string): RowTest {
  const matches = globTest(text);
  return ({ remoteOwner }) => testName(remoteOwner, matches);
}

function testName(name: FieldValue | undefined, matches: NameTest): boolean {
  return typeof name === "string" && matches(name);
}
