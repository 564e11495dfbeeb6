/**
 * The rows of a source that are chosen, all at once, for whoever puts them into an order.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import type { RowSource } from "../rows/row_source.ts";
import type { Reading } from "./write_rows.ts";

/** Reads all of a source, has its number of rows checked, and gives those that are chosen. */
export async function chooseRows<Row>(
  source: RowSource<Row>,
  { plan: { selection }, check }: Reading,
): Promise<ObjectRow[]> {
  const chosen: ObjectRow[] = [];
  const rows = await source.read({
    row(row) {
      const object = source.toObject(row);
      if (selection.matches(object)) chosen.push(object);
    },
    pause: () => Promise.resolve(),
  });
  check(rows);
  return chosen;
}
