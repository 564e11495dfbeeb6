/** Records that stand on one line: `NAME  words = value`. */
import type { RecordType } from "../../model/name.ts";
import type { PrintedRecord } from "./exchange.ts";
import { addressIn, hostName } from "./names.ts";
import { joinedStrings } from "./text_strings.ts";

/** A line that gives something a value. */
export interface Assignment {
  /** The words before the first `=`. */
  readonly key: string;
  /** What stands behind it. */
  readonly value: string;
}

/** A record, or the beginning of one whose strings follow on lines of their own. */
export interface RecordLine {
  readonly record: PrintedRecord;
  /** Whether its strings are still to come. */
  readonly stringsFollow: boolean;
}

/** The two sides of a line's first `=`; null without one. */
export function readAssignment(text: string): Assignment | null {
  const at = text.indexOf("=");
  const key = text.slice(0, Math.max(at, 0)).trim();
  return key === "" ? null : { key, value: text.slice(at + 1).trim() };
}

/** What the words before `=` mean. No language of Windows translates them. */
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
 * Reads a record; null for a line that is none.
 *
 * @param anyWords Whether the words may be such as nobody knows; else it must be a usual record.
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
  if (type === null) {
    const mayBe = anyWords && /^[\w() -]+$/.test(words) &&
      /^[^\t]*[.(_\t]/.test(parts.key.slice(0, space + 1));
    const exchanger = mayBe || anyWords ? WINDOWS_MX.exec(parts.value) : null;
    if (exchanger !== null) return whole({ ...EMPTY, type: "MX", name, ...mail(exchanger) });
    return mayBe && parts.value !== ""
      ? whole({ ...EMPTY, type: null, name, data: parts.value })
      : null;
  }
  const value = READERS[type]?.(parts.value) ?? null;
  if (value === null) return null;
  const stringsFollow = type === "TXT" && parts.value === "";
  return { record: { ...EMPTY, type, name, ...value }, stringsFollow };
}

/** `NAME has AAAA address 2001:db8::1`, as older nslookups of BIND print it. */
function readWithoutSign(text: string): Assignment | null {
  const match = /^(\S+\s+has AAAA address)\s+(\S+)$/.exec(text);
  return match && { key: match[1]!, value: match[2]! };
}

const EMPTY: PrintedRecord = {
  type: null,
  name: null,
  data: "",
  preference: null,
  weight: null,
  port: null,
  aliases: null,
};

function whole(record: PrintedRecord): RecordLine {
  return { record, stringsFollow: false };
}

type Value = Partial<PrintedRecord> & { readonly data: string };

/** `10, mail exchanger = mail.example` */
const WINDOWS_MX = /^(\d{1,5}),[^=]*=\s*(\S+)$/;
/** `10 mail.example.` */
const BIND_MX = /^(\d{1,5})\s+(\S+)$/;

function mail([, preference, exchanger]: RegExpExecArray): Value {
  return { preference: Number(preference), data: hostName(exchanger!) };
}

const READERS: Readonly<Partial<Record<RecordType, (value: string) => Value | null>>> = {
  A: readAddress,
  AAAA: readAddress,
  NS: readHost,
  CNAME: readHost,
  // Whoever owns an address may name it anything, and Windows prints it as it is.
  PTR: (value) => value === "" ? null : { data: hostName(value) },
  MX(value) {
    const match = WINDOWS_MX.exec(value) ?? BIND_MX.exec(value);
    return match && mail(match);
  },
  SRV(value) {
    const match = /^(\d{1,5})\s+(\d{1,5})\s+(\d{1,5})\s+(\S+)$/.exec(value);
    if (match === null) return null;
    const [preference, weight, port] = match.slice(1, 4).map(Number);
    return { preference: preference!, weight: weight!, port: port!, data: hostName(match[4]!) };
  },
  TXT: (value) => ({ data: joinedStrings(value) }),
};

function readAddress(value: string): Value | null {
  const data = addressIn(value);
  return data === null ? null : { data };
}

function readHost(value: string): Value | null {
  return /^\S+$/.test(value) ? { data: hostName(value) } : null;
}
