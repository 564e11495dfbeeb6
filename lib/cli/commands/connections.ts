/**
 * `netwho connections`: who is connected to this computer, through which program.
 *
 * @module
 */
import { readSnapshot } from "../../capture/snapshot.ts";
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "../../model/connection.ts";
import type { OptionsOf } from "../../model/option.ts";
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
import { parseReadOptions, PROCESS_OPTIONS, READING_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "../list_rows.ts";

const OPTIONS = [
  ...filtersFor(CONNECTION_FIELDS),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
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
    "Joins sockets with their processes, the services that these host, and the names of their " +
    "ports. Runs netstat and tasklist on Windows and reads /proc on Linux. --from reads saved output " +
    "of netstat and tasklist from any computer instead; saved output of ipconfig /displaydns beside " +
    "them names their addresses.\n\n" +
    "direction says who began a connection: inbound where a listening socket here has its local port, " +
    "else outbound; null in saved output without listening sockets. A table shows it as an arrow.\n\n" +
    "Without administrator rights the paths of some processes are empty, without root on Linux the " +
    "owners of most sockets; note says why. Rootkits that hide from netstat are hidden from netwho " +
    "too.\n\n" +
    "By default netwho sends nothing. Look-ups send the remote addresses of the written rows, or of " +
    "all that a filter, the sort or the count on looked-up fields needs: --resolve to your name " +
    "server, unless Windows' DNS cache has a name; --owner the public ones to it and to Team Cymru; " +
    "--rdap these to their registries too, which see this computer's address, and once a month it " +
    "downloads the list of registries from IANA; --mmdb asks nobody. All sockets are read before the " +
    "first query, so the rows do not include netwho's own.",
  options: OPTIONS,
  examples: [
    ["netwho", "every socket with its program"],
    ["netwho --listening --sort localPort", "listening sockets, by port"],
    ["netwho --inbound", "connections that others began: who is connected to this computer"],
    ["netwho --outbound --public", "connections to the Internet that programs here began"],
    ["netwho --public --established", "open connections to the Internet"],
    ["netwho --public --resolve --owner", "the names and owners of the peers"],
    ["netwho --public --owner --mmdb GeoLite2-ASN.mmdb", "the owners, from a database of yours"],
    ["netwho --port 4444,55555", "the programs that use suspicious ports"],
    ["netwho --count-by process,state", "how many connections each program has in each state"],
    ["netwho --path *\\Temp\\*,*\\Downloads\\*", "programs that run from such folders"],
    ["netwho --public --owner --country !US,DE", "connections to networks registered elsewhere"],
    ["(netwho --format json | ConvertFrom-Json) | Where-Object pid -eq 4", "objects in PowerShell"],
    ["netstat -ano | netwho --from -", "netstat's output from a pipe"],
    [
      "netwho --from C:\\logs\\other-pc --format csv --out other-pc.csv",
      "a folder of saved output, as CSV",
    ],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host, options } = invocation;
  const wanted = {
    ...parseReadOptions(invocation),
    sockets: true,
    processes: "owners",
    commandLines: false, // a connection has none
    directions: needsDirections(options),
  } as const;
  return await listRows(invocation, {
    fields: CONNECTION_FIELDS,
    view: CONNECTION_VIEW,
    lookups: readLookups(invocation),
    find: async (diagnostics) => (await readSnapshot(host, wanted, diagnostics)).connections(),
  });
}

/** Whether rows are chosen, counted, sorted or written by who began them: it takes time to find out. */
function needsDirections(
  { inbound, outbound, countBy, fields, sort }: OptionsOf<typeof OPTIONS>,
): boolean {
  if (inbound || outbound) return true;
  const isNamed = (lists: readonly string[]) =>
    lists.some((list) => /(?:^|,)\s*-?direction\s*(?:,|$)/i.test(list));
  if (countBy.length > 0) return isNamed(countBy);
  return !Array.isArray(fields) || isNamed([...fields, ...sort]);
}
