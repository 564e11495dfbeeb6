/**
 * `netwho snapshot`: everything that netwho sees at one moment, as one JSON document.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Option } from "../../model/option.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  OWNER_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { parseReadOptions, PROCESS_OPTIONS, READING_OPTIONS } from "../options/reading_options.ts";

const OPTIONS = [
  {
    name: "out",
    value: "FILE",
    about: "write the document to FILE, complete or not at all, instead of standard output",
    group: "Output",
  },
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...READING_OPTIONS,
  ...PROCESS_OPTIONS,
] as const satisfies readonly Option[];

/** The command that writes a snapshot. */
export const snapshot = defineCommand({
  name: "snapshot",
  summary: "save all connections and processes of this moment as one JSON document",
  details:
    "The document says when and where it was taken, with which rights, what could not be seen and " +
    "why; then come all connections and all processes, one a line. Every --from reads it: " +
    "netwho --from FILE, netwho inspect chrome --from FILE and the others show it as they would " +
    "have shown the computer then.\n\n" +
    "A snapshot has all rows: choose among them when you read it. It holds no command lines, " +
    "which can hold passwords. With --from it makes one document of saved output of netstat and " +
    "tasklist.\n\n" +
    "It is JSON on a terminal too, in ASCII, so that every shell and code page keeps it. " +
    "PowerShell's ConvertFrom-Json reads it; to write it again, ConvertTo-Json needs -Depth 5.\n\n" +
    "By default netwho sends nothing. --resolve and --owner keep names and owners with the rows: " +
    "names from Windows' DNS cache are gone later, the others can still be looked up when the " +
    "snapshot is read.",
  options: OPTIONS,
  examples: [
    ["netwho snapshot --out before.json", "save this moment; netwho --from before.json shows it"],
    ["netwho snapshot --resolve --out now.json", "with the names that programs asked for"],
    [
      "netwho snapshot | ConvertFrom-Json | Select-Object -ExpandProperty connections",
      "its connections as objects in PowerShell",
    ],
    [
      "netwho snapshot --from C:\\logs\\other-pc --out other-pc.json",
      "one document of a folder of saved output",
    ],
    [
      "netwho snapshot --replay recorded --out then.json",
      "what a recording of --record shows, as a document",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const reading = { ...parseReadOptions(invocation), commandLines: false };
  const lookups = readLookups(invocation);
  const out = readOut(invocation.options.out);
  const { writeSnapshot } = await import("../write_snapshot.ts");
  return await writeSnapshot(invocation, { reading, lookups, out });
}

/** File endings that promise something else than one JSON document. */
const OTHER_FORMATS = /\.(?:csv|tsv|txt|ndjson|jsonl|html?|xml|xlsx?|ods|db)$/i;

/** @throws {UsageError} for a file that other programs would take for something else. */
function readOut(out: string | null): string | null {
  if (out === null || out === "-") return null;
  const ending = OTHER_FORMATS.exec(out)?.[0];
  if (ending === undefined) return out;
  throw new UsageError(`Cannot write a snapshot to ${out}: it is one JSON document`, {
    hint: `Write --out ${out.slice(0, -ending.length)}.json; for rows alone: netwho --out ${out}`,
  });
}
