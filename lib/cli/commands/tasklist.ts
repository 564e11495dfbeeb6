/**
 * `netwho tasklist`: processes and the services they host, as objects.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";
import { listSource } from "../../rows/row_source.ts";
import type { OnRead } from "../../capture/diagnostics.ts";
import { readLinuxProcesses } from "../../capture/linux/linux_processes.ts";
import { openSaved } from "../../capture/saved/saved.ts";
import { byPid, sortSaved } from "../../capture/saved/saved_rows.ts";
import type { ReadOptions } from "../../capture/snapshot.ts";
import { readWindowsProcesses } from "../../capture/windows.ts";
import type { Command, Invocation } from "../command.ts";
import {
  PROCESS_OPTIONS,
  READING_OPTIONS,
  SELECTION_OPTIONS,
  SHAPE_OPTIONS,
} from "../options/options.ts";
import { listRows } from "./list_rows.ts";
import { readReading } from "../options/read_options.ts";

/** What a process can be chosen by. */
const HERE: ReadonlySet<string> = new Set(["pid", "process", "service", "sort", "limit"]);

/** tasklist's processes, as objects. */
export const tasklist: Command = {
  name: "tasklist",
  summary: "what tasklist says, as objects: processes and the services they host",
  details:
    "Reads any form of tasklist's output (csv, table, list; /v /svc /m) in any language of Windows. " +
    "Alone it runs tasklist and tasklist /svc side by side, and asks Windows for the programs' " +
    "paths; on Linux it reads /proc. Several saved lists become one: what they say of the same " +
    "process ID is put together.",
  options: [
    ...SELECTION_OPTIONS.filter(({ name }) => HERE.has(name)),
    ...SHAPE_OPTIONS,
    ...READING_OPTIONS,
    ...PROCESS_OPTIONS,
  ],
  examples: [
    ["netwho tasklist --process svchost --fields pid,services", "what hides behind svchost"],
    ["netwho tasklist --sort -memoryBytes --limit 10", "the ten that take most memory"],
    ["tasklist /v | netwho tasklist --from - --format csv", "a table as CSV"],
  ],
  run,
};

async function run(invocation: Invocation): Promise<number> {
  const { host } = invocation;
  const reading = readReading(invocation, { details: true });
  return await listRows(invocation, {
    fields: PROCESS_FIELDS,
    find: async (onRead) => {
      const { processes, warnings } = await findProcesses(host, reading, onRead);
      return { source: listSource(PROCESS_FIELDS, processes), warnings };
    },
  });
}

interface Found {
  readonly processes: readonly Process[];
  readonly warnings?: readonly string[];
}

async function findProcesses(host: Host, options: ReadOptions, onRead: OnRead): Promise<Found> {
  const { fast, verbose, timeoutMilliseconds } = options;
  if (options.from.length > 0) return await findSaved(host, options, onRead);
  if (host.os === "windows") {
    const asked = { fast, verbose, timeoutMilliseconds };
    const { processes, rejected, warnings } = await readWindowsProcesses(host, asked);
    onRead({ label: "tasklist", rows: processes.size, rejected });
    return { processes: [...processes.values()], warnings };
  }
  const { processes, rejected } = readLinuxProcesses(host);
  onRead({ label: "/proc", rows: processes.length, rejected });
  return { processes };
}

async function findSaved(
  host: Host,
  { from, encoding }: ReadOptions,
  onRead: OnRead,
): Promise<Found> {
  const files = await openSaved(from, host, { encoding });
  const { processes } = await sortSaved(files, onRead);
  if (processes === null) {
    throw new ParseError(`Cannot find processes in ${from.join(", ")}: there are only sockets`, {
      hint: "Add the output of tasklist with another --from",
    });
  }
  return { processes: [...byPid(processes).values()] };
}
