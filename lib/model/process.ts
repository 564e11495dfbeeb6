/**
 * A process as tasklist or `/proc` describes it.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a process, as `netwho tasklist` prints them. */
export const PROCESS_FIELDS = [
  { name: "process", kind: "text", about: "the image name" },
  { name: "pid", kind: "integer", about: "the process ID", required: true },
  { name: "parentPid", kind: "integer", about: "the process ID of its parent; with --details" },
  { name: "sessionName", kind: "text", about: "the session's name" },
  { name: "sessionId", kind: "integer", about: "the session's number" },
  { name: "memoryBytes", kind: "integer", about: "the working set, in bytes" },
  { name: "status", kind: "text", about: "the status, as printed" },
  { name: "user", kind: "text", about: "the account it runs under" },
  { name: "cpuSeconds", kind: "integer", about: "processor time used, in seconds" },
  { name: "windowTitle", kind: "text", about: "the window's title" },
  {
    name: "services",
    kind: "list",
    about: "all services the process hosts",
  },
  { name: "modules", kind: "list", about: "the modules it has loaded" },
  { name: "path", kind: "text", about: "the executable's full path" },
  {
    name: "commandLine",
    kind: "text",
    about: "the command line that started it, which may hold secrets; with --details; on Linux " +
      "quoted so that a shell reads the same arguments",
  },
  { name: "startedAt", kind: "time", about: "when it started" },
] as const satisfies readonly Field[];

/** A process, as tasklist or `/proc` describes it. */
export type Process = RecordOf<typeof PROCESS_FIELDS>;

/** The largest process ID: Windows and Linux keep them in 32 bits. */
const LARGEST_PID = 0xffff_ffff;

/** Whether a number can be a process ID. */
export function isPid(number: number): boolean {
  return Number.isInteger(number) && number >= 0 && number <= LARGEST_PID;
}

/** What a table shows people of a process. */
export const PROCESS_VIEW: TableView = {
  noun: "processes",
  columns: [
    { name: "process", fields: ["process"], shows: "program" },
    { name: "pid", fields: ["pid"], shows: "number" },
    { name: "parent", fields: ["parentPid"], shows: "number", weight: 35 },
    { name: "memory", fields: ["memoryBytes"], shows: "bytes", weight: 70 },
    { name: "cpuSeconds", fields: ["cpuSeconds"], shows: "number", weight: 40 },
    { name: "user", fields: ["user"], shows: "text", weight: 65 },
    { name: "sessionId", fields: ["sessionId"], shows: "number", weight: 30 },
    { name: "sessionName", fields: ["sessionName"], shows: "text", weight: 20 },
    { name: "status", fields: ["status"], shows: "text", weight: 15 },
    { name: "windowTitle", fields: ["windowTitle"], shows: "text", weight: 10 },
    { name: "services", fields: ["services"], shows: "list", weight: 50 },
    { name: "path", fields: ["path"], shows: "path", weight: 60 },
    { name: "startedAt", fields: ["startedAt"], shows: "time", weight: 25 },
    { name: "modules", fields: ["modules"], shows: "list", weight: 5 },
    { name: "command", fields: ["commandLine"], shows: "text", weight: 58 },
  ],
};
