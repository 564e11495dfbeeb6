/**
 * What netwho asks netsh, and how it reads the answers.
 *
 * @module
 */
import { isRuler, readLines } from "./netsh_lines.ts";
import { parsePortRanges } from "./port_ranges.ts";
import { parseServiceState } from "./service_state.ts";
import { parseUrlReservations } from "./url_reservations.ts";

/** The arguments of the calls. None of them changes anything. */
export const NETSH_ARGUMENTS = {
  /** The view of queues: the only one that in older Windows tells the URLs of a queue. */
  queues: ["http", "show", "servicestate", "view=requestq"],
  /** The same without a word that an unusual netsh may not know; older Windows tell less then. */
  state: ["http", "show", "servicestate"],
  urls: ["http", "show", "urlacl"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** The four lists of reserved ports. */
export const PORT_LISTS = (["TCP", "UDP"] as const).flatMap((protocol) =>
  (["IPv4", "IPv6"] as const).map((family) => ({
    protocol,
    family,
    arguments: [
      "int",
      family.toLowerCase(),
      "show",
      "excludedportrange",
      `protocol=${protocol.toLowerCase()}`,
    ],
  }))
);

/** Parses text as each of the outputs. Never throws. */
export function parseNetsh(output: string): unknown {
  return [parseServiceState(output), parseUrlReservations(output), parsePortRanges(output)];
}

/**
 * Whether output is one of these lists, in any language: netsh draws a ruler even above an empty one.
 * What it says of its failures has none.
 */
export function isNetshListing(output: string): boolean {
  return readLines(output).some(isRuler) || parseServiceState(output).queues.length > 0 ||
    parseUrlReservations(output).length > 0 || parsePortRanges(output).rows.length > 0;
}
