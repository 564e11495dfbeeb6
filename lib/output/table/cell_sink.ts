/**
 * Takes the values of rows into the cells of columns.
 *
 * @module
 */
import { textOf } from "../../text/ascii.ts";
import { LIST_SEPARATOR } from "../../model/field.ts";
import type { ValueSink } from "../row_shape.ts";
import type { Column } from "./column.ts";

/** A sink into one column at a time. */
export class CellSink implements ValueSink {
  /** Where the next value goes. */
  column!: Column;

  none(): void {
    this.column.addNone();
  }

  number(value: number): void {
    this.column.addPlain(String(value));
  }

  boolean(value: boolean): void {
    this.column.addPlain(String(value));
  }

  text(value: string): void {
    this.column.add(value);
  }

  span(bytes: Uint8Array, start: number, end: number): void {
    this.column.add(textOf(bytes, start, end));
  }

  list(values: readonly string[]): void {
    this.column.add(values.join(LIST_SEPARATOR));
  }
}
