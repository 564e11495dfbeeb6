/**
 * The columns that the screen can be sorted by, in the order in which they stand.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import type { Field } from "../../model/field.ts";

/** A column to sort by. */
export interface SortColumn {
  /** The field, as the settings keep it. */
  readonly name: string;
  /** As people are told it. */
  readonly heading: string;
  readonly field: Field;
}

const HEADINGS = {
  process: "process",
  pid: "pid",
  direction: "direction",
  protocol: "proto",
  localPort: "local port",
  remoteAddress: "remote",
  remotePort: "remote port",
  state: "state",
  remoteOwner: "owner",
  remoteCountry: "country",
  user: "user",
} as const;

/** The name of the column of ages, which is no field of a connection. */
export const AGE = "age";

const AGE_FIELD: Field = { name: AGE, kind: "integer", about: "how long ago it was opened" };

/** The columns. */
export const SORT_COLUMNS: readonly SortColumn[] = [
  ...Object.entries(HEADINGS).map(([name, heading]) => ({
    name,
    heading,
    field: CONNECTION_FIELDS.find((field) => field.name === name)! as Field,
  })),
  { name: AGE, heading: "age", field: AGE_FIELD },
];
