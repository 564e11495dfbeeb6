/**
 * The table for people.
 *
 * @module
 */
import type { ByteWriter } from "./byte_writer.ts";
import type { Emitter, Format, FormatOptions } from "./format.ts";
import type { RowShape } from "./row_shape.ts";
import { CellSink } from "./table/cell_sink.ts";
import { Column } from "./table/column.ts";
import { fitColumns } from "./table/fit_columns.ts";
import { writeLines } from "./table/write_lines.ts";

/**
 * Aligned columns under the fields' names. A line is never wider than the terminal: columns without
 * any value and columns of little weight are left out, and what is still too long is cut with `…`.
 * Text from outside is made safe to print. Null is an empty cell; no rows are a header alone.
 * Nothing is written before the last row is there, since only then the widths are known.
 *
 * @example
 * ```ts
 * import { ByteWriter, objectShape, table } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = [
 *   { name: "process", kind: "text", about: "", weight: 1 },
 *   { name: "pid", kind: "integer", about: "", weight: 2 },
 * ] as const;
 * const out = new ByteWriter();
 * const plain = { delimiter: ",", header: true, bom: false, excel: false, columns: 80 };
 * const rows = table.open(objectShape(fields), out, { ...plain, color: false, allFields: false });
 * rows.row({ process: "sshd", pid: 71 });
 * rows.end();
 * assertEquals(new TextDecoder().decode(out.take()), "process  pid\nsshd      71\n");
 * ```
 */
export const table: Format = {
  name: "table",
  summary: "aligned columns for people, as wide as the terminal",
  appendable: false,
  open<Row>(shape: RowShape<Row>, out: ByteWriter, options: FormatOptions): Emitter<Row> {
    const { header, color, allFields } = options;
    const used = shape.fields
      .map((field, index) => ({
        column: new Column(field, { header }),
        write: shape.writers[index]!,
      }))
      .filter(({ column }) => allFields || column.field.weight !== undefined);
    const sink = new CellSink();
    let rows = 0;
    return {
      row(row) {
        rows++;
        for (const { column, write } of used) {
          sink.column = column;
          write(row, sink);
        }
      },
      end() {
        const columns = fitColumns(used.map(({ column }) => column), options);
        if (columns.length > 0) writeLines(columns, out, { rows, header, color });
      },
    };
  },
};
