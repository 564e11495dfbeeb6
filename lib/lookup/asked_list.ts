/**
 * Reads what a user wants to look up, from arguments or from standard input: lists in any form in which
 * shells and netwho hand them on.
 *
 * @module
 */
import { parseAddress } from "../address/address.ts";
import { readCsv, readHeader } from "../capture/saved/csv_records.ts";
import { CaptureError, ParseError } from "../errors.ts";
import { type Facts, type Files, HostError } from "../host/host.ts";
import { textOfChunks, utf8Chunks } from "../text/decode.ts";
import { MOST_ASKED_BYTES } from "../text/text_limits.ts";
import { isObject, parseJson } from "../text/untrusted_json.ts";
import { readHostName } from "./names/question.ts";

/** What is looked up. */
export interface AskedKind {
  /** What it is, in messages: one, and several. */
  readonly one: string;
  readonly several: string;
  /** The fields of rows that hold it, in lower case; the first that has a value counts. */
  readonly fields: readonly string[];
  /** Whether a text is one. */
  readonly isOne: (text: string) => boolean;
}

/** Characters of a row without a wanted field that are kept. */
const SHOWN = 200;

/** What PowerShell calls the text of an address, in objects of .NET and in DNS records. */
const POWERSHELL_ADDRESSES = [
  "ipaddresstostring",
  "ipaddress",
  "ip4address",
  "ip6address",
] as const;

/** Addresses. */
export const ADDRESSES: AskedKind = {
  one: "an address",
  several: "addresses",
  fields: ["remoteaddress", ...POWERSHELL_ADDRESSES, "address", "data", "localaddress"],
  isOne: isAddress,
};

/** Names and addresses. */
export const NAMES: AskedKind = {
  one: "a name or an address",
  several: "names or addresses",
  fields: [
    "remoteaddress",
    ...POWERSHELL_ADDRESSES,
    "address",
    "namehost",
    "data",
    "name",
    "query",
    "localaddress",
  ],
  isOne: (text) => isAddress(text) || readHostName(text).name !== null,
};

function isAddress(text: string): boolean {
  return parseAddress(text) !== null;
}

/**
 * What arguments ask about. They may hold several with commas between them, as PowerShell writes lists, or
 * with spaces, as it writes lists within quotes.
 */
export function askedInArguments(args: readonly string[]): string[] {
  return args.flatMap((argument) => argument.split(",")).flatMap(wordsOf).filter((text) =>
    text !== ""
  );
}

/**
 * Reads from standard input what to look up, in any encoding, each once: lines, rows of netwho, or
 * PowerShell's lists and tables. Skips empty lines and those that begin with `#`.
 *
 * @throws {CaptureError} if it cannot be read.
 * @throws {ParseError} if nothing in it can be asked about.
 */
export async function readAskedList(host: Files & Facts, kind: AskedKind): Promise<string[]> {
  let text: string;
  try {
    const chunks = utf8Chunks(host.open("-"), { oemCodePage: () => host.oemCodePage() });
    text = await textOfChunks(chunks, {
      label: "standard input",
      most: MOST_ASKED_BYTES,
      hint: "Give less at once",
    });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new CaptureError(`Cannot read standard input: ${error.message}`, { cause: error });
  }
  const asked = askedIn(text.replace(/^\ufeff/, ""), kind);
  if (asked.length > 0 && !asked.some(kind.isOne)) {
    const which = asked.length === 1
      ? "its only line is not"
      : `none of its ${asked.length} lines is`;
    throw new ParseError(`Cannot understand standard input: ${which} ${kind.one}`, {
      hint: `Wanted: ${kind.several}, one per line or with commas between them, or rows of netwho`,
    });
  }
  return asked;
}

/**
 * What a text asks about, each once, in order. Lines that are not understood are among it; of rows only
 * their values.
 */
export function askedIn(text: string, kind: AskedKind): string[] {
  const rows = jsonRows(text) ?? csvRows(text, kind) ?? tableRows(text, kind) ??
    viewRows(text, kind);
  if (rows === null) return [...new Set(wordsIn(text))];
  const values = rows.flatMap((row) => typeof row === "string" ? [row] : valuesIn(row, kind));
  const asked = values.map(bareHost).filter(kind.isOne);
  // None: what stands there instead tells in the message.
  return [...new Set(asked.length > 0 ? asked : values)];
}

/** The values of a row by their names in lower case, or the value alone. */
type Row = ReadonlyMap<string, unknown> | string;

/**
 * The value of a row that can be asked about; else a value that cannot. Nothing for a socket without a
 * peer, which has a wildcard there or nothing.
 */
function valuesIn(row: ReadonlyMap<string, unknown>, { fields, isOne }: AskedKind): string[] {
  const own = fields.filter((field) =>
    row.has(field) && (field !== "localaddress" || !row.has("remoteaddress"))
  );
  if (own.length === 0) return [JSON.stringify(Object.fromEntries(row)).slice(0, SHOWN)];
  const values = own.map((field) => row.get(field)).filter((value) => typeof value === "string")
    .filter((value) => value !== "" && value !== "*");
  if (row.has("remoteaddress")) {
    return values.slice(0, 1).filter((value) => value !== "0.0.0.0" && value !== "::");
  }
  return [values.find((value) => isOne(bareHost(value))) ?? values[0]].filter((value) =>
    value !== undefined
  );
}

/** JSON: an array, an object, or one of them a line. */
function jsonRows(text: string): Row[] | null {
  if (!/^\s*(?:\[\s*(?:[{"\]]|$)|\{)/.test(text)) return null;
  const whole = parseJson(text);
  if (whole !== undefined) return rowsOf(whole);
  const lines = text.split("\n").map((line) => parseJson(line.trim().replace(/,$/, "")));
  const values = lines.filter((value) => value !== undefined);
  return values.length === 0 ? null : values.flatMap(rowsOf);
}

function rowsOf(value: unknown): Row[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.flatMap(rowsOf);
  if (!isObject(value)) return [];
  // PowerShell 5.1 may wrap a list.
  if (Array.isArray(value.value) && "Count" in value) return rowsOf(value.value);
  return [mapOf(Object.entries(value))];
}

function mapOf(entries: readonly (readonly [string, unknown])[]): ReadonlyMap<string, unknown> {
  return new Map(entries.map(([name, value]) => [name.trim().toLowerCase(), value]));
}

/** The line that Export-Csv of Windows PowerShell 5.1 writes before the header. */
const TYPE_LINE = /^\s*#TYPE [^\n]*\n/;

/** CSV with a header in which a wanted field stands. */
function csvRows(text: string, { fields }: AskedKind): Row[] | null {
  const body = text.replace(TYPE_LINE, "").trimStart();
  const firstLine = /^[^\n]*/.exec(body)![0];
  const header = firstLine.trim();
  const delimiter = /^"?\w+"?([,;\t])/.exec(header)?.[1] ?? ",";
  const names = readHeader(header, delimiter)?.map((name) => name?.toLowerCase() ?? "") ?? [];
  if (!names.every((name) => /^\w+$/.test(name)) || !names.some((name) => fields.includes(name))) {
    return null;
  }
  const { records } = readCsv(body.slice(firstLine.length), delimiter);
  return records.map(({ cells }) => mapOf(names.map((name, at) => [name, cells[at] ?? ""])));
}

/** PowerShell's table: a header with a wanted field above a ruler. */
function tableRows(text: string, { fields }: AskedKind): Row[] | null {
  const lines = text.split(/\r?\n/);
  const ruler = lines.findIndex((line) => /^\s*-+(?:\s+-+)*\s*$/.test(line));
  if (ruler < 1) return null;
  const starts = [...lines[ruler]!.matchAll(/-+/g)].map(({ index }) => index);
  const cellsOf = (line: string) =>
    starts.map((start, at) => line.slice(at === 0 ? 0 : start, starts[at + 1]).trim());
  const names = cellsOf(lines[ruler - 1]!);
  if (!names.some((name) => fields.includes(name.toLowerCase()))) return null;
  return lines.slice(ruler + 1).filter((line) => line.trim() !== "")
    .map((line) => mapOf(cellsOf(line).map((cell, at) => [names[at]!, cell])));
}

/** PowerShell's list: `Name : value` on each line, a blank line between objects. */
function viewRows(text: string, { fields }: AskedKind): Row[] | null {
  const rows = text.split(/(?:\r?\n[^\S\n]*){2,}/).map((part) =>
    mapOf(
      part.split(/\r?\n/).flatMap((line) => {
        const [, name, value] = /^\s*([A-Za-z]\w*)\s* : ?(.*)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, value!.trim()] as const];
      }),
    )
  ).filter((row) => row.size > 0);
  return rows.some((row) => fields.some((name) => row.has(name))) ? rows : null;
}

/** The names and addresses of lines. A line with a space is split only if all of it is wanted. */
function wordsIn(text: string): string[] {
  return text.split(/[\r\n]+/).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .flatMap((line) => line.replace(/\s#.*$/, "").split(","))
    .flatMap(wordsOf)
    .filter((word) => word !== "");
}

function wordsOf(part: string): string[] {
  const words = part.trim().split(/\s+/).map(bareHost);
  const areAsked = words.every((word) => /[.:]/.test(word) && NAMES.isOne(word));
  return areAsked ? words : [bareHost(part)];
}

const URL_HOST = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/@\s]*@)?(\[[^\]\s]+\](?::\d+)?|[^/?#\s]+)/i;
const WITH_PORT = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::\d{1,5})?$/;

/**
 * The host of an address in brackets or with a port, of a name with a port, or of a URL: what tables and
 * browsers show, copied. Other text as it is.
 */
export function bareHost(text: string): string {
  const word = text.trim().replace(/;$/, "").replace(/^(["'])(.*)\1$/, "$2");
  const host = URL_HOST.exec(word)?.[1] ?? word;
  const [, bracketed, plain] = WITH_PORT.exec(host) ?? [];
  return bracketed ?? plain ?? host;
}
