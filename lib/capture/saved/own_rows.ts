/**
 * Reads JSON, NDJSON and CSV that netwho wrote, even after PowerShell or a spreadsheet has changed it.
 *
 * @module
 */
import { sameItems } from "../../model/field.ts";
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import { unguard } from "../../text/csv_cell.ts";
import type { TextLimit } from "../../text/text_limits.ts";
import { type CsvRecord, readCsv, readHeader } from "./csv_records.ts";
import type { JsonDocument, RowList } from "./json_documents.ts";
import { type JsonRecord, type JsonText, readJson, readJsonPieces } from "./json_records.ts";
import { isAllText, isListName, isNumberName, isOwnName, namesOwnCsv } from "./own_columns.ts";
import { isFlat, readCell } from "./own_values.ts";

/** A row as read from a file, before its kind is known. */
export type RawRow = Readonly<Record<string, unknown>>;

/** A row, and the number of its first line. */
export interface PlacedRow {
  readonly line: number;
  readonly row: RawRow;
  /** The document that it is a part of, as those of snapshots, and its list there. @default none */
  readonly document?: JsonDocument;
  readonly list?: RowList;
}

/** The rows of a file. */
export interface OwnText {
  readonly rows: readonly PlacedRow[];
  readonly rejected: readonly Rejected[];
  /** The documents with lists of rows. @default none */
  readonly documents?: readonly JsonDocument[];
  /** What is missing at the end; null if nothing is. */
  readonly missing: Missing | null;
  /** Whether there are more rows than fit into memory, and reading stopped. @default false */
  readonly isFull?: boolean;
}

/** How much to read. */
export interface OwnTextOptions {
  /** After how many rows to stop. @default never */
  readonly most?: number;
}

/** `rows`: there were more. `perhapsRows`: an array has no end. `lineEnd`: the last row may be cut. */
export type Missing = "rows" | "perhapsRows" | "lineEnd";

/** Whether text begins like JSON or NDJSON with objects, is an empty array, or was cut before a row. */
export function looksLikeJson(head: string): boolean {
  return /^\s*(?:\[[\s[]*(?:\{|\](?:\s*(?:$|[[{])))|\[\s*$|\{\s*(?:["}]|$))/.test(head);
}

/** Lines that Excel and Export-Csv of Windows PowerShell 5.1 put before the header. */
const SEPARATOR_LINE = /^\s*"?sep=([^\w\s"]|\t)"?[ \t]*(?:\r?\n|$)/i;
const TYPE_LINE = /^\s*#TYPE [^\n]*(?:\n|$)/;

/** Where the header of CSV is, and what stands before it. */
interface CsvStart {
  readonly delimiter: string;
  /** Where the header begins. */
  readonly at: number;
}

/** Returns the delimiter if the first line is a CSV header that names rows of netwho's; else null. */
export function csvDelimiter(head: string): string | null {
  return ownHeader(head)?.delimiter ?? null;
}

/** Excel of a Mac ends lines with carriage returns. */
function withLineFeeds(text: string): string {
  // At the end, it may be half of a line end that was cut.
  return text.includes("\n") || !/\r[^\r]/.test(text) ? text : text.replaceAll("\r", "\n");
}

function ownHeader(given: string): CsvStart | null {
  const text = withLineFeeds(given);
  const said = SEPARATOR_LINE.exec(text);
  const before = said ?? TYPE_LINE.exec(text);
  const at = (before?.[0].length ?? 0) +
    /^\s*/.exec(text.slice(before?.[0].length ?? 0, LONGEST_GAP))![0].length;
  const beginning = text.slice(at, at + LONGEST_HEADER);
  for (const delimiter of said ? [said[1]!] : delimitersIn(beginning)) {
    const header = readHeader(beginning, delimiter);
    if (header === null || !namesOwnCsv(namesIn(header))) continue;
    // Columns of a table may be apart by any number of blanks.
    const isTable = /\s/.test(delimiter) && (header.includes(null) || RULED.test(beginning));
    if (!isTable) return { delimiter, at };
  }
  return null;
}

/** A header above a ruler, as PowerShell shows objects. */
const RULED = /^[^\n]*\n[- \t]*-[- \t]*\r?\n/;

const LONGEST_GAP = 1000;
const LONGEST_HEADER = 8000;

/** The delimiters that the first line may have; one of its own for a line of one name. */
function delimitersIn(text: string): string[] {
  const line = /^[^\n]*/.exec(text)![0].trimEnd();
  const first = /^"?\w+"?([^\w"])/.exec(line)?.[1];
  const usual = [",", ";", "\t", "|"].filter((delimiter) => line.includes(delimiter));
  return first === undefined && usual.length === 0 ? [","] : [...new Set([first ?? ",", ...usual])];
}

function namesIn(header: CsvRecord["cells"]): string[] {
  return header.filter((name) => name !== null);
}

/** Reads CSV with a header of netwho's. Never throws; a record that does not fit is rejected. */
export function readCsvRows(given: string, { most }: OwnTextOptions = {}): OwnText {
  const text = withLineFeeds(given);
  const { delimiter, at } = ownHeader(text) ?? { delimiter: ",", at: 0 };
  const read = readCsv(text.slice(at), delimiter, { most });
  if (read.isFull) return { rows: [], rejected: [], missing: null, isFull: true };
  const { records: [header, ...records], rejected: broken, ending } = read;
  const linesBefore = text.slice(0, at).split("\n").length - 1;
  const rejected = broken.map((entry) => ({ ...entry, line: entry.line + linesBefore }));
  if (header === undefined) {
    return { rows: [], rejected, missing: ending === "line" ? null : "rows" };
  }
  const names = header.cells;
  const toRow = rowReader(header, records);
  // Spreadsheets write empty cells behind the last column.
  const fits = ({ cells }: CsvRecord) =>
    cells.length === names.length ||
    cells.length > names.length && cells.slice(names.length).every((cell) => !cell);
  const rows: PlacedRow[] = [];
  for (const record of records) {
    const line = record.line + linesBefore;
    // Joined files have a header each.
    if (sameItems(record.cells, names)) continue;
    if (fits(record)) {
      rows.push({ line, row: toRow(record) });
      continue;
    }
    const reason = `${record.cells.length} values, but the header has ${names.length}`;
    const written = record.cells.join(delimiter).slice(0, LONGEST_REJECTED);
    rejected.push({ line, text: written, reason });
  }
  rejected.sort((a, b) => a.line - b.line);
  const last = records.at(-1);
  const isLastFit = last !== undefined && fits(last);
  return ending === "line" ? { rows, rejected, missing: null } : cutText({
    rows,
    rejected,
    isInQuotes: ending === "quotes",
    // A character that was cut is at the end of the text, if anywhere.
    isLastCut: isLastFit && text.endsWith("\ufffd"),
  });
}

/** The rows of a text whose last line has no end: without what was cut, which is no damage. */
function cutText({ rows, rejected, isInQuotes, isLastCut }: {
  rows: readonly PlacedRow[];
  rejected: readonly Rejected[];
  isInQuotes: boolean;
  isLastCut: boolean;
}): OwnText {
  if (isLastCut && rows.length > 0) return { rows: rows.slice(0, -1), rejected, missing: "rows" };
  const lastRow = rows.at(-1)?.line ?? 0;
  const lastRejected = rejected.at(-1)?.line ?? 0;
  if (rows.length === 0 || lastRejected > lastRow) {
    return { rows, rejected: rejected.slice(0, -1), missing: "rows" };
  }
  return { rows, rejected, missing: isInQuotes ? null : "lineEnd" };
}

/**
 * Makes a function from records to rows. netwho puts quotes only where they are needed, so that an empty
 * text in quotes is no absent value. PowerShell puts them everywhere, and writes absent values without,
 * unless it has read them from CSV: then all are in quotes.
 */
function rowReader(
  header: CsvRecord,
  records: readonly CsvRecord[],
): (record: CsvRecord) => RawRow {
  const seen = new Set<string>();
  const names = header.cells.map((name) => {
    const isOwn = name !== null && isOwnName(name) && !seen.has(name.toLowerCase());
    if (isOwn) seen.add(name.toLowerCase());
    return isOwn ? name : null;
  });
  const lists = names.map((name) => name !== null && isListName(name));
  // Lists of objects that came from a job or another computer are text with spaces.
  const isRemote = header.cells.some((name) => name?.toLowerCase() === "pscomputername");
  const isOnly = names.length === 1;
  // A number is never empty text, but where ConvertFrom-Csv made it of an absent value.
  const numbers = names.map((name) => name !== null && isNumberName(name));
  const has = (isMeant: (cell: string | null, index: number) => boolean) =>
    records.some(({ cells }) => cells.some(isMeant));
  const tellsEmpty = !isOnly && (!header.isQuoted ||
    has((cell, index) => cell === null && names[index] !== null) &&
      !has((cell, index) => cell === "" && numbers[index] === true));
  return ({ cells, isQuoted }) => {
    const entries: [string, string | readonly string[] | null][] = [];
    for (let index = 0; index < names.length; index++) {
      const [name, cell] = [names[index]!, cells[index]!];
      if (name === null) continue;
      const isAbsent = cell === null || (cell === "" && !tellsEmpty);
      // A row that is quoted throughout has apostrophes of its own before what looks like formulas.
      const text = isAbsent ? null : isQuoted ? cell : unguard(cell);
      const isList = text !== null && lists[index] && !(isRemote && isFlat(text));
      entries.push([name, isList ? readCell(text) : text]);
    }
    return Object.fromEntries(entries);
  };
}

/** Reads JSON or NDJSON in any layout. Never throws. */
export function readJsonRows(text: string, { most }: OwnTextOptions = {}): OwnText {
  return rowsOfJson(readJson(text, most));
}

/**
 * Reads JSON or NDJSON that comes in pieces, each but the last with whole lines.
 *
 * @throws {CaptureError} if one object is longer than the limit.
 */
export async function readJsonRowPieces(
  pieces: AsyncIterable<string>,
  options: { readonly most: number; readonly limit: TextLimit },
): Promise<OwnText> {
  return rowsOfJson(await readJsonPieces(pieces, options));
}

function rowsOfJson({ records, rejected, documents, ending, isFull }: JsonText): OwnText {
  if (isFull) return { rows: [], rejected: [], missing: null, isFull };
  const missing = { whole: null, inArray: "perhapsRows", inObject: "rows" } as const;
  return {
    rows: records.map(toPlacedRow),
    rejected,
    ...documents.length > 0 && { documents },
    missing: missing[ending],
  };
}

function toPlacedRow({ line, value, document, list }: JsonRecord): PlacedRow {
  const row = withoutEmptyText(value);
  return document === undefined ? { line, row } : { line, row, document, list };
}

/** Makes the empty text of a row that was CSV once what it stands for. */
function withoutEmptyText(row: RawRow): RawRow {
  if (!Object.values(row).includes("") || !isAllText(row)) return row;
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, value === "" ? null : value]),
  );
}
