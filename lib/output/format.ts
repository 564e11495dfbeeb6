/**
 * What an output format is.
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";

/** How to write. A format ignores the options of the others. */
export interface FormatOptions {
  /** CSV: the text between two values. */
  readonly delimiter: string;
  /** CSV, table: whether the first line names the fields. */
  readonly header: boolean;
  /** CSV: whether to start with a byte order mark. */
  readonly bom: boolean;
  /** CSV: whether to keep spreadsheets from taking values for formulas. */
  readonly excel: boolean;
  /** CSV: whether the rows go to a file that has its header and mark already. @default false */
  readonly resumed?: boolean;
  /** Table: columns that fit; null for any width. */
  readonly columns: number | null;
  /** Table: whether to colour. */
  readonly color: boolean;
  /** Table: whether to show exactly the given fields, even empty ones, since they were asked for. */
  readonly allFields: boolean;
}

/** Turns rows into text, batch by batch. */
export interface RowWriter {
  /** The text before the first row. */
  begin(): string;
  /** A batch of rows as text; empty where nothing can be written before the last row is known. */
  rows(rows: readonly ObjectRow[]): string;
  /** The text after the last row. */
  end(): string;
}

/** An output format; a row of the table FORMATS. */
export interface Format {
  /** Its name on the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** The endings of file names that mean this format, without the dot. */
  readonly extensions: readonly string[];
  /** Whether rows can be added to an existing file. */
  readonly appendable: boolean;
  /** Whether the output is ASCII, with `\uXXXX` for all else, and so is right in every code page. */
  readonly isAscii: boolean;
  /**
   * Starts writing rows.
   *
   * @param fields The fields to write, in order. Every row has them.
   */
  open(fields: readonly Field[], options: FormatOptions): RowWriter;
}
