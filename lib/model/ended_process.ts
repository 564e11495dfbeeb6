/**
 * What `netwho kill` did, or would do, to one process.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a process that was to be ended. */
export const ENDED_FIELDS = [
  { name: "target", kind: "text", about: "the target as it was written", required: true },
  {
    name: "result",
    kind: "text",
    about:
      "planned (with --dry-run), ended, gone (it was not there any more), refused (netwho does " +
      "not end it), or failed",
    required: true,
  },
  {
    name: "reason",
    kind: "text",
    about: "why, and what to do; null where there is nothing to add",
  },
  {
    name: "method",
    kind: "text",
    about: "how it was ended: asked, or forced; null where it was not",
  },
  { name: "pid", kind: "integer", about: "the process ID; null where no process matched" },
  { name: "process", kind: "text", about: "the image name" },
  { name: "path", kind: "text", about: "the executable's full path" },
  { name: "user", kind: "text", about: "the account it ran under, where known" },
  { name: "startedAt", kind: "time", about: "when it started" },
  { name: "parentPid", kind: "integer", about: "the process ID of its parent" },
  { name: "children", kind: "integer", about: "how many processes it had started that still ran" },
  { name: "services", kind: "list", about: "the services it hosted" },
  { name: "connections", kind: "integer", about: "how many sockets it had" },
] as const satisfies readonly Field[];

/** A process that was to be ended. */
export type EndedProcess = RecordOf<typeof ENDED_FIELDS>;

/** What a table shows people of it. */
export const ENDED_VIEW: TableView = {
  noun: "processes",
  columns: [
    { name: "result", fields: ["result"], shows: "text" },
    { name: "process", fields: ["process"], shows: "program" },
    { name: "pid", fields: ["pid"], shows: "number" },
    { name: "target", fields: ["target"], shows: "text", weight: 20 },
    { name: "user", fields: ["user"], shows: "text", weight: 50 },
    { name: "children", fields: ["children"], shows: "number", weight: 45 },
    { name: "sockets", fields: ["connections"], shows: "number", weight: 55 },
    { name: "services", fields: ["services"], shows: "list", weight: 60 },
    { name: "path", fields: ["path"], shows: "path", weight: 40 },
    { name: "reason", fields: ["reason"], shows: "prose", weight: 90, below: true },
  ],
};
