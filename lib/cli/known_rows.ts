/**
 * Rows that are chosen first, then looked up, then written.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import { objectShape } from "../output/row_shape.ts";
import type { RowSource } from "../rows/row_source.ts";
import { limitRows, sortRows } from "../rows/choose/selection.ts";
import { chooseRows } from "./choose_rows.ts";
import type { Stream } from "../output/row_stream.ts";
import type { Reading, RowReader } from "./write_rows.ts";

/** Rows looked up at once; those before them are written in the meantime. */
const ROWS_AT_ONCE = 2000;

/** Finds something out about rows. */
export interface RowKnowledge {
  /** The fields that it fills. */
  readonly fields: readonly string[];
  /** The rows, in order, with what was found out. */
  addTo(rows: readonly ObjectRow[]): Promise<readonly ObjectRow[]>;
  /** What the user should know of look-ups that failed. */
  warnings(): readonly string[];
}

/**
 * Reads rows so that nothing is asked about one that is not written; only an order by what is still to
 * be found out needs it of all.
 */
export function knownReader(knowledge: RowKnowledge): RowReader {
  return async (source, reading) => {
    await (reading.plan.sort.length > 0 ? readSorted : readChosen)(source, reading, knowledge);
  };
}

async function readChosen<Row>(
  source: RowSource<Row>,
  { plan: { selection, limit = Infinity }, check, open }: Reading,
  knowledge: RowKnowledge,
): Promise<void> {
  const stream = open(objectShape(source.shape.fields));
  const waiting: ObjectRow[] = [];
  let chosen = 0;
  const write = async (rows: number) => {
    await writeKnown(waiting.splice(0, rows), { knowledge, stream });
  };
  const rows = await source.read({
    row(row) {
      if (chosen >= limit) return;
      const object = source.toObject(row);
      if (!selection.matches(object)) return;
      chosen++;
      waiting.push(object);
    },
    pause: async () => {
      await write(waiting.length - waiting.length % ROWS_AT_ONCE);
    },
  });
  check(rows);
  await write(waiting.length);
  await stream.end();
}

async function readSorted<Row>(
  source: RowSource<Row>,
  reading: Reading,
  knowledge: RowKnowledge,
): Promise<void> {
  const { plan: { sort, limit }, open } = reading;
  const chosen = await chooseRows(source, reading);
  const { fields } = source.shape;
  const stream = open(objectShape(fields));
  const inOrder = (rows: readonly ObjectRow[]) =>
    limitRows(sortRows(rows, sort, { fields }), limit);
  if (sortsBy(sort, knowledge.fields)) {
    for (const row of inOrder(await knowledge.addTo(chosen))) stream.row(row);
  } else await writeKnown(inOrder(chosen), { knowledge, stream });
  await stream.end();
}

/** Whether any key of an order is one of the fields. */
function sortsBy(keys: readonly string[], fields: readonly string[]): boolean {
  const names = fields.map((name) => name.toLowerCase());
  return keys.flatMap((list) => list.split(",")).some((key) =>
    names.includes(key.trim().replace(/^-/, "").toLowerCase())
  );
}

async function writeKnown(
  rows: readonly ObjectRow[],
  { knowledge, stream }: { knowledge: RowKnowledge; stream: Stream<ObjectRow> },
): Promise<void> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) {
    for (const row of await knowledge.addTo(rows.slice(at, at + ROWS_AT_ONCE))) stream.row(row);
    await stream.flush();
  }
}
