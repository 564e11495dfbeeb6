/**
 * A connection in a line of a report.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { hasPeer } from "../../model/peer.ts";
import { writeEnd } from "../../output/table/cells.ts";

/** The fields that a line tells of. */
type Shown = { readonly [Name in keyof Connection]?: Connection[Name] | null };

/** Writes a connection: `TCP 192.0.2.7:50012 -> 203.0.113.9:443 ESTABLISHED`. */
export function connectionText(row: Shown): string {
  const { protocol, state = null, direction = null } = row;
  const local = writeEnd(row.localAddress ?? row.localHost ?? null, row.localPort ?? null);
  const arrow = direction === "inbound" ? "<-" : direction === "outbound" ? "->" : "--";
  const parts = hasPeer(row)
    ? [local, arrow, writeEnd(row.remoteAddress ?? row.remoteHost ?? null, row.remotePort ?? null)]
    : [local];
  const name = row.remoteAddress === null || row.remoteAddress === undefined
    ? null
    : row.remoteHost ?? row.remoteOwner ?? null;
  return [protocol, ...parts, state, name === null ? null : `(${name})`]
    .filter((part) => part !== null && part !== undefined && part !== "").join(" ");
}
