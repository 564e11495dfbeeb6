/**
 * JSON: one array of objects, one object a line; and NDJSON, one object a line.
 *
 * @module
 */
import type { ByteWriter } from "./byte_writer.ts";
import type { Format } from "./format.ts";
import { JsonSink } from "./json_sink.ts";
import type { RowShape } from "./row_shape.ts";

const encoder = new TextEncoder();
const NEXT = ",\n";
/** As long as what goes before every other row, so that it can take its place. */
const FIRST = encoder.encode("[\n");
const LAST = encoder.encode("\n]\n");
const EMPTY = encoder.encode("[]\n");

/** JSON, as `ConvertFrom-Json` takes it whole. */
export const json: Format = {
  name: "json",
  summary: "one JSON array, for ConvertFrom-Json",
  appendable: false,
  open: (shape, out) => {
    const write = rowWriter(shape, out, { before: NEXT });
    let rows = 0;
    return {
      row(row) {
        if (rows++ > 0) return write(row, 0);
        out.put(FIRST);
        write(row, NEXT.length);
      },
      end() {
        out.put(rows === 0 ? EMPTY : LAST);
      },
    };
  },
};

/** NDJSON: one JSON object a line, for streaming. */
export const ndjson: Format = {
  name: "ndjson",
  summary: "one JSON object a line, for streaming",
  appendable: true,
  open: (shape, out) => {
    const write = rowWriter(shape, out, { after: "\n" });
    return {
      row: (row) => write(row, 0),
      end() {},
    };
  },
};

function rowWriter<Row>(
  { fields, writers }: RowShape<Row>,
  out: ByteWriter,
  around: { before?: string; after?: string },
): (row: Row, skip: number) => void {
  const sink = new JsonSink(out, fields.map(({ name }) => name), around);
  return (row, skip) => {
    sink.begin(skip);
    for (let index = 0; index < writers.length; index++) {
      sink.index = index;
      writers[index]!(row, sink);
    }
    sink.end();
  };
}
