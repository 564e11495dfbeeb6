import { brokenWidth } from "./broken.ts";
import type { Columns } from "./columns.ts";
import type { Draft } from "./draft.ts";
import { isOnlyMessage } from "./message.ts";
import type { Ruler } from "./ruler.ts";

/** What a line turned out to be. `row` is the first line of a row, `continuation` any other. */
export type Role =
  | "blank"
  | "header"
  | "ruler"
  | "row"
  | "continuation"
  | "message"
  | "unknown";

/** Rows that were printed together, so that what is learned from one holds for the others. */
export type Block = Draft[];

/** A capture, read. */
export interface Reading {
  /** One a line. */
  readonly roles: readonly Role[];
  /** The rows, in the order printed. */
  readonly blocks: readonly Block[];
  /** How many rulers, and headers without one, were found. */
  readonly tables: number;
}

/** What a reader made of a line and those after it. */
export interface Taken {
  readonly lines: number;
  readonly role: Role;
  readonly draft?: Draft;
  /** The form of a row: a change of form starts another output. */
  readonly form?: string;
}

/** How far the reading of a capture has come. */
export class State {
  readonly roles: Role[];
  readonly blocks: Block[] = [];
  readonly columnsAt = new Map<number, Columns>();
  #width: number | null | undefined;
  columns: Columns | null = null;
  bareHeaders = 0;
  /** The list to which the next line can add, and the text of its last line. */
  open: { draft: Draft; lastLine: string } | null = null;
  readonly #pids = new Set<string>();
  #newBlock = true;
  #isList = false;
  #form: Taken["form"];

  constructor(readonly lines: readonly string[]) {
    this.roles = lines.map((line) => line === "" ? "blank" : "unknown");
  }

  /** The console's width where it broke lines, found only when asked for. */
  get width(): number | null {
    if (this.#width === undefined) this.#width = brokenWidth(this.lines);
    return this.#width;
  }

  /** Marks a ruler's lines and its header's. */
  setRuler({ headerStart, start, end, columns }: Ruler): void {
    this.roles.fill("header", headerStart, start);
    this.roles.fill("ruler", start, end);
    this.columnsAt.set(start, columns);
  }

  /** Skips a line that holds no row, or is not understood; returns the index of the next. */
  skip(at: number): number {
    const role = this.roles[at]!;
    this.open = null;
    if (role === "header" || role === "ruler") this.#newBlock = true;
    this.columns = this.columnsAt.get(at) ?? this.columns;
    return at + 1;
  }

  /** The messages count as such only where the rest is tasklist's too: prose has sentences as well. */
  judgeMessages(): void {
    const known = this.blocks.length + this.columnsAt.size + this.bareHeaders > 0;
    if (known) return;
    const left = this.roles.includes("unknown");
    const only = left && isOnlyMessage(this.lines);
    this.roles.forEach((role, at) => {
      if (left && role === "message") this.roles[at] = "unknown";
      if (only && role !== "blank") this.roles[at] = "message";
    });
  }

  /** Keeps what a reader made of a line; returns the index of the next line. */
  take({ lines, role, form, draft }: Taken, at: number): number {
    this.roles[at] = role;
    this.roles.fill(role === "row" ? "continuation" : role, at + 1, at + lines);
    if (role !== "continuation") this.open = null;
    if (role === "header" || (form && form !== this.#form)) this.#newBlock = true;
    this.#form = form ?? this.#form;
    if (draft) this.#add(draft, this.lines[at + lines - 1]!);
    return at + lines;
  }

  #add(draft: Draft, lastLine: string): void {
    const isList = draft.list !== undefined;
    // An output has each PID once.
    if (this.#newBlock || this.#pids.has(draft.pid) || this.#isList !== isList) {
      this.blocks.push([]);
      this.#pids.clear();
    }
    this.blocks.at(-1)!.push(draft);
    this.#pids.add(draft.pid);
    this.#newBlock = false;
    this.#isList = isList;
    this.open = isList ? { draft, lastLine } : null;
  }
}
