/**
 * An episode of the history: the time in which a connection was there at each look.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "./connection.ts";
import { COMPUTER_COLUMN, CONNECTION_COLUMNS } from "./socket_columns.ts";
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

const CONNECTION_FIELDS_BUT_TIME: readonly Exclude<
  typeof CONNECTION_FIELDS[number],
  { name: "observedAt" }
>[] = CONNECTION_FIELDS.filter((field) => field.name !== "observedAt");

/** The fields of an episode: when it was seen, then the connection, as it was seen last. */
export const EPISODE_FIELDS = [
  {
    name: "firstSeen",
    kind: "time",
    about: "the first look at which it was there",
    required: true,
  },
  { name: "lastSeen", kind: "time", about: "the last look at which it was there", required: true },
  {
    name: "closedBefore",
    kind: "time",
    about: "the first look at which it was gone; null if it was there at the latest one",
  },
  { name: "timesSeen", kind: "integer", about: "at how many looks it was there", required: true },
  ...CONNECTION_FIELDS_BUT_TIME,
] as const satisfies readonly Field[];

/** An episode of the history. */
export type Episode = RecordOf<typeof EPISODE_FIELDS>;

/** What a table shows people of an episode. */
export const EPISODE_VIEW: TableView = {
  noun: "connections",
  columns: [
    { name: "first seen", fields: ["firstSeen"], shows: "localTime", weight: 95 },
    { name: "last seen", fields: ["lastSeen"], shows: "localTime", weight: 87 },
    COMPUTER_COLUMN,
    ...CONNECTION_COLUMNS,
    { name: "looks", fields: ["timesSeen"], shows: "number", weight: 40 },
    { name: "note", fields: ["note"], shows: "note", weight: 10 },
  ],
};
