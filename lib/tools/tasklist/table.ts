import { cellView, cellViews, fromCells } from "./cells.ts";
import { type Columns, columnsOf, cut, USUAL_COLUMNS, USUAL_LIST_COLUMNS } from "./columns.ts";
import { type Draft, NUMBER } from "./draft.ts";
import { type Detail, draftOf } from "./fields.ts";
import { MEMORY } from "./memory.ts";

/** Status, user and CPU time as they follow the memory, one cell after it. */
const DETAIL_COLUMNS = columnsOf([0, 15, 50, 12, 72]);
/** Session name (which may be empty), session number, memory. */
const SESSION = new RegExp(
  String.raw`^\s+(?:(\S+(?: \S+){0,3}?)\s+)??(\d{1,10})\s+(${MEMORY})(?=\s|$)`,
);
const CPU_TIME = /(?:^|\s)(\d{1,9}[:.]\d{2}[:.]\d{2})(?=\s|$)/;
/** Beyond this no image name, session or memory reaches; it keeps the search linear. */
const REACH = 200;
const CANDIDATES = 8;

/**
 * Reads a row of a table: by its ruler, else by the columns that tables usually have, else by shape
 * alone, for rows that were shifted, collapsed or counted in other units than cells.
 */
export function readTableRow(line: string, ruler: Columns | null): Draft | null {
  // Nearly all other lines (prose, continuation lines, messages) end here.
  if (!/\s\d/.test(line)) return null;
  const text = line.trimStart();
  return byColumns(line, ruler ? [ruler] : []) ?? byColumns(text, USUAL_COLUMNS) ??
    bySession(text) ?? byColumns(text, USUAL_LIST_COLUMNS) ?? byListShape(text, ruler);
}

/** Whether a line has a name and a PID where tables usually have them: another row starts there. */
export function startsTableRow(line: string): boolean {
  const text = line.trimStart();
  if (!/\s\d{1,10}(?: |$)/.test(text.slice(0, 36))) return false;
  for (const view of cellViews(text)) {
    if (USUAL_LIST_COLUMNS.some((columns) => NUMBER.test(cut(view, columns)?.[1] ?? ""))) {
      return true;
    }
  }
  return false;
}

/** Whether a row ends before its CPU time although it has more than its memory: it was broken. */
export function isBroken(draft: Draft): boolean {
  return draft.status !== undefined && draft.cpu === undefined;
}

function byColumns(line: string, layouts: readonly Columns[]): Draft | null {
  if (layouts.length === 0) return null;
  for (const view of cellViews(line)) {
    for (const columns of layouts) {
      const draft = cutRow(view, columns);
      if (draft && isTight(draft.list)) return draft;
    }
  }
  return null;
}

function cutRow(view: string, columns: Columns): Draft | null {
  const end = columns.spans[1]?.[1] ?? 0;
  // The PID ends its column: cheap, and tells columns that are not this line's.
  if (!isDigit(view.charCodeAt(end - 1)) || !isSpaceOrEnd(view, end)) return null;
  const fields = cut(view, columns);
  return fields && draftOf(fields);
}

/** Services and modules stand one space apart; wider gaps mean columns of another table. */
function isTight(list: string | undefined): boolean {
  return list === undefined || !/\S {2,}\S/.test(list);
}

/** Finds PID, session number and memory wherever they are. */
function bySession(text: string): Draft | null {
  for (const [nameEnd, pid, pidEnd] of numbers(text)) {
    const tail = text.slice(pidEnd);
    const match = SESSION.exec(tail.slice(0, REACH));
    if (match === null) continue;
    const [whole, sessionName, sessionId, memory] = match;
    const process = text.slice(0, nameEnd).trim();
    const detail = detailAfter(tail.slice(whole.length));
    return { process, pid, sessionName, sessionId, memory, ...detail };
  }
  return null;
}

/** Image, PID and a list in other columns than usual: only where a ruler says that lists follow. */
function byListShape(text: string, ruler: Columns | null): Draft | null {
  if (ruler?.spans.length !== 3) return null;
  for (const [nameEnd, pid, pidEnd] of numbers(text)) {
    const list = text.slice(pidEnd).trim();
    if (list === "" || !isTight(list)) continue;
    return { process: text.slice(0, nameEnd).trim(), pid, list };
  }
  return null;
}

/** The numbers that stand alone near the start of a line, after a name. */
function numbers(text: string): [nameEnd: number, digits: string, end: number][] {
  const found: [number, string, number][] = [];
  for (const match of text.slice(0, REACH).matchAll(/\s(\d{1,10})(?=\s|$)/g)) {
    found.push([match.index, match[1]!, match.index + match[0].length]);
    if (found.length === CANDIDATES) break;
  }
  return found;
}

function detailAfter(tail: string): Detail {
  if (tail.trim() === "") return {};
  for (const view of cellViews(tail)) {
    const fields = cut(view, DETAIL_COLUMNS);
    if (fields && CPU_TIME.test(fields[3]!)) {
      return { status: fields[1], user: fields[2], cpu: fields[3], windowTitle: fields[4] };
    }
  }
  const match = CPU_TIME.exec(tail);
  if (match === null) return statusAndUser(tail);
  const windowTitle = tail.slice(match.index + match[0].length).trim();
  return { ...statusAndUser(tail.slice(0, match.index)), cpu: match[1]!, windowTitle };
}

/** Two spaces end the status; where its column is full, its width does. */
function statusAndUser(text: string): Detail {
  const wide = /^(.*?)\s{2,}(.*)$/.exec(text.trim());
  if (wide) return { status: wide[1]!, user: wide[2]!.trim() };
  const view = cellView(text.trim());
  const end = view.charAt(15) === " " ? 15 : view.search(/ |$/);
  return { status: fromCells(view.slice(0, end)), user: fromCells(view.slice(end)) };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function isSpaceOrEnd(view: string, at: number): boolean {
  return at >= view.length || view.charCodeAt(at) === 0x20 || view.charCodeAt(at) === 0xa0;
}
