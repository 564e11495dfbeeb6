/** Records on one line: `NAME  words = value`. */
import { RECORD_TYPES, type RecordType } from "../../model/name.ts";
import { BLANK_RECORD, type PrintedRecord } from "./exchange.ts";
import { addressIn, hostName } from "./label_line.ts";

/** The two sides of an equals sign. */
export interface Assignment {
  /** The text before the first `=`. */
  readonly key: string;
  /** The text after it. */
  readonly value: string;
}

/** A record, or the beginning of one whose strings follow on lines of their own. */
export interface RecordLine {
  readonly record: PrintedRecord;
  /** Whether its strings are still to come. */
  readonly stringsFollow: boolean;
}

/** The words before `=` and their types. Windows never translates them. */
const TYPES: Readonly<Record<string, RecordType>> = {
  "internet address": "A",
  "aaaa ipv6 address": "AAAA",
  "has aaaa address": "AAAA",
  "nameserver": "NS",
  "canonical name": "CNAME",
  "mx preference": "MX",
  "mail exchanger": "MX",
  "name": "PTR",
  "text": "TXT",
  "service": "SRV",
};

/**
 * Reads a record; null for any other line.
 *
 * @param anyWords Whether to accept unknown words, as a record of an unknown type.
 */
export function readRecordLine(
  text: string,
  { anyWords }: { anyWords: boolean },
): RecordLine | null {
  const parts = readAssignment(text) ?? readWithoutSign(text);
  if (parts === null) return null;
  const space = parts.key.search(/\s/);
  if (space < 0) return null;
  const name = hostName(parts.key.slice(0, space));
  const words = parts.key.slice(space).trim().toLowerCase().replace(/\s+/g, " ");
  const type = Object.hasOwn(TYPES, words) ? TYPES[words]! : null;
  if (type === null) return anyWords ? readUnknownWords(parts, { name, words }) : null;
  const value = READERS[type]?.(parts.value) ?? null;
  if (value === null) return null;
  const stringsFollow = type === "TXT" && parts.value === "";
  return { record: { ...BLANK_RECORD, type, name, ...value }, stringsFollow };
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

function readUnknownWords(
  { key, value }: Assignment,
  { name, words }: { name: string; words: string },
): RecordLine | null {
  const exchanger = WINDOWS_MX.exec(value);
  const record = exchanger !== null
    ? { ...BLANK_RECORD, type: "MX" as const, name, ...readMail(exchanger) }
    : { ...BLANK_RECORD, name, data: value };
  const isPlausible = exchanger !== null ||
    value !== "" && /^[\w() -]+$/.test(words) &&
      /^[^\t]*[.(_\t]/.test(key.slice(0, key.search(/\s/) + 1));
  return isPlausible ? { record, stringsFollow: false } : null;
}

type Value = Partial<PrintedRecord> & { readonly data: string };

/** `10, mail exchanger = mail.example` */
const WINDOWS_MX = /^(\d{1,5}),[^=]*=\s*(\S+)$/;
/** `10 mail.example.` */
const BIND_MX = /^(\d{1,5})\s+(\S+)$/;

function readMail([, preference, exchanger]: RegExpExecArray): Value {
  return { preference: Number(preference), data: hostName(exchanger!) };
}

const READERS: Readonly<Partial<Record<RecordType, (value: string) => Value | null>>> = {
  A: readAddress,
  AAAA: readAddress,
  NS: readHost,
  CNAME: readHost,
  // The owner of an address can give it any name, and Windows prints it unescaped.
  PTR: (value) => value === "" ? null : { data: hostName(value) },
  MX(value) {
    const match = WINDOWS_MX.exec(value) ?? BIND_MX.exec(value);
    return match && readMail(match);
  },
  SRV(value) {
    const match = /^(\d{1,5})\s+(\d{1,5})\s+(\d{1,5})\s+(\S+)$/.exec(value);
    if (match === null) return null;
    const [preference, weight, port] = match.slice(1, 4).map(Number);
    return { preference: preference!, weight: weight!, port: port!, data: hostName(match[4]!) };
  },
  TXT: (value) => ({ data: joinStrings(value) }),
};

function readAddress(value: string): Value | null {
  const data = addressIn(value);
  return data === null ? null : { data };
}

function readHost(value: string): Value | null {
  return /^\S+$/.test(value) ? { data: hostName(value) } : null;
}

/** A string in quotes, of which the last may be missing. */
const QUOTED = /"((?:\\.|[^"\\])*)"?/gsu;
/** A byte in decimal, or a character that may be escaped. */
const STRING_UNIT = /\\(\d{3})|\\?(.)/gsu;

/**
 * Joins the strings of a TXT record that BIND's nslookup prints side by side, `"one" "two"`. Undoes
 * the escapes; escaped bytes (`\195\169`) are read as UTF-8.
 */
function joinStrings(printed: string): string {
  const bytes: number[] = [];
  const encoder = new TextEncoder();
  for (const [, string] of printed.matchAll(QUOTED)) {
    for (const [, byte, character] of string!.matchAll(STRING_UNIT)) {
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
