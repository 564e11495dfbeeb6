/**
 * Rows on their way through a format to the output.
 *
 * @module
 */
import { ByteWriter } from "./byte_writer.ts";
import { pickFields, type RowShape } from "./row_shape.ts";
import type { RowTaker } from "../rows/row_source.ts";
import type { Destination } from "./destination.ts";
import type { Output } from "./output.ts";
import { WriteBehind } from "./write_behind.ts";

/** A format's emitter that stops at the limit and writes when there is enough to write. */
export interface Stream<Row> extends RowTaker<Row> {
  /** Writes what was taken, and waits until that is done. */
  flush(): Promise<void>;
  /** Completes the output. */
  end(): Promise<void>;
}

/** Which fields of how many rows are written. */
export interface StreamPlan {
  readonly fields: readonly string[] | null;
  readonly limit?: number;
}

/** Opens a stream to an output. */
export function openStream<Row>(
  shape: RowShape<Row>,
  { fields, limit = Infinity }: StreamPlan,
  { destination, output }: { destination: Destination; output: Output },
): Stream<Row> {
  const out = new ByteWriter();
  const options = { ...destination.options, allFields: fields !== null };
  const emitter = destination.format.open(chosenFields(shape, fields), out, options);
  const behind = new WriteBehind(output);
  let rows = 0;
  const pause = async () => {
    if (out.length > 0) await behind.write(out.take());
  };
  return {
    row: limit === Infinity ? (row) => emitter.row(row) : (row) => {
      if (rows++ < limit) emitter.row(row);
    },
    pause,
    flush: async () => {
      await pause();
      await behind.finish();
    },
    end: async () => {
      emitter.end();
      await behind.write(out.take());
      await behind.finish();
    },
  };
}

/** A shape with the fields that were asked for; all of them where none were. */
export function chosenFields<Row>(
  shape: RowShape<Row>,
  fields: StreamPlan["fields"],
): RowShape<Row> {
  return fields === null ? shape : pickFields(shape, fields);
}
