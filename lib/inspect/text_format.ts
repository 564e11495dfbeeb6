/**
 * The report as an output format, for rows of inspections.
 *
 * @module
 */
import { textOf } from "../text/ascii.ts";
import type { Format } from "../output/format.ts";
import type { ValueSink } from "../output/row_shape.ts";
import type { FieldValue } from "../model/field.ts";
import { type Inspection, NO_INSPECTION } from "./fields.ts";
import type { Asked } from "./report/facts.ts";
import { reportText } from "./report/report.ts";

/** Makes the format. Nothing is written before the last row is there. */
export function textFormat(asked: Asked): Format {
  return {
    name: "text",
    summary: "a report for people, as wide as the terminal",
    appendable: false,
    open: ({ fields, writers }, out, { columns, color }) => {
      const rows: Inspection[] = [];
      const sink = new ValueKeeper();
      return {
        row(row) {
          const entries = fields.map(({ name }, index) => {
            sink.value = null;
            writers[index]!(row, sink);
            return [name, sink.value] as const;
          });
          rows.push({ ...NO_INSPECTION, ...Object.fromEntries(entries) });
        },
        end() {
          out.text(reportText(rows, { columns, color, asked }));
        },
      };
    },
  };
}

/** Keeps one value. */
class ValueKeeper implements ValueSink {
  value: FieldValue = null;

  none(): void {}

  number(value: number): void {
    this.value = value;
  }

  boolean(value: boolean): void {
    this.value = value;
  }

  text(value: string): void {
    this.value = value;
  }

  span(bytes: Uint8Array, start: number, end: number): void {
    this.value = textOf(bytes, start, end);
  }

  list(values: readonly string[]): void {
    this.value = values;
  }
}
