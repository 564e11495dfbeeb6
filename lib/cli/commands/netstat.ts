/**
 * `netwho netstat`: netstat's listing as objects.
 *
 * @module
 */
import { readSnapshot } from "../../capture/snapshot.ts";
import { SOCKET_FIELDS, SOCKET_VIEW } from "../../model/socket.ts";
import { COUNT_OPTIONS, filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import { defineCommand, type Invocation } from "../command.ts";
import {
  CACHE_OPTIONS,
  readLookups,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "../options/lookup_options.ts";
import { parseReadOptions, READING_OPTIONS } from "../options/reading_options.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { listRows } from "../list_rows.ts";

const OPTIONS = [
  ...filtersFor(SOCKET_FIELDS),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...READING_OPTIONS,
] as const;

/** The command that lists sockets. */
export const netstat = defineCommand({
  name: "netstat",
  summary: "netstat's output as objects: sockets without process details",
  details:
    "Reads any form of netstat's listing (-a -n -o -b -f -t -q -i) in any language of Windows. " +
    "Without --from it runs netstat -ano, or reads /proc/net on Linux. localHost and remoteHost hold " +
    "the host names that netstat prints, localAddress and remoteAddress the addresses; service " +
    "names become port numbers.\n\n" +
    "By default netwho sends nothing. With --resolve your name server learns the remote addresses " +
    "of the written rows that Windows' DNS cache has no name for (of all rows that a filter, the sort " +
    "or the count on names needs).",
  options: OPTIONS,
  examples: [
    ["netwho netstat --listening", "listening sockets"],
    [
      "netstat -anob | netwho netstat --from - --format json",
      "the output of netstat -anob as JSON",
    ],
    ["netwho netstat --count-by state", "how many sockets are in each state"],
    ["netwho netstat --established --resolve", "open connections, with the names of their peers"],
    ["netwho netstat --from netstat_log1.txt --state !TIME_WAIT", "a saved listing, filtered"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host } = invocation;
  const reading = parseReadOptions(invocation);
  const wanted = { ...reading, sockets: true, processes: "none", directions: false } as const;
  return await listRows(invocation, {
    fields: SOCKET_FIELDS,
    view: SOCKET_VIEW,
    lookups: readLookups(invocation, { switches: ["resolve"] }),
    find: async (diagnostics) => (await readSnapshot(host, wanted, diagnostics)).sockets(),
  });
}
