/**
 * A change between two moments: a connection that was opened, was closed, or is in another state.
 *
 * @module
 */
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "./connection.ts";
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** What can have happened to a connection. */
export const CHANGES = ["opened", "closed", "changed"] as const;

/** The fields of a change: what happened, then the connection, as it was seen last. */
export const CHANGE_FIELDS = [
  {
    name: "change",
    kind: "text",
    about: "opened, closed, or changed: another state",
    required: true,
  },
  { name: "changedAt", kind: "time", about: "when that was seen; null for saved output" },
  { name: "previousState", kind: "text", about: "the state before; null if it was opened" },
  ...CONNECTION_FIELDS,
] as const satisfies readonly Field[];

/** A change of a connection between two moments. */
export type Change = RecordOf<typeof CHANGE_FIELDS>;

/** What a table shows people of a change. */
export const CHANGE_VIEW: TableView = {
  noun: "changes",
  columns: [
    { name: "change", fields: ["change"], shows: "text" },
    ...CONNECTION_VIEW.columns,
    { name: "before", fields: ["previousState"], shows: "state", weight: 82 },
  ],
};
