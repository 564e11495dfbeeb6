/**
 * tasklist's CSV. It escapes nothing: a window title keeps its quotes, commas and line ends.
 *
 * @module
 */
import { cellCount } from "./tasklist_cells.ts";
import { type Draft, FIELD_COUNTS, type PrintedRow, toDraft } from "./tasklist_process.ts";

const ROW_START = /^\s*"[^"]*","\d{1,10}"/;
/** A broken row has few pieces; more would be lines of another text. */
const MAX_LINES = 8;
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

/**
 * Reads the row that starts at a line.
 *
 * @param options `width` gives the width of the console that broke lines, null where none did.
 */
export function readCsvRow(
  lines: readonly string[],
  at: number,
  { width }: { width: () => number | null },
): PrintedRow | null {
  if (!startsCsvRow(lines[at]!)) return null;
  const pieces: string[] = [];
  for (let next = at; next < lines.length && pieces.length < MAX_LINES; next++) {
    if (next > at && endsRow(lines[next]!)) break;
    pieces.push(lines[next]!);
    if (lines[next + 1]?.startsWith(',"')) continue;
    const draft = readFields(pieces.length === 1 ? pieces[0]! : joinPieces(pieces, width()));
    if (draft) return { draft, lines: pieces.length, form: "csv" };
  }
  // A window title that the capture cuts is still a title; any other field is not.
  const draft = readFields(`${lines[at]!}"`);
  return draft?.windowTitle === undefined ? null : { draft, lines: 1, form: "csv" };
}

function endsRow(line: string): boolean {
  return line === "" || startsCsvRow(line) || isCsvHeader(line);
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
