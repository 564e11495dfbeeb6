/**
 * Questions to name servers: what to ask, and which server.
 *
 * @module
 */
import {
  type Address,
  arpaName,
  embeddedIPv4,
  formatAddress,
  formatIPv4,
  isArpaName,
  isMapped,
  parseAddress,
} from "../../address/address.ts";
import { UsageError } from "../../errors.ts";
import type { NameRecord, RecordType } from "../../model/name.ts";

/** One question. */
export interface Question {
  /** The name or address as the user wrote it: the `query` of its rows. */
  readonly query: string;
  /** A literal address without a zone (the type is PTR then), or a valid host name in ASCII. */
  readonly name: string;
  /** The record type to ask for; `ADDRESS` asks for A and AAAA, as nslookup does by default. */
  readonly type: RecordType | "ADDRESS";
}

/** The name server to ask: `192.0.2.53`, `dns.example`, with or without a port. */
export interface ServerChoice {
  /** A literal address, or a valid host name in ASCII. */
  readonly host: string;
  /** Its port; null for port 53. */
  readonly port: number | null;
}

/** How to look up. */
export interface LookupOptions {
  /** The name server to ask; null for the system's. */
  readonly server: ServerChoice | null;
  /** Milliseconds for one question. */
  readonly questionMilliseconds: number;
  /**
   * Milliseconds for all questions together. Questions that are still open then get the status
   * TIMEOUT.
   * @default no limit but each question's own
   */
  readonly totalMilliseconds?: number;
  /** Called now and then with the number of questions answered. */
  readonly onProgress?: (answered: number) => void;
  /** Ends the look-up early. */
  readonly signal?: AbortSignal;
}

/** Looks up: rows for each question, in the order of the questions, at least one each. */
export type LookUp = (
  questions: readonly Question[],
  options: LookupOptions,
) => Promise<readonly (readonly NameRecord[])[]>;

/** Characters of a bad value that a message shows. */
const SHOWN = 60;

/**
 * Makes the question about a name or an address. Without a type, an address and a name under
 * in-addr.arpa or ip6.arpa are asked for PTR, any other name for its addresses. With another type
 * than PTR, an address stands for its name under in-addr.arpa or ip6.arpa. The zone is dropped, and
 * an IPv4-mapped address becomes the IPv4 address.
 *
 * @throws {UsageError} if the text is neither an address nor a host name.
 *
 * @example
 * ```ts
 * import { makeQuestion } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(makeQuestion("Bücher.example", null), {
 *   query: "Bücher.example",
 *   name: "xn--bcher-kva.example",
 *   type: "ADDRESS",
 * });
 * assertEquals(makeQuestion("192.0.2.1", null).type, "PTR");
 * ```
 */
export function makeQuestion(query: string, type: RecordType | null): Question {
  const text = query.trim();
  const given = parseAddress(text);
  if (given !== null) {
    const address = withoutMapping(given);
    return type === null || type === "PTR"
      ? { query: text, name: formatAddress(address), type: "PTR" }
      : { query: text, name: arpaName(address), type };
  }
  const { name, reason } = readHostName(text);
  if (name === null) throw new UsageError(`Cannot ask about ${shorten(text)}: ${reason}`);
  return { query: text, name, type: type ?? (isArpaName(name) ? "PTR" : "ADDRESS") };
}

function withoutMapping({ family, groups }: Address): Address {
  if (family === 4 || !isMapped(groups)) return { family, groups, zone: null };
  return parseAddress(formatIPv4(embeddedIPv4(groups, 6)))!;
}

function shorten(text: string): string {
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text || '""';
}

/** The name that the DNS query holds: for an address, its name under in-addr.arpa or ip6.arpa. */
export function askedName({ name }: Question): string {
  const address = parseAddress(name);
  return address === null ? name : arpaName(address);
}

/** The record type that the question asks for; null for A and AAAA. */
export function askedType({ type }: Question): RecordType | null {
  return type === "ADDRESS" ? null : type;
}

/** An address in brackets, or text with at most one colon; then an optional port. */
const WITH_PORT = /^(?:\[([^\]]*)\]|([^:[\]]*))(?::([0-9]{1,5}))?$/;
/** A zone that may go onto a command line: a number on Windows, an interface's name on Linux. */
const ZONE = /^[A-Za-z0-9._-]+$/;

/**
 * Reads which name server to ask: an address or a host name, with an optional port. An IPv6 address
 * with a port is written in brackets.
 *
 * @throws {UsageError} if the text is no name server.
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
  const refuse = (reason: string) =>
    new UsageError(`Cannot ask the name server ${shorten(text)}: ${reason}`, {
      hint: "Examples: 192.0.2.53, 192.0.2.53:5353, [2001:db8::53]:5353, dns.example",
    });
  const bare = readServerAddress(text.trim());
  if (bare !== null) return { host: bare, port: null };
  const [whole, inBrackets, host = "", digits] = WITH_PORT.exec(text.trim()) ?? [];
  if (whole === undefined) throw refuse("it is neither an address nor a host name");
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65535)) throw refuse(`there is no port ${digits}`);
  const address = readServerAddress(inBrackets ?? host);
  if (address !== null) return { host: address, port };
  if (inBrackets !== undefined) throw refuse("the brackets hold no address");
  const { name, reason } = readHostName(host);
  if (name === null) throw refuse(reason);
  return { host: name, port };
}

function readServerAddress(text: string): string | null {
  const address = parseAddress(text);
  if (address === null) return null;
  return address.zone === null || ZONE.test(address.zone) ? formatAddress(address) : null;
}

/** The canonical text of a name server, `192.0.2.53#53`: the cache keeps its answers under it. */
export function serverText({ host, port }: ServerChoice): string {
  return `${host.toLowerCase()}#${port ?? 53}`;
}

/** RFC 1035, section 2.3.4, without the octet of the root. */
const LONGEST_NAME = 253;
const LONGEST_LABEL = 63;
/** Longer text cannot become a valid name, however IDNA encodes it; bounds the work. */
const LONGEST_TEXT = 1000;
/** Host names in use; `_` occurs in those of services (`_sip._tcp`). */
const LABEL = /^[a-z0-9_-]+$/;
/** A last label that many programs, and the URL standard, read as part of an IPv4 address. */
const NUMBER = /^(?:[0-9]+|0x[0-9a-f]*)$/;
/** An ASCII character that no host name contains. */
const STRANGE = /[^a-z0-9._\-\u0080-\u{10ffff}]/iu;

/** A host name, or the reason why a text is none. */
export type HostName =
  | { readonly name: string; readonly reason: null }
  | { readonly name: null; readonly reason: string };

/**
 * The host name that a text stands for: lower case, in ASCII (IDNA), without the final dot. It
 * consists of letters, digits, `-`, `_` and dots, does not begin with `-`, and is no number. So
 * nslookup cannot take it for an option, nor for a command if it contains a dot.
 */
export function readHostName(text: string): HostName {
  const trimmed = text.trim();
  if (trimmed === "") return refuse("it is empty");
  if (trimmed.length > LONGEST_TEXT) return refuse(`it has over ${LONGEST_NAME} characters`);
  const strange = STRANGE.exec(trimmed)?.[0];
  if (strange !== undefined) return refuse(`a host name cannot contain ${describe(strange)}`);
  const name = toAscii(trimmed)?.replace(/\.$/, "");
  if (name === undefined) return refuse(BAD_CHARACTERS);
  if (name.startsWith("-")) return refuse("a host name does not begin with a hyphen");
  if (name.length > LONGEST_NAME) return refuse(`it has over ${LONGEST_NAME} characters`);
  const labels = name.split(".");
  if (labels.includes("")) return refuse("one of its labels is empty");
  if (labels.some(({ length }) => length > LONGEST_LABEL)) {
    return refuse(`one of its labels has over ${LONGEST_LABEL} characters`);
  }
  if (!labels.every((label) => LABEL.test(label))) return refuse(BAD_CHARACTERS);
  if (NUMBER.test(labels.at(-1)!)) return refuse("it is neither an address nor a host name");
  return { name, reason: null };
}

const BAD_CHARACTERS = "it holds characters that no host name has";

/**
 * IDNA (UTS 46) as the platform's URL implements it. The text holds nothing that URL reads as a
 * port, a user or a path, and the suffix keeps it from reading an IPv4 address. The result is
 * checked like any other name.
 */
function toAscii(text: string): string | null {
  const lower = text.toLowerCase();
  // deno-lint-ignore no-control-regex -- all of ASCII is meant
  if (/^[\x00-\x7f]*$/.test(lower)) return lower;
  const suffix = ".x";
  try {
    const { hostname } = new URL(`http://${lower.replace(/[.\u3002\uff0e\uff61]$/u, "")}${suffix}`);
    return hostname.slice(0, -suffix.length);
  } catch {
    return null;
  }
}

function refuse(reason: string): HostName {
  return { name: null, reason };
}

function describe(character: string): string {
  if (character === " ") return "a space";
  if (/[!-~]/.test(character)) return character;
  const code = character.codePointAt(0)!;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
