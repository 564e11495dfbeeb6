/**
 * Windows' tasklist: its arguments, and its output in any form and any language.
 *
 * @module
 */
import type { Parsed } from "../../model/parsed.ts";
import type { Process } from "../../model/process.ts";
import {
  brokenWidth,
  type Columns,
  findRulers,
  isBareHeader,
  isDamagedRuler,
} from "./tasklist_columns.ts";
import { type Draft, type PrintedRow, toProcesses } from "./tasklist_process.ts";
import { isCsvHeader, isForeignCsvHeader, readCsvRow, readListRecord } from "./tasklist_records.ts";
import { countMessageLines, isOnlyMessage } from "./tasklist_messages.ts";
import {
  addToList,
  isHanging,
  MAX_PIECES,
  type OpenList,
  readCopiedRow,
  readTableRow,
} from "./tasklist_table.ts";

/** The arguments of tasklist, by what they ask for: CSV without a header, the stable form. */
export const TASKLIST_ARGUMENTS = {
  /** Image, PID, session and memory. */
  processes: ["/fo", "csv", "/nh"],
  /** Image, PID and services. */
  services: ["/svc", "/fo", "csv", "/nh"],
  /** `processes` with status, user, CPU time and window title. Slow: it asks every window. */
  verbose: ["/v", "/fo", "csv", "/nh"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/**
 * Reads tasklist's output: CSV, table or list, plain, `/v`, `/svc` or `/m`, one or several outputs,
 * in any language. The shape of a row decides, never the words of the header.
 *
 * Never throws. Each line is part of a row, a header, a ruler, blank, the message that no task
 * matches, or rejected. `path` and `startedAt` are null: tasklist prints neither.
 *
 * @example
 * ```ts
 * import { parseTasklist } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows, rejected } = parseTasklist('"chat app.exe","4711","Console","1","117 536 Ko"\r\n');
 * assertEquals(rows[0]?.process, "chat app.exe");
 * assertEquals(rows[0]?.pid, 4711);
 * assertEquals(rows[0]?.memoryBytes, 117536 * 1024);
 * assertEquals(rejected, []);
 * ```
 */
export function parseTasklist(text: string): Parsed<Process> {
  const { lines, roles, blocks } = readTasklistLines(text);
  const reason = "not a row, header or message of tasklist";
  const rejected = lines.flatMap((text, at) =>
    roles[at] === "unknown" ? [{ line: at + 1, text, reason }] : []
  );
  return { rows: toProcesses(blocks), rejected };
}

/**
 * Whether the start of a file (64 KiB are enough) holds output of tasklist: a row, a ruler, or nothing
 * but a header or the message that no task matches.
 */
export function looksLikeTasklist(head: string): boolean {
  const { roles, blocks, rulers } = readTasklistLines(head);
  if (rulers > 0 || blocks.length > 0) return true;
  return !roles.includes("unknown") && (roles.includes("header") || roles.includes("message"));
}

/** What a line is. `row` is the first line of a row, `continuation` any other. */
export type Role = "blank" | "header" | "ruler" | "row" | "continuation" | "message" | "unknown";

/** What tasklist printed, line by line. */
export interface TasklistLines {
  /** Each line as read, without its end. */
  readonly lines: readonly string[];
  /** The role of each line. */
  readonly roles: readonly Role[];
  /** The rows in the order printed, by output: what one of them teaches holds for the others. */
  readonly blocks: readonly (readonly Draft[])[];
  /** The number of rulers. */
  readonly rulers: number;
}

/**
 * Gives each line of some text its role in tasklist's output. A line has exactly one, so none is
 * lost. CR-CR-LF, as pipes in text mode leave it, ends one line.
 */
export function readTasklistLines(text: string): TasklistLines {
  const lines = text.split(/\r*\n|\r+/);
  const { roles, blocks, rulers } = new LineReader(lines.map(clean)).readAll();
  return { lines, roles, blocks: blocks.map((rows) => rows.map(({ draft }) => draft)), rulers };
}

/** No form of tasklist prints longer lines, and regular expressions overflow on far longer ones. */
const LONGEST_LINE = 500_000;
/** Stands for a longer line: authors' mark of an omission, which no reader understands. */
const OMITTED = "…";

/** What may stand before a line: a byte order mark, `#`, `>`, and space. */
const MARKS: ReadonlySet<number> = new Set([0xfeff, 0x23, 0x3e, 0x20, 0x09]);

/** UTF-16 read in another encoding leaves NULs. */
const NULS = /\0+/g;

/** Takes byte order mark, comment or quotation mark and trailing space off a line. */
function clean(line: string): string {
  const printed = line.trimEnd();
  if (printed.length > LONGEST_LINE) return OMITTED;
  const text = printed.includes("\0") ? printed.replace(NULS, "").trimEnd() : printed;
  const first = text.charCodeAt(0);
  if (!MARKS.has(first)) return text;
  // Captures kept as comments, or quoted in a mail, have one mark and one space before each line.
  return text.replace(/^\uFEFF+/, "").replace(/^\s*(?:[#>] ?(?=[#>]))*[#>](?: |$)/, "");
}

/** A row in its place. */
interface PlacedRow {
  readonly draft: Draft;
  /** Index of its first line. */
  readonly at: number;
  /** The rows around it without other text between them, and of the same form. */
  readonly run: Run;
}

/** Rows that stand together: where one is certain, all are. */
interface Run {
  isCertain: boolean;
  readonly form: string;
}

/** Authors' mark of rows that they left out. */
const OMISSION = /^\s*(?:\.{2,}|…|\[…\]|\[\.{3}\])/;

/** Reads clean lines from first to last. */
class LineReader {
  readonly roles: Role[];
  blocks: PlacedRow[][] = [];
  rulers = 0;
  readonly #lines: readonly string[];
  readonly #columnsAt = new Map<number, Columns>();
  /** The columns of the last ruler. */
  #columns: Columns | null = null;
  /** Whether nothing but rows stands between the last ruler and here. */
  #isRuled = false;
  #run: Run | null = null;
  /** Whether the rows of CSV here stand below another program's header. */
  #isForeignCsv = false;
  #openList: OpenList | null = null;
  #width: number | null | undefined;
  #startsBlock = true;
  #form = "";
  #isList = false;
  /** The PIDs of the last block. */
  readonly #pids = new Set<string>();

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.roles = lines.map((line) => line === "" ? "blank" : "unknown");
    for (const { headerStart, start, end, columns } of findRulers(lines)) {
      this.roles.fill("header", headerStart, start);
      this.roles.fill("ruler", start, end);
      this.#columnsAt.set(start, columns);
      this.rulers++;
    }
  }

  /** Gives all lines their roles. */
  readAll(): this {
    for (let at = 0; at < this.#lines.length;) {
      at += this.roles[at] === "unknown" ? this.#read(at) : this.#pass(at);
    }
    this.#dropUncertain();
    if (this.rulers === 0 && this.blocks.length === 0) this.#judgeMessages();
    return this;
  }

  /** Rows that another program may have printed are rows only among certain ones. */
  #dropUncertain(): void {
    for (const { at, run } of this.blocks.flat()) {
      if (run.isCertain) continue;
      this.roles[at] = "unknown";
      for (let next = at + 1; this.roles[next] === "continuation"; next++) {
        this.roles[next] = "unknown";
      }
    }
    this.blocks = this.blocks.map((block) => block.filter(({ run }) => run.isCertain))
      .filter((block) => block.length > 0);
  }

  /** Goes past a line with a role that was known before. */
  #pass(at: number): number {
    this.#openList = null;
    if (this.roles[at] === "blank") return 1;
    this.#startsBlock = true;
    this.#run = null;
    const columns = this.#columnsAt.get(at);
    this.#columns = columns ?? this.#columns;
    this.#isRuled = columns !== undefined || (this.#isRuled && this.roles[at] === "ruler");
    return 1;
  }

  /**
   * Reads what starts at a line and returns how many lines it takes. The order matters: a line that
   * continues a list can look like a row, and a message like a record.
   */
  #read(at: number): number {
    const lines = this.#lines;
    const line = lines[at]!;
    const csv = readCsvRow(lines, at, { width: () => this.#consoleWidth() });
    if (csv && !this.#isForeignCsv) return this.#addRow(csv, at);
    if (isCsvHeader(line)) {
      this.#isForeignCsv = isForeignCsvHeader(line);
      return this.#mark(this.#isForeignCsv ? "unknown" : "header", at);
    }
    if (csv) return this.#mark("unknown", at);
    this.#isForeignCsv = false;
    if (isHanging(line) && this.#continuesList(line)) return this.#mark("continuation", at);
    const row = readTableRow(this.#unreadLines(at), this.#columns);
    if (row) return this.#addRow(row, at);
    const isUnfinished = this.#openList?.lastLine.endsWith(",") ?? false;
    if (isUnfinished && this.#continuesList(line)) return this.#mark("continuation", at);
    const record = readListRecord(lines, at);
    if (record) return this.#addRow(record, at);
    const copied = readCopiedRow(line);
    if (copied) return this.#addRow(copied, at);
    const count = countMessageLines(lines, at);
    if (count > 0) return this.#mark("message", at, count);
    if (isBareHeader(line)) return this.#mark("header", at);
    return this.#mark(isDamagedRuler(line) ? "ruler" : "unknown", at);
  }

  #continuesList(line: string): boolean {
    return this.#openList !== null && addToList(this.#openList, line);
  }

  /** The width of the console that broke lines, computed only on demand. */
  #consoleWidth(): number | null {
    if (this.#width === undefined) this.#width = brokenWidth(this.#lines);
    return this.#width;
  }

  #unreadLines(at: number): readonly string[] {
    let end = at + 1;
    while (end < at + MAX_PIECES && this.roles[end] === "unknown") end++;
    return this.#lines.slice(at, end);
  }

  #mark(role: Role, at: number, count = 1): number {
    this.roles.fill(role, at, at + count);
    if (role === "continuation") return count;
    this.#openList = null;
    if (role === "header") this.#startsBlock = true;
    if (!OMISSION.test(this.#lines[at]!)) {
      this.#isRuled = false;
      this.#run = null;
    }
    return count;
  }

  #addRow({ draft, lines, form, isCertain }: PrintedRow, at: number): number {
    const isList = draft.list !== undefined;
    const isOther = form !== this.#form || isList !== this.#isList;
    // An output has each PID once.
    if (this.#startsBlock || isOther || this.#pids.has(draft.pid)) {
      this.blocks.push([]);
      this.#pids.clear();
    }
    const [kind = form] = form.split(" ", 1);
    const run: Run = this.#run?.form === kind ? this.#run : { isCertain: false, form: kind };
    run.isCertain ||= isCertain || (this.#isRuled && kind === "table");
    this.blocks.at(-1)!.push({ draft, at, run });
    this.#run = run;
    this.#pids.add(draft.pid);
    this.#startsBlock = false;
    this.#form = form;
    this.#isList = isList;
    this.roles.fill("continuation", at, at + lines);
    this.roles[at] = "row";
    this.#openList = isList ? { draft, lastLine: this.#lines[at + lines - 1]! } : null;
    return lines;
  }

  /** Without rows and tables, a message counts only if there is nothing else: prose has sentences. */
  #judgeMessages(): void {
    if (!this.roles.includes("unknown")) return;
    const isOnly = isOnlyMessage(this.#lines);
    this.roles.forEach((role, at) => {
      if (isOnly && role !== "blank") this.roles[at] = "message";
      else if (role === "message") this.roles[at] = "unknown";
    });
  }
}
