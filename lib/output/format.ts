/**
 * The interface of output formats.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import type { TableView } from "../model/view.ts";

/** The options of all formats. A format ignores those of the others. */
export interface FormatOptions {
  /** CSV: the separator. */
  readonly delimiter: string;
  /** CSV, table: whether to write a header line. */
  readonly header: boolean;
  /** CSV: whether to start with a byte order mark. */
  readonly bom: boolean;
  /** CSV: whether to prevent spreadsheets from running values as formulas. */
  readonly excel: boolean;
  /**
   * CSV: whether to escape what a terminal would interpret in values. The other formats always do.
   *
   * @default false
   */
  readonly forTerminal?: boolean;
  /** Table: the width of the terminal in columns; null for no limit. */
  readonly columns: number | null;
  /** Table: whether to colour. */
  readonly color: boolean;
  /** Table: whether marks must be ASCII. @default false */
  readonly ascii?: boolean;
  /** Table: whether to show every given field, even an empty one, because --fields names it. */
  readonly allFields: boolean;
  /** Table: what people see of these rows. @default a column for each field */
  readonly view?: TableView;
  /** Table: the filters as typed, to say what no row matches. @default none */
  readonly filters?: string;
  /** Table: whether the rows are in an order that was asked for. @default false */
  readonly sorted?: boolean;
}

/** Formats rows batch by batch. */
export interface RowWriter {
  /** Returns the text before the first row. */
  begin(): string;
  /** Formats a batch of rows; empty if the format needs all rows first. */
  rows(rows: readonly ObjectRow[]): string;
  /** Returns the text after the last row. */
  end(): string;
}

/** An output format; a row of the table FORMATS. */
export interface Format {
  /** The name on the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** The file extensions of this format, without the dot. */
  readonly extensions: readonly string[];
  /** Whether rows can be appended to an existing file. */
  readonly appendable: boolean;
  /** Whether the output is ASCII with `\uXXXX` escapes, and so valid in every code page. */
  readonly isAscii: boolean;
  /**
   * Starts writing rows.
   *
   * @param fields the fields to write, in order. Every row has them.
   */
  open(fields: readonly Field[], options: FormatOptions): RowWriter;
}
