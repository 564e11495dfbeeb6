import type { Draft } from "./draft.ts";
import { draftOf } from "./fields.ts";
import { cellCount } from "./cells.ts";

/** A row of CSV and how many lines it took. */
export interface CsvRow {
  readonly draft: Draft;
  readonly lines: number;
}

const ROW_START = /^\s*"[^"]*","\d{1,10}"/;
const FIELD_COUNTS: ReadonlySet<number> = new Set([3, 4, 5, 7, 9]);
/** A row that was broken has few pieces; more would be another text's lines. */
const MOST_LINES = 8;
/** The fields before the window title, which alone may hold quotes and commas. */
const BEFORE_TITLE = 8;

/** Whether a line starts a row: a quoted name, then a quoted number. */
export function startsCsvRow(line: string): boolean {
  return ROW_START.test(line);
}

/** Whether a line is a header: quoted texts as many as a row has, and the second is no number. */
export function isCsvHeader(line: string): boolean {
  const text = line.trim();
  if (!text.startsWith('"') || !text.endsWith('"') || text.length > 1000) return false;
  const fields = text.slice(1, -1).split('","');
  return FIELD_COUNTS.has(fields.length) &&
    fields.every((field) => field.trim() !== "" && !/["\\]|^\d|^$/.test(field));
}

/**
 * Reads the row that starts at a line. tasklist does not escape: a window title keeps its quotes,
 * commas and line ends as they are.
 */
export function readCsvRow(
  lines: readonly string[],
  at: number,
  { width }: { width: () => number | null },
): CsvRow | null {
  if (!startsCsvRow(lines[at]!)) return null;
  const pieces: string[] = [];
  for (let next = at; next < lines.length && pieces.length < MOST_LINES; next++) {
    if (next > at && endsRow(lines[next]!)) break;
    pieces.push(lines[next]!);
    if (lines[next + 1]?.startsWith(',"')) continue;
    const draft = readWhole(pieces.length === 1 ? pieces[0]! : join(pieces, width()));
    if (draft) return { draft, lines: pieces.length };
  }
  // A title that the capture cuts is still a title; any other field is not.
  const draft = readWhole(`${lines[at]!}"`);
  return draft?.windowTitle === undefined ? null : { draft, lines: 1 };
}

/** Only a window title holds line ends; a console made any other, and one at its width. */
function join(pieces: readonly string[], width: number | null): string {
  return pieces.reduce((text, piece, index) => {
    const inTitle = text.split('","').length > BEFORE_TITLE;
    const isBroken = !inTitle || cellCount(pieces[index - 1]!) === width;
    return text + (isBroken ? "" : "\n") + piece;
  });
}

function endsRow(line: string): boolean {
  return line === "" || startsCsvRow(line) || isCsvHeader(line);
}

function readWhole(row: string): Draft | null {
  const text = row.trim();
  if (!text.endsWith('"')) return null;
  const fields = text.slice(1, -1).split('","');
  if (fields.length > BEFORE_TITLE) {
    fields.splice(BEFORE_TITLE, fields.length, fields.slice(BEFORE_TITLE).join('","'));
  }
  return FIELD_COUNTS.has(fields.length) ? draftOf(fields.map((field) => field.trim())) : null;
}
