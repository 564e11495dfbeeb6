/**
 * Records as printed: on one line, `NAME  words = value`, or on several.
 *
 * @module
 */
import { RECORD_TYPES, type RecordType } from "../../model/name.ts";
import { BLANK_RECORD, OTHER_TYPES, type OtherType, type PrintedRecord } from "./exchange.ts";
import { addressIn, hostName, isHeading } from "./label_line.ts";

/** The two sides of an equals sign. */
interface Assignment {
  readonly key: string;
  readonly value: string;
}

type Value = Partial<PrintedRecord> & { readonly data: string };

type KnownType = RecordType | OtherType;

/** The words before `=`, which Windows never translates, with their type and what reads the value. */
const KINDS: Readonly<Record<string, readonly [KnownType, (value: string) => Value | null]>> = {
  "internet address": ["A", readAddress],
  "aaaa ipv6 address": ["AAAA", readAddress],
  "has aaaa address": ["AAAA", readAddress],
  "nameserver": ["NS", readHost],
  "canonical name": ["CNAME", readHost],
  "mx preference": ["MX", readMail],
  "mail exchanger": ["MX", readMail],
  // The owner of an address can give it any name, and Windows prints it unescaped.
  "name": ["PTR", (value) => value === "" ? null : { data: hostName(value) }],
  "text": ["TXT", (value) => ({ data: joinStrings(value) })],
  "service": ["SRV", readService],
  // Windows prints HINFO as `CPU = PC     OS = WIN32`.
  "cpu": ["HINFO", (value) => /\bOS = /.test(value) ? { data: `CPU = ${value}` } : null],
  ...Object.fromEntries(OTHER_TYPES.map((type) => [type.toLowerCase(), [type, readWhole]])),
};

/**
 * Reads a record; null for any other line.
 *
 * @param anyWords Whether to accept unknown words, as a record of an unknown type.
 */
export function readRecordLine(
  text: string,
  { anyWords }: { anyWords: boolean },
): PrintedRecord | null {
  const parts = readAssignment(text) ?? readWithoutSign(text);
  const [, owner, spaced] = /^(\S+)(\s.*)$/s.exec(parts?.key ?? "") ?? [];
  if (parts === null || spaced === undefined) return null;
  if (!OWNER.test(owner!)) return null;
  const name = hostName(owner!);
  const words = spaced.trim().toLowerCase().replace(/\s+/g, " ");
  if (Object.hasOwn(KINDS, words)) {
    const [type, readValue] = KINDS[words]!;
    const value = readValue(parts.value);
    return value && { ...BLANK_RECORD, type, name, ...value };
  }
  if (!anyWords) return null;
  // Windows repeats the type of MX behind the preference.
  const mayBeMail = /^\d+,/.test(parts.value) && !OTHER_TARGET.test(parts.value);
  const mail = mayBeMail ? readMail(parts.value) : null;
  if (mail !== null) return { ...BLANK_RECORD, type: "MX", name, ...mail };
  const isPlausible = parts.value !== "" && /^[\w() -]+$/.test(words) &&
    (/[.(_]/.test(owner!) || spaced.startsWith("\t"));
  return isPlausible ? { ...BLANK_RECORD, name, data: parts.value } : null;
}

/** A name in front of a record: it can hold odd characters, but none that sets names apart. */
const OWNER = /^(?:\(root\)|[^\s()"'<>,;=:|{}[\]]+)$/;

/** What AFSDB and RT have behind their numbers. */
const OTHER_TARGET = /^\d+,\s*(?:router|(?:afs)?db server)\s*=/i;

function readWhole(value: string): Value | null {
  return value === "" ? null : { data: value };
}

/** Whether a line is a record of a type that netwho can ask for. */
export function isKnownRecord(text: string): boolean {
  return readRecordLine(text, { anyWords: false }) !== null;
}

/** Whether the strings of a TXT record stand below its line. */
export function stringsFollow(record: PrintedRecord, text: string): boolean {
  return record.type === "TXT" && readAssignment(text)?.value === "";
}

/** The two sides of a line's first `=`; null without one. */
export function readAssignment(text: string): Assignment | null {
  const at = text.indexOf("=");
  const key = text.slice(0, Math.max(at, 0)).trim();
  return key === "" ? null : { key, value: text.slice(at + 1).trim() };
}

/** `NAME has AAAA address 2001:db8::1`, as older versions of BIND's nslookup print it. */
function readWithoutSign(text: string): Assignment | null {
  const match = /^(\S+\s+has AAAA address)\s+(\S+)$/.exec(text);
  return match && { key: match[1]!, value: match[2]! };
}

function readAddress(value: string): Value | null {
  const data = addressIn(value);
  return data === null ? null : { data };
}

function readHost(value: string): Value | null {
  return OWNER.test(value) ? { data: hostName(value) } : null;
}

function readService(value: string): Value | null {
  const match = /^(\d{1,5})\s+(\d{1,5})\s+(\d{1,5})\s+(\S+)$/.exec(value);
  if (match === null || !OWNER.test(match[4]!)) return null;
  const [preference = null, weight = null, port = null] = match.slice(1, 4).map(Number);
  return { preference, weight, port, data: hostName(match[4]!) };
}

/** Reads `10, mail exchanger = mail.example` of Windows, `10 mail.example.` of BIND. */
function readMail(value: string): Value | null {
  const match = /^(\d{1,5})(?:,\s*[^\s=,][^=,]*\s=\s*|\s+)(\S+)$/.exec(value);
  return match && OWNER.test(match[2]!)
    ? { preference: Number(match[1]), data: hostName(match[2]!) }
    : null;
}

/** A string in quotes, of which the last may be missing, and blanks. */
const QUOTED = /"((?:\\.|[^"\\])*)"?\s*/suy;
/** A byte in decimal, or a character that may be escaped. */
const STRING_UNIT = /\\(\d{3})|\\?(.)/gsu;

/**
 * Joins the strings of a TXT record that BIND's nslookup prints side by side, `"one" "two"`. Undoes
 * the escapes; escaped bytes (`\195\169`) are read as UTF-8.
 */
function joinStrings(printed: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (QUOTED.lastIndex = 0; QUOTED.lastIndex < printed.length;) {
    const string = QUOTED.exec(printed)?.[1];
    // Something else stands between the strings, or there are none.
    if (string === undefined) return printed;
    for (const [, byte, character] of string.matchAll(STRING_UNIT)) {
      if (byte !== undefined && Number(byte) < 256) bytes.push(Number(byte));
      else bytes.push(...encoder.encode(byte ?? character));
    }
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** `host.example  ??? unknown type 257 ???` */
export function readUnknownType(text: string): PrintedRecord | null {
  const match = /^(\S+)\s+(\?\?\?.*)$/.exec(text);
  return match && { ...BLANK_RECORD, name: hostName(match[1]!), data: match[2]! };
}

/** The record type of a name in any case; null for one that netwho cannot ask for. */
export function recordType(name: string): RecordType | null {
  const upper = name.toUpperCase();
  if (upper === "ALL") return "ANY";
  return RECORD_TYPES.find((type) => type === upper) ?? null;
}

/**
 * The name of the record whose values stand below, of which the first is given: of an SRV record in
 * `_sip._tcp.example  SRV service location:`, of an SOA record alone on its line; else null.
 */
export function recordName(text: string, below: string): string | null {
  const { key = "", value = "" } = readAssignment(below) ?? {};
  if (/^priority$/i.test(key) && /^\d{1,5}$/.test(value) && isHeading(text)) {
    return /^(\S*[._]\S*)\s+\S/.exec(text)?.[1] ?? null;
  }
  const isZone = /^(?:primary name server|origin)$/i.test(key) && /^\S+$/.test(value);
  return isZone && /^[^\s:="'<>,;]+$/.test(text) ? text : null;
}

/** The words of the values below the first: of SRV, of SOA in Windows and in BIND. */
const VALUE_WORDS = [
  /^(?:weight|port|svr hostname)$/i,
  /^(?:responsible )?mail addr$|^(?:serial|refresh|retry|expire|default ttl|minimum)$/i,
] as const;

/** A record of which lines are still to come. */
export interface OpenRecord {
  /** Takes a line; false if it does not belong to the record. */
  take(text: string): boolean;
  /**
   * Whether the closing quote of a string is still to come, as where the console broke it. A blank
   * line then ends the record; elsewhere it may be a line break that a copy doubled.
   */
  readonly isInString: boolean;
  /** The record as far as it was read; null if too few of its values came. */
  readonly record: PrintedRecord | null;
}

/**
 * An SOA or SRV record with its values on a line each, `serial  = 2026`. Their order tells which is
 * which: every nslookup prints them in the order of the DNS message.
 */
export class RecordValues implements OpenRecord {
  readonly isInString = false;
  readonly #name: string;
  readonly #values: string[] = [];

  constructor(name: string) {
    this.#name = hostName(name);
  }

  take(text: string): boolean {
    const count = this.#values.length;
    if (count >= (this.#isService ? 4 : 7) || isKnownRecord(text)) return false;
    const { key = "", value = "" } = readAssignment(text) ?? {};
    if (count > 0 && !VALUE_WORDS[this.#isService ? 0 : 1].test(key)) return false;
    // SRV has three numbers, then the host; SOA two names, then numbers.
    const mayBeName = this.#isService ? count === 3 : count < 2;
    if (value === "" || leadingNumber(value) === null && !mayBeName) return false;
    this.#values.push(value);
    return true;
  }

  /** SRV begins with its priority, SOA with the name of the primary server. */
  get #isService(): boolean {
    return /^\d+$/.test(this.#values[0] ?? "");
  }

  get record(): PrintedRecord | null {
    const name = this.#name;
    if (this.#isService) {
      const [preference = null, weight = null, port = null] = this.#values.map(leadingNumber);
      const target = this.#values[3];
      if (target === undefined) return null;
      const data = hostName(target);
      return { ...BLANK_RECORD, type: "SRV", name, data, preference, weight, port };
    }
    const [primary, mail, ...numbers] = this.#values;
    if (primary === undefined || mail === undefined) return null;
    const data = [hostName(primary), hostName(mail), ...numbers.map(leadingNumber)].join(" ");
    return { ...BLANK_RECORD, type: "SOA", name, data };
  }
}

/** The number of `10800 (3 hours)`; null if there is none. */
function leadingNumber(value: string): number | null {
  const digits = /^\d{1,10}/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}

/** A TXT record whose strings Windows prints one a line, quoted, without escapes. */
export class RecordStrings implements OpenRecord {
  readonly #record: PrintedRecord;
  readonly #parts: string[] = [];
  isInString = false;

  constructor(record: PrintedRecord) {
    this.#record = record;
  }

  take(text: string): boolean {
    // A string that lost its closing quote ends at the next record.
    if (this.isInString ? isKnownRecord(text) : !text.startsWith('"')) return false;
    const start = this.isInString ? 0 : 1;
    const isClosed = text.length > start && text.endsWith('"');
    this.#parts.push(text.slice(start, isClosed ? -1 : undefined));
    this.isInString = !isClosed;
    return true;
  }

  get record(): PrintedRecord {
    return { ...this.#record, data: this.#parts.join("") };
  }
}
