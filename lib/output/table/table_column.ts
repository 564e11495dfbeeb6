/**
 * A column of a table: its cells and statistics of their widths.
 *
 * @module
 */
import type { Field, ObjectRow } from "../../model/field.ts";
import type { CellKind, ViewColumn } from "../../model/view.ts";
import { displayWidth, sanitize, shorten } from "../../text/terminal_text.ts";
import { cellWriter, NOTHING, WAITING_MARKS, type WriteCell } from "./cells.ts";
import { shortenHost, shortenName, shortenPath } from "./cut_text.ts";

/** Wider cells count as this wide, so no comfortable width exceeds it. */
const WIDTHS_COUNTED = 64;

/** The share of cells that fit in the comfortable width. */
const COMFORTABLE_SHARE = 0.9;

/** How to fit a kind of cell. */
interface Style {
  /** The width it needs before a lighter column is shown; wider cells that are never cut need more. */
  readonly least: number;
  /** Cuts a cell to a width; absent: cells are never cut. */
  readonly cut?: (text: string, width: number) => string;
  /** Whether cells are aligned right. */
  readonly isRight?: true;
}

/** An IPv4 address with its port, 21 columns, always fits in its column. */
const WIDEST_IPV4_END = 21;

/** The least useful width of a host name with its port. */
const LEAST_HOST_END = 24;

/** The width that nearly any program's name can be read in: Linux has 15 characters. */
const READABLE_NAME = 16;

/** The width that is comfortable for any program's name: `MicrosoftEdgeUpdate.exe` has 23. */
const WIDEST_NAME = 24;

const STYLES: Readonly<Record<CellKind, Style>> = {
  text: { least: 12, cut: shorten },
  list: { least: 16, cut: shorten },
  note: { least: 24, cut: shorten },
  state: { least: 12, cut: shorten },
  program: { least: 13, cut: shortenName },
  path: { least: 22, cut: shortenPath },
  host: { least: 16, cut: shortenHost },
  number: { least: 0, isRight: true },
  bytes: { least: 0, isRight: true },
  time: { least: 0 },
  localTime: { least: 0 },
  address: { least: 0 },
  end: { least: WIDEST_IPV4_END },
  peer: { least: WIDEST_IPV4_END },
  peerAddress: { least: WIDEST_IPV4_END },
  direction: { least: 0 },
  prose: { least: WIDEST_IPV4_END },
};

/** The cells of one column. */
export class Column {
  /** The definition of the column. */
  readonly spec: ViewColumn;
  /** What stands above it. */
  readonly heading: string;
  /** The sanitized text of each row; empty for null. */
  readonly cells: string[] = [];
  /** The rows whose cells may be cut although the others are not. */
  readonly loose = new Set<number>();
  /** The rows whose cells stand out. */
  readonly strong = new Set<number>();
  /** The rows whose connections the other end began. */
  readonly inbound = new Set<number>();
  /** Whether the width of every cell is the length of its text. */
  plain = true;
  /** Whether not all cells are the same. */
  varies = false;
  /** The width of the widest cell or the heading. */
  natural: number;
  readonly #heading: number;
  readonly #style: Style;
  readonly #write: WriteCell;
  readonly #counts = new Uint32Array(WIDTHS_COUNTED + 1);
  #texts = 0;
  #things = 0;
  #widestFitting = 0;

  constructor(spec: ViewColumn, { header, ascii }: { header: boolean; ascii?: boolean }) {
    this.spec = spec;
    this.heading = spec.heading ?? spec.name;
    this.#heading = header ? Math.max(1, displayWidth(this.heading)) : 1;
    this.natural = this.#heading;
    this.#style = STYLES[spec.shows];
    this.#write = cellWriter(spec, { ascii });
  }

  /** The weight; a column that always shows is heavier than any other. */
  get weight(): number {
    return this.spec.weight ?? Infinity;
  }

  /** Whether cells are aligned right. */
  get isRight(): boolean {
    return this.#style.isRight ?? false;
  }

  /** Whether any cell says something. */
  get filled(): boolean {
    return this.#things > 0 && (this.varies || !this.spec.tellsApart);
  }

  /** Adds the cell of the next row. */
  add(row: ObjectRow): void {
    const cell = this.#write(row);
    if (typeof cell === "string") return this.#push(cell);
    if (cell.isLoose) this.loose.add(this.cells.length);
    if (cell.isStrong) this.strong.add(this.cells.length);
    if (cell.isInbound) this.inbound.add(this.cells.length);
    this.#push(cell.text);
  }

  #push(text: string): void {
    const cell = sanitize(text).trimEnd();
    this.cells.push(cell);
    if (cell !== this.cells[0]) this.varies = true;
    if (cell === "") return;
    this.#texts++;
    if (!this.isNothing(this.cells.length - 1)) this.#things++;
    const width = displayWidth(cell);
    if (width !== cell.length) this.plain = false;
    if (width > this.natural) this.natural = width;
    if (width > this.#widestFitting && width <= this.#style.least) this.#widestFitting = width;
    this.#counts[Math.min(width, WIDTHS_COUNTED)]!++;
  }

  /**
   * Whether the cell of a row has no value. An asterisk may also be the name of a program. That a
   * socket waits is no news where all do.
   */
  isNothing(row: number): boolean {
    const cell = this.cells[row]!;
    if (this.spec.shows === "direction") return cell === "" || WAITING_MARKS.has(cell);
    return cell === "" || (cell === NOTHING && this.spec.shows === "peer");
  }

  /** The least useful width. Cells for which another line is the better place do not count. */
  get least(): number {
    const { least, cut } = this.#style;
    if (this.spec.below === undefined) {
      return cut === undefined ? this.natural : this.#atMost(least);
    }
    const widest = this.loose.size > 0 ? LEAST_HOST_END : this.#widestFitting;
    return this.#atMost(widest);
  }

  /** The width in which cells can be read. */
  get readable(): number {
    return this.spec.shows === "program" ? this.#atMost(READABLE_NAME) : this.least;
  }

  /** The width that shows nine of ten cells in full, or any common program's name. */
  get comfortable(): number {
    if (this.spec.shows === "program") return Math.max(this.least, this.#atMost(WIDEST_NAME));
    let left = this.#texts * (1 - COMFORTABLE_SHARE);
    let width = WIDTHS_COUNTED;
    while (width > 0 && (left -= this.#counts[width]!) >= 0) width--;
    return Math.max(this.least, width < WIDTHS_COUNTED ? this.#atMost(width) : this.natural);
  }

  /** The widest width up to a limit that shows more cells in full than a narrower one. */
  usefulWidth(limit: number): number {
    if (this.spec.below === undefined || this.loose.size > 0 || limit >= this.natural) return limit;
    let width = Math.min(limit, WIDTHS_COUNTED - 1);
    while (width > this.smallest && this.#counts[width] === 0) width--;
    return width;
  }

  /** The minimum width: that of the heading, or of what is never cut. */
  get smallest(): number {
    return this.canShrink && this.spec.shows !== "program" ? this.#atMost(0) : this.least;
  }

  /** Whether any cell may be cut. */
  get canShrink(): boolean {
    return this.#style.cut !== undefined;
  }

  #atMost(width: number): number {
    return Math.min(this.natural, Math.max(width, this.#heading));
  }

  /** What precedes the cell of a row on a line of its own. */
  leadOf(row: number): string {
    const { lead = "", inboundLead = lead } = this.spec;
    return this.inbound.has(row) ? inboundLead : lead;
  }

  /** Whether the cell of a row may be cut. */
  mayCut(row: number): boolean {
    return this.canShrink || this.loose.has(row);
  }

  /** Cuts a cell to a width. */
  cut(cell: string, width: number): string {
    return (this.#style.cut ?? shortenHost)(cell, width);
  }

  /** The width of the cell of a row. */
  widthOf(row: number): number {
    const cell = this.cells[row]!;
    return this.plain ? cell.length : displayWidth(cell);
  }

  /** Whether the cell of a row is too wide for a column of this width, and must not be cut. */
  overflows(row: number, width: number): boolean {
    return this.natural > width && !this.mayCut(row) && this.widthOf(row) > width;
  }
}

/** The fields of text that people copy, which is useless when cut. */
const COPIED = /(?:address|network|contact|sha256|query|data|target)$/i;

/** The column that shows one field as it is. */
export function columnOfField({ name, kind }: Pick<Field, "name" | "kind">): ViewColumn {
  return { name, fields: [name], shows: kindOfField({ name, kind }) };
}

function kindOfField({ name, kind }: Pick<Field, "name" | "kind">): CellKind {
  if (kind === "integer" || kind === "decimal") return "number";
  if (kind === "list" || kind === "time") return kind;
  if (name === "path" || name === "state" || name === "note") return name;
  if (name === "process" || name === "parent") return "program";
  if (name.endsWith("Host")) return "host";
  return COPIED.test(name) ? "address" : "text";
}
