/**
 * `netwho netstat`: netstat's listing alone, as objects.
 *
 * @module
 */
import { readSnapshot } from "../../capture/snapshot.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
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
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...READING_OPTIONS,
] as const;

/** netstat's listing, as objects. */
export const netstat = defineCommand({
  name: "netstat",
  summary: "what netstat says, as objects: sockets without their programs' details",
  details:
    "Reads any form of netstat's listing (-a -n -o -b -f -t -q -i) in any language of Windows. " +
    "Alone it runs netstat -ano; on Linux it reads /proc/net. The names that netstat prints stand in " +
    "localHost and remoteHost, addresses in localAddress and remoteAddress; names of services are " +
    "turned back into ports.\n\n" +
    "Nothing is sent anywhere, unless --resolve asks your name server for the names of the remote " +
    "addresses of the rows that are written.",
  options: OPTIONS,
  examples: [
    ["netwho netstat --listening", "the sockets that listen"],
    ["netstat -anob | netwho netstat --from - --format json", "what -b prints, as objects"],
    ["netwho netstat --established --resolve", "open connections, with the names of their peers"],
    ["netwho netstat --from netstat_log1.txt --state !TIME_WAIT", "a saved listing, filtered"],
  ],
  run,
});

async function run(invocation: Invocation<typeof OPTIONS>): Promise<number> {
  const { host } = invocation;
  const wanted = { ...parseReadOptions(invocation), sockets: true, processes: "none" } as const;
  return await listRows(invocation, {
    fields: SOCKET_FIELDS,
    lookups: readLookups(invocation, { switches: ["resolve"] }),
    find: async (diagnostics) => (await readSnapshot(host, wanted, diagnostics)).sockets(),
  });
}
