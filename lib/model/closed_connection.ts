/**
 * What `netwho close` did, or would do, to one connection.
 *
 * @module
 */
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "./connection.ts";
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a connection that was to be closed: what came of it, then the connection. */
export const CLOSED_FIELDS = [
  {
    name: "result",
    kind: "text",
    about:
      "planned (with --dry-run), closed, gone (it was not there any more), refused (it cannot be " +
      "closed), or failed",
    required: true,
  },
  {
    name: "reason",
    kind: "text",
    about: "why, and what to do; null where there is nothing to add",
  },
  ...CONNECTION_FIELDS,
] as const satisfies readonly Field[];

/** A connection that was to be closed. */
export type ClosedConnection = RecordOf<typeof CLOSED_FIELDS>;

/** What a table shows people of it. */
export const CLOSED_VIEW: TableView = {
  noun: "connections",
  columns: [
    { name: "result", fields: ["result"], shows: "text" },
    ...CONNECTION_VIEW.columns.filter(({ name }) => name !== "note"),
    { name: "reason", fields: ["reason"], shows: "prose", weight: 90, below: true },
  ],
};
