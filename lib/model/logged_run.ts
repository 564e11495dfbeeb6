/**
 * A run of `netwho log`: a look at a computer that was added to its history.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a look that was added. */
export const LOG_FIELDS = [
  { name: "observedAt", kind: "time", about: "when the computer was looked at", required: true },
  { name: "computer", kind: "text", about: "its name" },
  { name: "connections", kind: "integer", about: "how many sockets it had", required: true },
  {
    name: "opened",
    kind: "integer",
    about: "how many of them were not there at the look before",
    required: true,
  },
  {
    name: "closed",
    kind: "integer",
    about: "how many of the look before were gone",
    required: true,
  },
  { name: "changed", kind: "integer", about: "how many were in another state", required: true },
  {
    name: "missed",
    kind: "integer",
    about: "with --every: how many looks were due before it and were not made",
    required: true,
  },
  { name: "database", kind: "text", about: "the file of the history", required: true },
  {
    name: "note",
    kind: "text",
    about: "what else there is to know, such as why looks were missed",
  },
] as const satisfies readonly Field[];

/** A look that was added to the history. */
export type LoggedRun = RecordOf<typeof LOG_FIELDS>;

/** What a table shows people of it. */
export const LOG_VIEW: TableView = {
  noun: "looks",
  columns: [
    { name: "observed at", fields: ["observedAt"], shows: "time" },
    { name: "computer", fields: ["computer"], shows: "text", weight: 2 },
    { name: "connections", fields: ["connections"], shows: "number" },
    { name: "opened", fields: ["opened"], shows: "number" },
    { name: "closed", fields: ["closed"], shows: "number" },
    { name: "changed", fields: ["changed"], shows: "number" },
    { name: "missed", fields: ["missed"], shows: "number", weight: 3 },
    { name: "note", fields: ["note"], shows: "note", weight: 1, below: true },
  ],
};
