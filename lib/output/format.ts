/**
 * What an output format is.
 *
 * @module
 */
import type { ByteWriter } from "./byte_writer.ts";
import type { RowShape } from "./row_shape.ts";

/** How to write. Every format ignores what does not concern it. */
export interface FormatOptions {
  /** CSV: what stands between two values. */
  readonly delimiter: string;
  /** CSV, table: whether the first line names the fields. */
  readonly header: boolean;
  /** CSV: whether to start with a byte order mark. */
  readonly bom: boolean;
  /** CSV: whether to keep spreadsheets from reading values as formulas. */
  readonly excel: boolean;
  /** CSV: whether rows are added to a file that has its header and mark already. */
  readonly resumed?: boolean;
  /** Table: columns that fit; null for as wide as it takes. */
  readonly columns: number | null;
  /** Table: whether to colour. */
  readonly color: boolean;
  /** Table: show exactly these fields, even where empty (they were asked for). */
  readonly allFields: boolean;
}

/** Writes rows, one after another. */
export interface Emitter<Row> {
  /** Writes one row. The row may be a view that is reused: nothing of it is kept. */
  row(row: Row): void;
  /** Writes what follows the last row. */
  end(): void;
}

/** An output format; a row of the table FORMATS. */
export interface Format {
  /** Its name on the command line. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** Whether rows can be added to an existing file. */
  readonly appendable: boolean;
  /** Starts writing rows of a shape. */
  open<Row>(shape: RowShape<Row>, out: ByteWriter, options: FormatOptions): Emitter<Row>;
}
