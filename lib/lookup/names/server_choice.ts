/**
 * Reading which name server to ask.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../address/address.ts";
import { UsageError } from "../../errors.ts";
import { readHostName } from "./host_name.ts";
import type { ServerChoice } from "./question.ts";

/** An address in brackets, or anything with at most one colon; then perhaps a port. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([0-9]{1,5}))?$/;
/** What zones are made of: numbers on Windows, names of interfaces on Linux. */
const ZONE = /^[A-Za-z0-9._-]+$/;

/**
 * The name server that a text names: an address or a host name, then perhaps a port. An IPv6
 * address with a port stands in brackets.
 *
 * @throws {UsageError} where it names none.
 *
 * @example
 * ```ts
 * import { readServer } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readServer("[2001:db8::53]:5353"), { host: "2001:db8::53", port: 5353 });
 * assertEquals(readServer("dns.example"), { host: "dns.example", port: null });
 * ```
 */
export function readServer(text: string): ServerChoice {
  const trimmed = text.trim();
  const bare = addressOf(trimmed);
  if (bare !== null) return { host: bare, port: null };
  const [whole, inBrackets, host, digits] = WITH_PORT.exec(trimmed) ?? [];
  if (whole === undefined) throw refuse(text, "it is neither an address nor a host name");
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65535)) throw refuse(text, `there is no port ${digits}`);
  const address = addressOf(inBrackets ?? host ?? "");
  if (address !== null) return { host: address, port };
  if (inBrackets !== undefined) throw refuse(text, "no address stands in the brackets");
  const { name, reason } = readHostName(host ?? "");
  if (name === null) throw refuse(text, reason);
  return { host: name, port };
}

function addressOf(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  return address.zone === null || ZONE.test(address.zone) ? formatAddress(address) : null;
}

function refuse(text: string, reason: string): UsageError {
  const shown = text.length > 60 ? `${text.slice(0, 60)}…` : text;
  return new UsageError(`Cannot ask the name server ${shown || '""'}: ${reason}`, {
    hint: "Examples: 192.0.2.53, 192.0.2.53:5353, [2001:db8::53]:5353, dns.example",
  });
}
