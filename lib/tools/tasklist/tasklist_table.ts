/**
 * The rows of tasklist's tables: whole, broken by a narrow console, or with a list of services or
 * modules that goes on in further lines.
 *
 * @module
 */
import {
  cellCount,
  cellView,
  cellViews,
  type Columns,
  columnsOf,
  cutColumns,
  fromCells,
  isBlank,
  joinBroken,
  lastPiece,
  USUAL_COLUMNS,
  USUAL_LIST_COLUMNS,
  widthFromSecondLine,
} from "./tasklist_columns.ts";
import {
  type Draft,
  isCertainDraft,
  isImageName,
  isNumber,
  isProgramName,
  isSessionName,
  MEMORY,
  type PrintedRow,
  toDraft,
  type VerboseFields,
} from "./tasklist_process.ts";
import { bareTasklistRow } from "./tasklist_copies.ts";
import { readCsvRow, startsCsvRow } from "./tasklist_records.ts";

/** A broken row has at most so many lines. */
export const MAX_PIECES = 6;

/**
 * Reads the row that starts at the first of some lines.
 *
 * @param lines the row's first line and those that may be its further ones, {@linkcode MAX_PIECES} at
 *   most.
 * @param ruler the columns that the table's ruler draws; null where there is none.
 */
export function readTableRow(lines: readonly string[], ruler: Columns | null): PrintedRow | null {
  if (ruler?.brokenAt) {
    const row = readBrokenRow(lines, { ruler, width: ruler.brokenAt });
    if (row) return row;
  }
  const row = readWholeRow(lines[0]!, ruler);
  if (row === null) return null;
  const width = isCut(row.draft) ? widthFromSecondLine(lines[0]!, lines[1] ?? "") : null;
  const broken = width === null ? null : readBrokenRow(lines, { ruler, width });
  return broken ?? { ...row, lines: 1, form: "table" };
}

/** Whether a row ends before its CPU time although it goes beyond its memory: it was broken. */
function isCut(draft: Draft): boolean {
  return draft.status !== undefined && draft.cpu === undefined;
}

/** Reads a row in a line in which something stands around it: it must be one beyond doubt. */
export function readCopiedRow(line: string): PrintedRow | null {
  const text = bareTasklistRow(line);
  if (text === null) return null;
  const csv = readCsvRow([text], 0, { width: () => null, isWhole: () => true });
  if (csv !== null) return csv.isCertain ? csv : null;
  const row = readWholeRow(text, null);
  const isWhole = row !== null && row.isCertain && row.draft.memory !== undefined;
  return isWhole ? { ...row, lines: 1, form: "table" } : null;
}

function readBrokenRow(
  lines: readonly string[],
  { ruler, width }: { ruler: Columns | null; width: number },
): PrintedRow | null {
  if (!startsTableRow(lines[0]!)) return null;
  const next = lines.findIndex((line, at) =>
    at > 0 && (startsCsvRow(line) || startsTableRow(line))
  );
  const pieces = next < 0 ? lines : lines.slice(0, next);
  const last = lastPiece(pieces, width);
  if (last === 0) return null;
  const row = readWholeRow(joinBroken(pieces.slice(0, last + 1), width), ruler);
  return row === null || isCut(row.draft) ? null : { ...row, lines: last + 1, form: "table" };
}

/** Whether a line has a name and a PID where tables usually have them: another row starts there. */
function startsTableRow(line: string): boolean {
  const text = line.trimStart();
  if (!/\s\d{1,10}(?: |$)/.test(text.slice(0, 36))) return false;
  return cellViews(text).some((view) =>
    USUAL_LIST_COLUMNS.some((columns) => isNumber(cutColumns(view, columns)?.[1] ?? ""))
  );
}

/** A row of one line. */
type WholeRow = Pick<PrintedRow, "draft" | "isCertain">;

/**
 * Reads a whole row: by the ruler, else by the usual columns, else by shape alone, for rows that were
 * shifted, collapsed or counted in other units than cells.
 */
function readWholeRow(line: string, ruler: Columns | null): WholeRow | null {
  // Nearly all other lines (prose, continuation lines, messages) end here.
  if (!/\s\d/.test(line)) return null;
  const text = line.trimStart();
  const inColumns = (ruler && readByColumns(line, [ruler])) ?? readByColumns(text, USUAL_COLUMNS);
  if (inColumns) return { draft: inColumns, isCertain: isCertainDraft(inColumns) };
  const bySession = readBySession(text);
  if (bySession) return { draft: bySession, isCertain: isCertainSession(bySession) };
  const cut = readCutSession(text);
  if (cut) return { draft: cut, isCertain: isProgramName(cut.process) };
  // A row without a list was cut, perhaps within its PID.
  const usual = readByColumns(text, USUAL_LIST_COLUMNS);
  const list = (usual?.list === "" ? null : usual) ?? readByList(text, ruler);
  return list && { draft: list, isCertain: isProgramName(list.process) };
}

/** Whether a row whose columns are lost is one of tasklist all the same. */
function isCertainSession({ process, sessionName = "" }: Draft): boolean {
  return isProgramName(process) || isSessionName(sessionName);
}

/** Reads a row that was cut before its memory: what stands behind its PID is a session, not a list. */
function readCutSession(text: string): Draft | null {
  for (const view of cellViews(text)) {
    for (const columns of USUAL_COLUMNS) {
      const [process = "", pid = "", sessionName = "", number = "", ...rest] =
        cutColumns(view, columns) ?? [];
      if (process === "" || !isNumber(pid) || !isSessionName(sessionName)) continue;
      if (!/^\d*$/.test(number) || rest.join("") !== "") continue;
      // A number that ends before its column does may have had more digits.
      const isWhole = number !== "" && view.length >= columns.spans[3]![1];
      return { process, pid, sessionName, sessionId: isWhole ? number : undefined };
    }
  }
  return null;
}

function readByColumns(line: string, layouts: readonly Columns[]): Draft | null {
  for (const view of cellViews(line)) {
    for (const columns of layouts) {
      const pidEnd = columns.spans[1]?.[1] ?? 0;
      // The PID ends its column: a cheap test for columns that are another table's.
      if (!isDigit(view.charCodeAt(pidEnd - 1)) || !isBlank(view, pidEnd, pidEnd + 1)) continue;
      const fields = cutColumns(view, columns);
      const draft = fields && toDraft(fields);
      if (draft && isList(draft.list, view, columns)) return draft;
    }
  }
  return null;
}

/** Whether a list is one of services or modules: in its column, and one space apart. */
function isList(list: string | undefined, view: string, { spans }: Columns): boolean {
  if (list === undefined) return true;
  return isTight(list) && (list === "" || !isBlank(view, spans[2]![0], spans[2]![0] + 1));
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Services and modules stand one space apart; wider gaps mean columns of another table. */
function isTight(list: string | undefined): boolean {
  return list === undefined || !/\S {2,}\S/.test(list);
}

/** Session name (which may be empty), session number, memory. */
const SESSION = new RegExp(
  String.raw`^\s+(?:((?!\d+\s)\S+(?: \S+){0,3}?)\s+)??(\d{1,10})\s+(${MEMORY})(?=\s|$)`,
);
/** A PID, a session and its number, memory. */
const ANOTHER_ROW = new RegExp(String.raw`\s\d{1,10} +(?:\S+ +)?\d{1,10} +${MEMORY}(?:\s|$)`);
/** No image name, session or memory goes beyond this; it keeps the search linear. */
const REACH = 200;

/** Finds PID, session number and memory wherever they are. */
function readBySession(text: string): Draft | null {
  for (const { process: name, pid, end } of findPids(text)) {
    const process = withoutMark(name);
    const tail = text.slice(end);
    const match = SESSION.exec(tail.slice(0, REACH));
    if (match === null) continue;
    const [whole, sessionName, sessionId, memory] = match;
    const rest = tail.slice(whole.length);
    // Several rows in one line: none of them is certain.
    if (ANOTHER_ROW.test(rest.slice(0, REACH))) return null;
    const verbose = verboseFields(rest);
    return { process, pid, sessionName, sessionId, memory, ...verbose };
  }
  return null;
}

/** The name of a program without the mark of a list or a diff before it. */
function withoutMark(name: string): string {
  const bare = name.replace(/^(?:[-+*!\u2022]|\d{1,7}[.:)] )\s*/, "");
  return isProgramName(bare) ? bare : name;
}

/** Image, PID and a list in unusual columns: only where a ruler says that lists follow. */
function readByList(text: string, ruler: Columns | null): Draft | null {
  if (ruler?.spans.length !== 3) return null;
  for (const { process, pid, end } of findPids(text)) {
    const list = text.slice(end).trim();
    if (list !== "" && isTight(list)) return { process, pid, list };
  }
  return null;
}

/** A number that stands alone after a name. */
interface PidCandidate {
  readonly process: string;
  readonly pid: string;
  /** Where it ends. */
  readonly end: number;
}

const MAX_CANDIDATES = 8;

/** Finds the numbers near the start of a line that may be its PID. */
function findPids(text: string): PidCandidate[] {
  const numbers = text.slice(0, REACH).matchAll(/\s(\d{1,10})(?=\s|$)/g).take(MAX_CANDIDATES);
  return [...numbers.map(({ 0: whole, 1: pid, index }) => ({
    process: text.slice(0, index).trim(),
    pid: pid!,
    end: index + whole.length,
  }))].filter(({ process, pid }) =>
    isNumber(pid) && process.length <= LONGEST_IMAGE && isImageName(process) &&
    !BETWEEN_COLUMNS.test(process)
  );
}

/** Tables cut names at 25 characters; `/apps` shows a package behind them. */
const LONGEST_IMAGE = 80;

/** What stands between two columns, and in rulers. */
const BETWEEN_COLUMNS = /\s{2,}|\t|={3}/;

/** Status, user, CPU time and title as they follow the memory, one cell after it. */
const VERBOSE_COLUMNS = columnsOf([0, 15, 50, 12, 72]);
const CPU_TIME = /(?:^|\s)(\d{1,9}[:.]\d{2}[:.]\d{2})(?=\s|$)/;

function verboseFields(tail: string): VerboseFields {
  if (tail.trim() === "") return {};
  for (const view of cellViews(tail)) {
    const fields = cutColumns(view, VERBOSE_COLUMNS);
    if (fields && CPU_TIME.test(fields[3]!)) {
      return { status: fields[1], user: fields[2], cpu: fields[3], windowTitle: fields[4] };
    }
  }
  const match = CPU_TIME.exec(tail);
  // A console may have cut the line in or behind the status, which follows the memory closely.
  if (match === null) return /^ ?[\p{L}?]/u.test(tail) ? statusAndUser(tail) : {};
  const windowTitle = tail.slice(match.index + match[0].length).trim();
  return { ...statusAndUser(tail.slice(0, match.index)), cpu: match[1]!, windowTitle };
}

/**
 * Two spaces end the status, and the user before a CPU time that was cut. A status that fills its column
 * ends with it.
 */
function statusAndUser(text: string): VerboseFields {
  const wide = /^(.*?)\s{2,}(.*?)(?:\s{2,}[\d:.]*)?$/.exec(text.trim());
  if (wide) return { status: wide[1]!, user: wide[2]! };
  const view = cellView(text.trim());
  const end = view.charAt(15) === " " ? 15 : view.search(/ |$/);
  return { status: fromCells(view.slice(0, end)), user: fromCells(view.slice(end)) };
}

/** A list of services or modules that further lines may continue. */
export interface OpenList {
  readonly draft: Draft;
  /** The list's last line so far. */
  lastLine: string;
}

const HANGING_INDENT = 16;

/** Whether a line hangs below a list's column: deeper than any name starts. */
export function isHanging(line: string): boolean {
  return line.length - line.trimStart().length >= HANGING_INDENT;
}

/** The column of services and modules: a line that fills it was broken, perhaps within a name. */
const LIST_START = 35;
const LIST_END = 79;

/** Adds a line to a list; returns false where it cannot belong to one. */
export function addToList(open: OpenList, line: string): boolean {
  const text = line.trim();
  if (/^(?:\.{2,}|…)/.test(text)) return false;
  const isWithinName = !open.lastLine.endsWith(",") && cellCount(open.lastLine) >= LIST_END &&
    line.length - text.length <= LIST_START;
  // A line that was cut within a name does not go on below.
  const gap = open.lastLine.endsWith(",") ? " " : ", ";
  open.draft.list += (isWithinName ? "" : gap) + text;
  open.lastLine = line;
  return true;
}
