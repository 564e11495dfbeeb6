/**
 * `netwho tasklist`: processes and the services that they host, as objects.
 *
 * @module
 */
import { readSnapshot } from "../../capture/snapshot.ts";
import { PROCESS_FIELDS, PROCESS_VIEW } from "../../model/process.ts";
import { inBatches } from "../../rows/rows.ts";
import { COUNT_OPTIONS, filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  DETAILS_OPTION,
  FAST_OPTION,
  parseReadOptions,
  PROCESS_READING_OPTIONS,
} from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "../list_rows.ts";

const OPTIONS = [
  ...filtersFor(PROCESS_FIELDS),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...PROCESS_READING_OPTIONS,
  FAST_OPTION,
  DETAILS_OPTION,
] as const;

/** The command that lists processes. */
export const tasklist = defineCommand({
  name: "tasklist",
  summary: "tasklist's output as objects: processes and the services they host",
  details:
    "Reads any form of tasklist's output (csv, table, list; /v /svc /m) in any language of Windows. " +
    "Without --from it runs tasklist and tasklist /svc, and reads the names and paths of the " +
    "programs from Windows itself; on Linux it reads /proc. Several saved lists are merged by process ID; " +
    "what a log lists again is a row again.\n\n" +
    "--details adds the parents and command lines. A command line can hold a password: it is shown " +
    "only then, and --record never saves it. On Linux it is quoted as a shell needs it.",
  options: OPTIONS,
  examples: [
    ["netwho tasklist --process svchost --fields pid,services", "the services behind svchost"],
    ["netwho tasklist --user anna", "the processes of an account"],
    ["netwho tasklist --count-by process --limit 10", "the programs that run most often"],
    ["netwho tasklist --sort -memoryBytes --limit 10", "the ten processes that use most memory"],
    ["netwho tasklist --details --fields pid,parentPid,commandLine", "what started each process"],
    ["tasklist /v | netwho tasklist --from - --format csv", "the table of tasklist /v as CSV"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host } = invocation;
  const wanted = { ...parseReadOptions(invocation), sockets: false, processes: "all" } as const;
  return await listRows(invocation, {
    fields: PROCESS_FIELDS,
    view: PROCESS_VIEW,
    find: async (diagnostics) => {
      const { processes, processRows } = await readSnapshot(host, wanted, diagnostics);
      return inBatches(processRows ?? [...processes?.values() ?? []]);
    },
  });
}
