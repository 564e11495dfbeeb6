/**
 * Rows of tasklist's two forms without columns: CSV, and the list form with a field a line.
 *
 * @module
 */
import { cellCount } from "./tasklist_columns.ts";
import {
  type Draft,
  FIELD_COUNTS,
  isCertainDraft,
  isImageName,
  isMemory,
  isNumber,
  isProgramName,
  parseCpuTime,
  type PrintedRow,
  toDraft,
} from "./tasklist_process.ts";

const ROW_START = /^\s*"[^"]*","\d{1,10}"/;
/** A broken row has few pieces, a window title few lines; more would be lines of another text. */
const MAX_PIECES = 8;
const MAX_TITLE_LINES = 64;
const LONGEST_HEADER = 1000;
/** The fields before the window title, which alone may hold quotes and commas. */
const FIELDS_BEFORE_TITLE = 8;

/** Whether a line starts a row: a quoted name, then a quoted number. */
export function startsCsvRow(line: string): boolean {
  return ROW_START.test(line);
}

/** Whether a line is a header: as many quoted texts as a row has, none of which is a number. */
export function isCsvHeader(line: string): boolean {
  const text = line.trim();
  if (!text.startsWith('"') || !text.endsWith('"') || text.length > LONGEST_HEADER) return false;
  const fields = text.slice(1, -1).split('","');
  return FIELD_COUNTS.has(fields.length) &&
    fields.every((field) => field.trim() !== "" && !/["\\]|^\d/.test(field));
}

/** Whether a header of CSV is another program's: tasklist's second column is the PID in every language. */
export function isForeignCsvHeader(header: string): boolean {
  const second = header.trim().slice(1, -1).split('","')[1] ?? "";
  return /^[\w .-]+$/.test(second) && !PID_LABEL.test(second.trim());
}

/** What tells where a row ends. */
export interface CsvContext {
  /** The width of the console that broke lines; null where none did. */
  readonly width: () => number | null;
  /** Whether nothing was cut off the ends of lines: a title without its end goes on in the next line. */
  readonly isWhole: () => boolean;
}

/** Reads the row that starts at a line. */
export function readCsvRow(
  lines: readonly string[],
  at: number,
  { width, isWhole }: CsvContext,
): PrintedRow | null {
  const first = lines[at]!;
  if (!startsCsvRow(first)) return null;
  // A window title that the capture cuts is still a title; any other field is not.
  const cut = isTitleOpen(first) ? readFields(`${first}"`) : null;
  const most = cut === null ? MAX_PIECES : MAX_TITLE_LINES;
  const pieces: string[] = [];
  let imitates = false;
  for (let next = at; next < lines.length && pieces.length < most; next++) {
    const line = lines[next]!;
    if (next > at && endsRow(line)) {
      if (cut === null || !isWhole()) break;
      imitates ||= line !== "";
    }
    pieces.push(line);
    if (!line.endsWith('"') || lines[next + 1]?.startsWith(',"')) continue;
    const draft = readFields(pieces.length === 1 ? line : joinPieces(pieces, width()));
    if (draft) {
      const isCertain = isCertainDraft(draft);
      return { draft, lines: pieces.length, form: "csv", isCertain, imitates };
    }
  }
  return cut === null
    ? null
    : { draft: cut, lines: 1, form: "csv", isCertain: isCertainDraft(cut) };
}

function endsRow(line: string): boolean {
  return line === "" || startsCsvRow(line) || isCsvHeader(line);
}

/** Whether a row's first line ends within its window title. */
function isTitleOpen(line: string): boolean {
  const fields = line.split('","', FIELDS_BEFORE_TITLE + 1);
  return fields.length > FIELDS_BEFORE_TITLE && (fields.at(-1) === "" || !line.endsWith('"'));
}

/** A line that was cut behind spaces has lost these too. */
const MOST_SPACES = 2;

/**
 * Whether window titles without their ends were cut: no line is longer than these, which are all as
 * long. Otherwise their rows go on below.
 */
export function areTitlesCut(lines: readonly string[]): boolean {
  let longest = 0;
  let shortest = Infinity;
  for (const [at, line] of lines.entries()) {
    const cells = cellCount(line);
    longest = Math.max(longest, cells);
    if (startsCsvRow(line) && isTitleOpen(line) && endsRow(lines[at + 1] ?? "")) {
      shortest = Math.min(shortest, cells);
    }
  }
  return shortest >= longest - MOST_SPACES;
}

/** Only a window title holds line ends; all others come from the console, at its width. */
function joinPieces(pieces: readonly string[], width: number | null): string {
  return pieces.reduce((text, piece, index) => {
    const inTitle = text.split('","').length > FIELDS_BEFORE_TITLE;
    const isBroken = !inTitle || cellCount(pieces[index - 1]!) === width;
    return text + (isBroken ? "" : "\n") + piece;
  });
}

function readFields(row: string): Draft | null {
  const text = row.trim();
  if (!text.endsWith('"')) return null;
  const fields = text.slice(1, -1).split('","');
  if (fields.length > FIELDS_BEFORE_TITLE) {
    fields.push(fields.splice(FIELDS_BEFORE_TITLE).join('","'));
  }
  return FIELD_COUNTS.has(fields.length) ? toDraft(fields.map((field) => field.trim())) : null;
}

interface Pair {
  readonly label: string;
  value: string;
  /** The line up to the value. */
  readonly before: string;
}

const LONGEST_LABEL = 40;
const MAX_FIELDS = 9;
const HANGING = /^\s{4,}\S/;

/** Reads the record that starts at a line. */
export function readListRecord(lines: readonly string[], at: number): PrintedRow | null {
  const first = readPair(lines[at]!);
  const second = readPair(lines[at + 1] ?? "");
  if (!first || !second || first.value === "" || !isNumber(second.value)) return null;
  if (isNumber(first.value)) return null;
  const pairs: Pair[] = [first, second];
  const items: string[] = [];
  let next = at + 2;
  for (; next < lines.length; next++) {
    const line = lines[next]!;
    const pair = readPair(line);
    if (pair && (pair.label === first.label || pairs.length === MAX_FIELDS)) break;
    if (pair) pairs.push(pair);
    // Further services or modules stand below the first, one or several to a line.
    else if (pairs.length === 3 && HANGING.test(line)) items.push(line.trim());
    else break;
  }
  if (items.length > 0) pairs[2]!.value = [pairs[2]!.value, ...items].join(", ");
  const values = pairs.map(({ value }) => value);
  const whole = FIELD_COUNTS.has(values.length) ? toDraft(values) : null;
  const draft = whole ?? toPartialDraft(values);
  if (draft === null || (whole?.memory === undefined && !isImageName(draft.process))) return null;
  const isCertain = whole?.memory !== undefined
    ? isCertainDraft(draft)
    : isProgramName(draft.process) && PID_LABEL.test(second.label) && areAligned(pairs);
  // The last label differs from one kind of listing to another.
  return { draft, lines: next - at, form: `list ${pairs.at(-1)!.label}`, isCertain };
}

/** The label of the PID in every language but Portuguese, and in Portuguese. */
const PID_LABEL = /^PID$|identifi/i;

/** Whether all values start in one column, counted in cells or in characters. */
function areAligned(pairs: readonly Pair[]): boolean {
  const starts = (measure: (before: string) => number) =>
    new Set(pairs.map(({ before }) => measure(before)));
  return starts(cellCount).size === 1 || starts(({ length }) => length).size === 1;
}

/** A label, and a colon right behind it: PowerShell's lists have a space between them. */
function readPair(line: string): Pair | null {
  const text = line.trimStart();
  const colon = text.slice(0, LONGEST_LABEL).search(/[:：]/);
  if (colon < 1 || (colon + 1 < text.length && !/\s/.test(text.charAt(colon + 1)))) return null;
  const label = text.slice(0, colon);
  if (/["{}=]|\s$/.test(label)) return null;
  const value = text.slice(colon + 1).trim();
  return { label, value, before: text.slice(0, text.length - value.length) };
}

/** Reads a record with missing lines: picked by a filter or left out by an author. */
function toPartialDraft([process = "", pid = "", ...rest]: readonly string[]): Draft | null {
  if (rest.length === 0) return { process, pid };
  const memoryAt = rest.findIndex(isMemory);
  if (memoryAt < 0) return null;
  const before = rest.slice(0, memoryAt);
  const after = rest.slice(memoryAt + 1);
  const cpuAt = after.findIndex((value) => parseCpuTime(value) !== null);
  const account = cpuAt < 0 ? after : after.slice(0, cpuAt);
  const isUser = (value: string) => value.includes("\\");
  return {
    process,
    pid,
    sessionName: before.find((value) => !isNumber(value)),
    sessionId: before.find((value) => isNumber(value)),
    memory: rest[memoryAt],
    status: account.length > 1 ? account[0] : account.find((value) => !isUser(value)),
    user: account.length > 1 ? account[1] : account.find(isUser),
    cpu: after[cpuAt],
    windowTitle: cpuAt < 0 ? undefined : after[cpuAt + 1],
  };
}
