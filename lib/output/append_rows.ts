/**
 * Appending rows to a file that may hold some already: what it must begin with, and how it goes on.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { type Files, type HeldContent, HostError } from "../host/host.ts";
import { type Field, sameItems } from "../model/field.ts";
import type { Destination } from "./destination.ts";

/** The rows to append. */
export interface AppendedRows {
  readonly path: string;
  readonly fields: readonly Field[];
  readonly destination: Destination;
}

/**
 * The lines that append rows to what a file holds: with their header if it is empty, on a new line, and
 * with its line ends.
 *
 * @param header the text before the first row, with a byte order mark if there is to be one.
 * @param rows the text of the rows.
 * @throws {UsageError} if it holds something else.
 */
export function linesToAppend(
  held: HeldContent,
  { header, rows, ...appended }: AppendedRows & { header: string; rows: string },
): string {
  const { isEmpty, hasMark, lineEnd } = checkStart(held.start, appended);
  if (isEmpty) return (hasMark ? header.replace(/^\ufeff/, "") : header) + rows;
  if (rows === "") return "";
  const lines = lineEnd === "\n" ? withLineFeeds(rows) : rows;
  return (held.endsInLine ? "" : lineEnd) + lines;
}

/** Checks an existing file before there are any rows, so that nobody waits for them in vain. */
export async function checkAppended(appended: AppendedRows, host: Files): Promise<void> {
  try {
    for await (const chunk of host.open(appended.path)) return void checkStart(chunk, appended);
  } catch (error) {
    // Where another program has locked it, Windows lets nobody read it. It is checked again later.
    if (!(error instanceof HostError)) throw error;
  }
}

interface Start {
  readonly isEmpty: boolean;
  readonly hasMark: boolean;
  readonly lineEnd: "\n" | "\r\n";
}

const UTF8_MARK = "\ufeff";

/** @throws {UsageError} if rows of these fields cannot follow in this format. */
function checkStart(start: Uint8Array, { path, fields, destination }: AppendedRows): Start {
  const { format, options } = destination;
  const whole = new TextDecoder("utf-8", { ignoreBOM: true }).decode(start);
  const hasMark = whole.startsWith(UTF8_MARK);
  const text = hasMark ? whole.slice(1) : whole;
  const refuse = (state: string, hint = OTHER_FILE): never => {
    throw new UsageError(`Cannot append to ${path}: ${state}`, { hint });
  };
  // UTF-16 and UTF-32 have zero bytes in every header.
  if (text.includes("\0") || /^(?:\ufffd){2}/.test(text)) refuse("it is not in UTF-8");
  if (text.trim() === "") return { isEmpty: true, hasMark, lineEnd: "\r\n" };
  const { line, lineEnd } = firstLine(text);
  if (format.name === "ndjson") {
    if (!line.trimStart().startsWith("{")) refuse("it does not hold one JSON object per line");
    return { isEmpty: false, hasMark, lineEnd: "\n" };
  }
  if (options.header) {
    const names = fields.map(({ name }) => name);
    const matches = (delimiter: string) => sameItems(cellsOf(line, delimiter), names);
    // Each once: the line may be long, and of another kind.
    const delimiters = new Set([options.delimiter, ...line.replace(/[\w"]/g, "")]);
    const delimiter = delimiters.values().find(matches);
    if (delimiter === undefined) refuse("it does not start with the same header", SAME_FIELDS);
    else if (delimiter !== options.delimiter) {
      const written = delimiter === "\t" ? "tab" : delimiter;
      refuse(`its values are separated by ${written}`, `Use --delimiter '${written}'`);
    }
  }
  return { isEmpty: false, hasMark, lineEnd };
}

const OTHER_FILE = "Use another --out FILE";
const SAME_FIELDS = "Choose the same fields as for its first rows, or use another --out FILE";

/** The header or first row, behind a line that Excel (`sep=;`) or PowerShell puts before it. */
const FIRST_LINE = /^(?:"?sep=."?\r?\n|#TYPE [^\n]*\n)?([^\n]*?)(\r?\n|$)/i;

function firstLine(text: string): { line: string; lineEnd: Start["lineEnd"] } {
  const [, line = "", lineEnd = ""] = FIRST_LINE.exec(text) ?? [];
  return { line, lineEnd: lineEnd === "\n" ? "\n" : "\r\n" };
}

/** The names in a header: none holds a quote or a delimiter. */
function cellsOf(line: string, delimiter: string): string[] {
  return line.split(delimiter).map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));
}

/** Rows of CSV with LF for CRLF, but for the line breaks in values. */
function withLineFeeds(rows: string): string {
  return rows.replace(/"[^"]*"|\r\n/g, (text) => text === "\r\n" ? "\n" : text);
}
