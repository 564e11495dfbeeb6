/**
 * A count of rows: the fields that they are counted by, then their number.
 *
 * @module
 */
import type { Field, ObjectRow } from "./field.ts";

/** The fields of a count besides those that rows are counted by, which stand before them. */
export const COUNT_FIELDS = [
  {
    name: "count",
    kind: "integer",
    about: "how many rows have these values in the fields before it, those that --count-by names",
    required: true,
  },
] as const satisfies readonly Field[];

/** A group of rows with the same values: these, and the number of the rows. */
export type Count = ObjectRow & {
  /** How many rows there are. */
  readonly count: number;
};
