/**
 * A column of a table: its cells and statistics of their widths.
 *
 * @module
 */
import { type Field, type FieldValue, LIST_SEPARATOR } from "../../model/field.ts";
import { displayWidth, sanitize, shorten } from "../../text/terminal_text.ts";

/** Wider cells count as this wide, so no comfortable width exceeds it. */
const WIDTHS_COUNTED = 64;

/** The share of cells that fit in the comfortable width. */
const COMFORTABLE_SHARE = 0.9;

/** How to fit a kind of text. */
interface Style {
  /** The width it needs before a less important column is shown. */
  readonly least: number;
  /** Cuts text to a width. */
  readonly cut: (text: string, width: number) => string;
}

/**
 * The least widths show an IPv4 address, the longest state and a time in full. A path and a host name
 * keep their end, which holds the program or the domain; other text keeps its start.
 */
const STYLES = {
  text: { least: 10, cut: shorten },
  state: { least: 12, cut: shorten },
  address: { least: 15, cut: shorten },
  list: { least: 16, cut: shorten },
  host: { least: 16, cut: (text, width) => shorten(text, width, "end") },
  path: { least: 22, cut: shortenPath },
  time: { least: 24, cut: shorten },
} as const satisfies Record<string, Style>;

/** The cells of one field. */
export class Column {
  /** The field. */
  readonly field: Field;
  /** The sanitized text of each row; empty for null. */
  readonly cells: string[] = [];
  /** Whether the width of every cell is the length of its text. */
  plain = true;
  /** The width of the widest cell or the header. */
  natural: number;
  /** The width of the header, the minimum for the column. */
  readonly headerWidth: number;
  readonly #style: Style;
  #filledCells = 0;
  readonly #counts = new Uint32Array(WIDTHS_COUNTED + 1);

  constructor(field: Field, { header }: { header: boolean }) {
    this.field = field;
    this.headerWidth = header ? displayWidth(field.name) : 1;
    this.natural = this.headerWidth;
    this.#style = STYLES[styleOf(field)];
  }

  /** Whether cells are aligned right and never cut. */
  get numeric(): boolean {
    return this.field.kind === "integer" || this.field.kind === "decimal";
  }

  /** Whether any cell has a value. */
  get filled(): boolean {
    return this.#filledCells > 0;
  }

  /** The function that cuts a cell to a width. */
  get cut(): (text: string, width: number) => string {
    return this.#style.cut;
  }

  /** Adds a value. */
  add(value: FieldValue): void {
    if (value === null) this.cells.push("");
    else if (typeof value === "number") this.#push(String(value), false);
    else if (typeof value === "object") this.#push(value.join(LIST_SEPARATOR), true);
    else this.#push(String(value), true);
  }

  #push(text: string, isForeign: boolean): void {
    const cell = isForeign ? sanitize(text).trimEnd() : text;
    const width = isForeign ? displayWidth(cell) : cell.length;
    if (width !== cell.length) this.plain = false;
    this.cells.push(cell);
    if (width > this.natural) this.natural = width;
    this.#counts[Math.min(width, WIDTHS_COUNTED)]!++;
    this.#filledCells++;
  }

  /** The least useful width. */
  get least(): number {
    return this.#atMost(this.#style.least);
  }

  /** The width that shows nine of ten non-empty cells in full. */
  get comfortable(): number {
    let left = this.#filledCells * (1 - COMFORTABLE_SHARE);
    let width = WIDTHS_COUNTED;
    while (width > 0 && (left -= this.#counts[width]!) >= 0) width--;
    return Math.max(this.least, this.#atMost(width));
  }

  /** The minimum width: that of the header or, for numbers, of the widest cell. */
  get smallest(): number {
    return this.#atMost(0);
  }

  #atMost(width: number): number {
    return this.numeric ? this.natural : Math.min(this.natural, Math.max(width, this.headerWidth));
  }
}

function styleOf({ name, kind }: Field): keyof typeof STYLES {
  if (name === "path" || name === "state") return name;
  if (kind === "list" || kind === "time") return kind;
  if (name.endsWith("Host")) return "host";
  return name.endsWith("Address") ? "address" : "text";
}

/**
 * Cuts the start of a path, at a directory if that keeps more than half of the width:
 * `…\System32\svchost.exe` rather than `…ws\System32\svchost.exe`.
 */
export function shortenPath(path: string, width: number): string {
  const cut = shorten(path, width, "end");
  if (cut === path) return path;
  const separator = cut.search(/[\\/]/);
  return separator > 0 && separator < cut.length / 2 ? `…${cut.slice(separator)}` : cut;
}
