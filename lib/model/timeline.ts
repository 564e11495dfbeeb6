/**
 * A piece of a timeline: how many connections a program had in a part of a span.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a piece of a timeline. */
export const TIMELINE_FIELDS = [
  { name: "process", kind: "text", about: "the program; null where it could not be seen" },
  { name: "since", kind: "time", about: "when the part of the span begins", required: true },
  { name: "until", kind: "time", about: "when it ends", required: true },
  {
    name: "connections",
    kind: "integer",
    about: "how many connections of the program were there; null where nobody looked",
  },
  { name: "looks", kind: "integer", about: "how many looks there were", required: true },
] as const satisfies readonly Field[];

/** A piece of a timeline. */
export type TimelinePiece = RecordOf<typeof TIMELINE_FIELDS>;

/** What a table shows people of it. */
export const TIMELINE_VIEW: TableView = {
  noun: "connections",
  columns: [
    { name: "process", fields: ["process"], shows: "program" },
    { name: "since", fields: ["since"], shows: "localTime" },
    { name: "until", fields: ["until"], shows: "localTime" },
    { name: "connections", fields: ["connections"], shows: "number" },
    { name: "looks", fields: ["looks"], shows: "number" },
  ],
};
