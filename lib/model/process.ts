/**
 * A process as tasklist or `/proc` describes it.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

/** The fields of a process, as `netwho tasklist` prints them. */
export const PROCESS_FIELDS = [
  { name: "process", kind: "text", about: "the image name", weight: 98 },
  { name: "pid", kind: "integer", about: "the process ID", weight: 99, required: true },
  { name: "sessionName", kind: "text", about: "the session's name", weight: 20 },
  { name: "sessionId", kind: "integer", about: "the session's number", weight: 30 },
  { name: "memoryBytes", kind: "integer", about: "the working set, in bytes", weight: 70 },
  { name: "status", kind: "text", about: "the status, as printed", weight: 15 },
  { name: "user", kind: "text", about: "the account it runs under", weight: 65 },
  { name: "cpuSeconds", kind: "integer", about: "processor time used, in seconds", weight: 40 },
  { name: "windowTitle", kind: "text", about: "the window's title", weight: 10 },
  {
    name: "services",
    kind: "list",
    about: "all services the process hosts",
    weight: 50,
  },
  { name: "modules", kind: "list", about: "the modules it has loaded", weight: 5 },
  { name: "path", kind: "text", about: "the executable's full path", weight: 60 },
  { name: "startedAt", kind: "time", about: "when it started", weight: 25 },
] as const satisfies readonly Field[];

/** A process, as tasklist or `/proc` describes it. */
export type Process = RecordOf<typeof PROCESS_FIELDS>;
