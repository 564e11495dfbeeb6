/**
 * The lines of tasklist's output, each in its role.
 *
 * @module
 */
import { withoutEndMarks } from "../../text/end_marks.ts";
import {
  brokenWidth,
  cellCount,
  type Columns,
  findRulers,
  isBareHeader,
  isDamagedRuler,
} from "./tasklist_columns.ts";
import { settleRepeats } from "./imitated_rows.ts";
import { type Draft, isVerboseDraft, type PrintedRow } from "./tasklist_process.ts";
import {
  areTitlesCut,
  isCsvHeader,
  isForeignCsvHeader,
  readCsvRow,
  readListRecord,
  startsCsvRow,
} from "./tasklist_records.ts";
import { withoutMargins } from "./tasklist_margins.ts";
import { countMessageLines, isOnlyMessage } from "./tasklist_messages.ts";
import {
  addToList,
  isHanging,
  MAX_PIECES,
  type OpenList,
  readCopiedRow,
  readTableRow,
} from "./tasklist_table.ts";

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
  /** As of {@linkcode TasklistRows}. */
  readonly imitators: readonly number[];
  readonly repeated: readonly number[];
}

/**
 * Gives each line of some text its role in tasklist's output. A line has exactly one, so none is
 * lost. CR-CR-LF, as pipes in text mode leave it, ends one line.
 */
export function readTasklistLines(text: string, { isWhole = false } = {}): TasklistLines {
  const lines = text.split(/\r*\n|\r+/);
  const reader = new LineReader(withoutMargins(lines), { isWhole }).readAll();
  const { roles, blocks, rulers, imitators, repeated } = reader;
  return {
    lines,
    roles,
    blocks: blocks.map((rows) => rows.map(({ draft }) => draft)),
    rulers,
    imitators: [...imitators],
    repeated: [...repeated],
  };
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
  if (printed.length > LONGEST_LINE) return shortened(printed);
  const text = withoutEndMarks(printed).replace(NULS, "").trimEnd();
  const first = text.charCodeAt(0);
  if (!MARKS.has(first)) return text;
  // Captures kept as comments, or quoted in a mail, have one mark and one space before each line.
  return text.replace(/^\uFEFF+/, "").replace(/^\s*(?:[#>] ?(?=[#>]))*[#>](?: |$)/, "");
}

/** Leaves out most of a long line: of a row of CSV only text of its window title, but not its end. */
function shortened(line: string): string {
  const kept = startsCsvRow(line) ? line.slice(0, LONGEST_LINE) : OMITTED;
  return line.endsWith('"') ? `${kept}"` : kept;
}

/** A row in its place. */
interface PlacedRow {
  readonly draft: Draft;
  /** Index of its first line. */
  readonly at: number;
  /** The rows around it without other text between them, and of the same form. */
  readonly run: Run;
  /** Whether its PID alone made it the first of its output: the one before has it too. */
  readonly repeats: boolean;
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
  readonly imitators = new Set<number>();
  readonly repeated = new Set<number>();
  /** The lines as read, with the spaces at their ends. */
  readonly #printed: readonly string[];
  readonly #lines: readonly string[];
  readonly #isWhole: boolean;
  readonly #columnsAt = new Map<number, Columns>();
  /** The columns of the last ruler. */
  #columns: Columns | null = null;
  /** The last ruler's line. */
  #ruler: number | null = null;
  /** Whether nothing but rows stands between the last ruler and here. */
  #isRuled = false;
  #run: Run | null = null;
  /** Whether the rows of CSV here stand below another program's header. */
  #isForeignCsv = false;
  #openList: OpenList | null = null;
  #width: number | null | undefined;
  #areTitlesCut: boolean | undefined;
  /** The number of list records below blank lines, computed only on demand. */
  #apart: number | undefined;
  #startsBlock = true;
  #form = "";
  #isList = false;
  /** The PIDs of the last block. */
  readonly #pids = new Set<string>();

  constructor(printed: readonly string[], { isWhole }: { isWhole: boolean }) {
    const lines = printed.map(clean);
    this.#printed = printed;
    this.#lines = lines;
    this.#isWhole = isWhole;
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
    if (!this.#isWhole) this.#leaveOutRepeats();
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

  /** Leaves out the rows with which a window title seems to imitate others of the same list. */
  #leaveOutRepeats(): void {
    const { outputs, repeats } = settleRepeats(this.blocks);
    this.blocks = outputs;
    for (const { at, draft } of repeats) {
      this.roles[at] = "continuation";
      this.repeated.add(Number(draft.pid));
    }
  }

  /** Goes past a line with a role that was known before. */
  #pass(at: number): number {
    this.#openList = null;
    if (this.roles[at] === "blank") return 1;
    this.#startsBlock = true;
    this.#run = null;
    const columns = this.#columnsAt.get(at);
    this.#columns = columns ?? this.#columns;
    // Where it is broken over several lines, rows are as well.
    if (columns !== undefined) this.#ruler = columns.brokenAt === null ? at : null;
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
    const csv = readCsvRow(lines, at, {
      width: () => this.#consoleWidth(),
      isWhole: () => this.#isWhole || !(this.#areTitlesCut ??= areTitlesCut(lines)),
    });
    // A window title can end with such a header.
    if (csv && isVerboseDraft(csv.draft)) this.#isForeignCsv = false;
    if (csv && !this.#isForeignCsv) return this.#addRow(csv, at);
    if (isCsvHeader(line)) {
      this.#isForeignCsv = isForeignCsvHeader(line);
      return this.#mark(this.#isForeignCsv ? "unknown" : "header", at);
    }
    if (csv) return this.#mark("unknown", at);
    this.#isForeignCsv = false;
    if (isHanging(line) && this.#continuesList(line)) return this.#mark("continuation", at);
    const row = readTableRow(this.#unreadLines(at), this.#columns);
    if (row) return this.#addRow(this.#withTitle(row, at), at);
    const isUnfinished = this.#openList?.lastLine.endsWith(",") ?? false;
    if (isUnfinished && this.#continuesList(line)) return this.#mark("continuation", at);
    const record = readListRecord(lines, at);
    if (record && this.#isInTitle(at)) return this.#addToTitle(at, record.lines);
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

  /**
   * A row of a table, with the further lines of its window title. tasklist fills the last column with
   * spaces: a line that ends before the ruler does goes on below, if the lines together end with it.
   */
  #withTitle(row: PrintedRow, at: number): PrintedRow {
    const { windowTitle } = row.draft;
    if (this.#ruler === null || !windowTitle || row.lines > 1) return row;
    const width = cellCount(this.#printed[this.#ruler]!);
    let cells = cellCount(this.#printed[at]!);
    const { length } = this.#unreadLines(at);
    for (let count = 1; count < length && cells < width; count++) {
      // A line end takes two characters of the column, or one.
      cells += cellCount(this.#printed[at + count]!) + 2;
      if (cells < width || cells > width + count) continue;
      const lines = this.#lines.slice(at + 1, at + count + 1);
      const draft = { ...row.draft, windowTitle: [windowTitle, ...lines].join("\n").trimEnd() };
      const imitates = lines.some((line) => readTableRow([line], this.#columns) !== null);
      return { ...row, draft, lines: count + 1, imitates };
    }
    return row;
  }

  /**
   * Whether what starts at a line is text of the record above: a blank line stands before that one and
   * before others, and none before this.
   */
  #isInTitle(at: number): boolean {
    const last = this.blocks.at(-1)?.at(-1);
    if (!this.#form.startsWith("list ") || last?.draft.windowTitle === undefined) return false;
    const isBelow = ["row", "continuation"].includes(this.roles[at - 1] ?? "");
    return isBelow && this.roles[last.at - 1] === "blank" && this.#areRecordsApart(last.at);
  }

  /** Whether blank lines stand before several records that begin as the one at a line does. */
  #areRecordsApart(at: number): boolean {
    const [label] = this.#lines[at]!.split(/(?<=[:：])/, 1);
    this.#apart ??=
      this.#lines.filter((line, at) => this.#lines[at - 1] === "" && line.startsWith(label!))
        .length;
    return this.#apart > 1;
  }

  /** Adds lines to the window title of the last row. */
  #addToTitle(at: number, count: number): number {
    const rows = this.blocks.at(-1)!;
    const { draft, ...row } = rows.pop()!;
    const windowTitle = `${draft.windowTitle}\n${this.#lines.slice(at, at + count).join("\n")}`;
    rows.push({ ...row, draft: { ...draft, windowTitle } });
    this.imitators.add(Number(draft.pid));
    this.roles.fill("continuation", at, at + count);
    return count;
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

  #addRow({ draft, lines, form, isCertain, imitates }: PrintedRow, at: number): number {
    const isList = draft.list !== undefined;
    const isOther = form !== this.#form || isList !== this.#isList;
    // An output has each PID once.
    const isSeen = this.#pids.has(draft.pid);
    const repeats = isSeen && !this.#startsBlock && !isOther;
    if (imitates) this.imitators.add(Number(draft.pid));
    if (this.#startsBlock || isOther || isSeen) {
      this.blocks.push([]);
      this.#pids.clear();
    }
    const [kind = form] = form.split(" ", 1);
    const run: Run = this.#run?.form === kind ? this.#run : { isCertain: false, form: kind };
    run.isCertain ||= isCertain || (this.#isRuled && kind === "table");
    this.blocks.at(-1)!.push({ draft, at, run, repeats });
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
