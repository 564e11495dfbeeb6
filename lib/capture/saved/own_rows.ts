/**
 * Reads JSON, NDJSON and CSV that netwho wrote, even after PowerShell has changed it.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { NAME_FIELDS } from "../../model/name.ts";
import { LONGEST_REJECTED, type Parsed } from "../../model/parsed.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { isObject, parseJson } from "../../text/untrusted_json.ts";
import { readCsv } from "./csv_records.ts";

/** A row as read from a file, before its kind is known. */
export type RawRow = Readonly<Record<string, unknown>>;

const KNOWN_NAMES = new Set(
  [...SOCKET_FIELDS, ...PROCESS_FIELDS, ...CONNECTION_FIELDS, ...NAME_FIELDS].map(({ name }) =>
    name.toLowerCase()
  ),
);

/** The line that Export-Csv of Windows PowerShell 5.1 writes before the header. */
const TYPE_LINE = /^\s*#TYPE [^\n]*\n/;

/** Whether text begins like JSON or NDJSON with objects, or is an empty array. */
export function looksLikeJson(head: string): boolean {
  return /^\s*(?:\[\s*(?:\{|\]\s*$)|\{\s*["}])/.test(head);
}

/** Returns the delimiter if the first line is a CSV header of two or more netwho fields; else null. */
export function csvDelimiter(head: string): string | null {
  const line = head.replace(TYPE_LINE, "").trimStart().split(/\r?\n/, 1)[0]!.trimEnd();
  const delimiter = /^"?\w+"?([^\w"])/.exec(line)?.[1];
  if (delimiter === undefined) return null;
  const names = line.split(delimiter).map((cell) => cell.replace(/^"(.*)"$/, "$1"));
  return names.every((name) => KNOWN_NAMES.has(name.toLowerCase())) ? delimiter : null;
}

/** Reads CSV with a header. Never throws; a record that does not fit the header is rejected. */
export function readCsvRows(text: string, delimiter: string): Parsed<RawRow> {
  const typeLine = TYPE_LINE.exec(text)?.[0] ?? "";
  const { records, rejected } = readCsv(text.slice(typeLine.length), delimiter);
  const lineOffset = typeLine === "" ? 0 : 1;
  const parsed: Parsed<RawRow> = {
    rows: [],
    rejected: rejected.map((entry) => ({ ...entry, line: entry.line + lineOffset })),
  };
  const names = records[0]?.cells ?? [];
  for (const { line, cells } of records.slice(1)) {
    if (cells.length === names.length) {
      parsed.rows.push(Object.fromEntries(names.map((name, index) => [name, cells[index]])));
      continue;
    }
    const reason = `${cells.length} values, but the header has ${names.length}`;
    const written = cells.join(delimiter).slice(0, LONGEST_REJECTED);
    parsed.rejected.push({ line: line + lineOffset, text: written, reason });
  }
  parsed.rejected.sort((a, b) => a.line - b.line);
  return parsed;
}

/** Reads JSON (an array, one object, or one object a line). Never throws. */
export function readJsonRows(text: string): Parsed<RawRow> {
  const value = parseJson(text);
  if (value === undefined) return readJsonLines(text);
  const { rows, others } = objectsIn(value);
  const rejected = others.map((other) => ({
    line: 1,
    text: (JSON.stringify(other) ?? "").slice(0, LONGEST_REJECTED),
    reason: "not an object",
  }));
  return { rows, rejected };
}

/** Reads one object per line, including those of an array of netwho that was cut off. */
function readJsonLines(text: string): Parsed<RawRow> {
  const parsed: Parsed<RawRow> = { rows: [], rejected: [] };
  text.split("\n").forEach((written, index) => {
    const line = written.trim().replace(/,$/, "");
    if (line === "" || line === "[" || line === "]") return;
    const value = parseJson(line);
    const { rows, others } = value === undefined ? NOTHING : objectsIn(value);
    for (const row of rows) parsed.rows.push(row);
    if (value !== undefined && others.length === 0) return;
    const reason = value === undefined ? "not JSON" : "not an object";
    parsed.rejected.push({ line: index + 1, text: line.slice(0, LONGEST_REJECTED), reason });
  });
  return parsed;
}

interface Objects {
  readonly rows: RawRow[];
  readonly others: readonly unknown[];
}

const NOTHING: Objects = { rows: [], others: [] };

/** Finds the objects of an array, which PowerShell 5.1 may wrap as `{"value": […], "Count": n}`. */
function objectsIn(value: unknown): Objects {
  if (!Array.isArray(value)) {
    if (!isObject(value)) return { rows: [], others: [value] };
    const isWrapped = Array.isArray(value.value) && "Count" in value;
    return isWrapped ? objectsIn(value.value) : { rows: [value], others: [] };
  }
  return { rows: value.filter(isObject), others: value.filter((part) => !isObject(part)) };
}
