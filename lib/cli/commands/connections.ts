/**
 * `netwho connections`: who is connected to this computer, through which program.
 *
 * @module
 */
import { readSnapshot } from "../../capture/snapshot.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  OWNER_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { parseReadOptions, PROCESS_OPTIONS, READING_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "../list_rows.ts";

const OPTIONS = [
  ...filtersFor(CONNECTION_FIELDS),
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...READING_OPTIONS,
  ...PROCESS_OPTIONS,
] as const;

/** The command that `netwho` alone runs. */
export const connections = defineCommand({
  name: "connections",
  summary: "who is connected to this computer, through which program",
  details:
    "Sockets, joined with the processes behind them, the services these host, and the names of " +
    "their ports. On Windows netstat and tasklist are run side by side; on Linux /proc is read; with " +
    "--from, saved output of netstat and tasklist is, from any computer.\n\n" +
    "Without administrator's rights the paths of some processes stay empty. A program that hides " +
    "in the kernel (a rootkit) is hidden from netstat too, and so from netwho.\n\n" +
    "Nothing is sent anywhere unless asked for. With --resolve your name server learns the remote " +
    "addresses of the rows that are written (of all that are chosen, where they are sorted by what " +
    "is looked up); with --owner your name server and Team Cymru do, of " +
    "the public ones; with --rdap the address registry in charge of each does too, and this " +
    "computer's address; a list of registries that is a month old is fetched anew from IANA. All " +
    "sockets are read before the first question, so that netwho's own are not among them.",
  options: OPTIONS,
  examples: [
    ["netwho", "every socket with its program"],
    ["netwho --listening --sort localPort", "what waits for connections, by port"],
    ["netwho --public --established", "who on the Internet is connected right now"],
    ["netwho --public --resolve --owner", "the names and owners of those at the other end"],
    ["netwho --port 4444,55555", "who uses a suspicious port"],
    ["netwho --format json | ConvertFrom-Json | Where-Object pid -eq 4", "objects in PowerShell"],
    ["netstat -ano | netwho --from -", "read what netstat prints"],
    [
      "netwho --from C:\\logs\\other-pc --format csv --out other-pc.csv",
      "a folder of saved output",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host } = invocation;
  const wanted = { ...parseReadOptions(invocation), sockets: true, processes: "owners" } as const;
  return await listRows(invocation, {
    fields: CONNECTION_FIELDS,
    lookups: readLookups(invocation),
    find: async (diagnostics) => (await readSnapshot(host, wanted, diagnostics)).connections(),
  });
}
