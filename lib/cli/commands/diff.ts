/**
 * `netwho diff OLD NEW`: what changed between two snapshots.
 *
 * @module
 */
import { CHANGE_FIELDS } from "../../model/change.ts";
import type { Option } from "../../model/option.ts";
import { COUNT_OPTIONS, filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  OWNER_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { MACHINE_OPTIONS, PROCESS_OPTIONS, READING_OPTIONS } from "../options/reading_options.ts";
import { REPORT_SHAPE_OPTIONS } from "../options/shape_options.ts";

const [, ENCODING_OPTION] = READING_OPTIONS;

const OPTIONS = [
  {
    name: "exact",
    about: "compare every port, and what is left of closed connections (TIME_WAIT) too",
    group: "Comparing",
  },
  {
    name: "fail-on-change",
    about: "end with exit code 1 if anything changed, after the filters",
    group: "Comparing",
  },
  ...filtersFor(CHANGE_FIELDS).map(withoutFrom),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...REPORT_SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ENCODING_OPTION,
  ...MACHINE_OPTIONS,
  ...PROCESS_OPTIONS.map(withoutFrom),
] as const;

/** The command that compares. */
export const diff = defineCommand({
  name: "diff",
  summary: "what changed between two snapshots or saved outputs: new listeners, new peers",
  details:
    "OLD and NEW are each a snapshot, rows that netwho wrote (JSON, NDJSON, CSV), saved output of " +
    "netstat -ano in any language, a folder of such files, a recording, - for standard input, or " +
    "now, this computer as it is (./now is a file of that name).\n\n" +
    "By default a program's connections to one peer are one thing, whatever client port they have " +
    "and however many there are. A service that was started again is no change, nor is what is " +
    "left of closed connections (TIME_WAIT). With --exact each connection is compared by " +
    "protocol, both ends, process ID and, where it is known, the time it was made.\n\n" +
    "What only one side could see (process IDs, UDP, listening sockets, IPv6, other users' " +
    "programs) is no change: netwho says so, and compares the rest.\n\n" +
    "New listeners come first, then new peers of programs that had none, other new peers, what " +
    "closed, and what is in another state. The report tells of many changes by program; --format " +
    "table lists every one.\n\n" +
    "By default netwho sends nothing; --resolve and --owner look up the changed rows alone.",
  positionals: {
    name: "OLD NEW",
    about: "the two sides to compare: a file, a folder, a recording, - or now",
    count: 2,
  },
  options: OPTIONS,
  examples: [
    ["netwho diff netstat_log1.txt netstat_log2.txt", "two saved outputs of netstat -ano"],
    ["netwho diff before.json now", "what is new since netwho snapshot --out before.json"],
    ["netwho diff before.json now --public --owner", "new and closed peers in the Internet"],
    ["netwho diff before.json now --listening", "programs that wait for connections since then"],
    ["netwho diff monday.json friday.json --change opened", "only what was opened"],
    [
      "netwho diff before.json now --process !chrome --fail-on-change",
      "for scripts: exit code 1 if anything else changed",
    ],
    ["netwho diff a.csv b.csv --format json | ConvertFrom-Json", "objects in PowerShell"],
    ["netstat -ano | netwho diff netstat_log1.txt -", "with netstat's output from a pipe"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { listChanges } = await import("../list_changes.ts");
  return await listChanges(invocation, readLookups(invocation));
}

/**
 * An option with no word of `--from`: here saved output is OLD or NEW, and may hold what is looked up
 * elsewhere.
 */
function withoutFrom<const Given extends Option>(option: Given): Given {
  if (option.effect === undefined) return option;
  const { needs, without, ...effect } = option.effect;
  const isAbout = needs?.includes("from") || without === "from";
  if (!isAbout) return option;
  return { ...option, effect: effect.os === undefined ? undefined : effect };
}
