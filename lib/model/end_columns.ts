/**
 * The columns that every view of sockets has, and which of its rows matter least.
 *
 * @module
 */
import type { ObjectRow } from "./field.ts";
import type { ViewColumn } from "./view.ts";

/** The columns of a socket's ends and state. */
export const END_COLUMNS = [
  { name: "proto", fields: ["protocol"], shows: "text", weight: 80 },
  {
    name: "local",
    fields: ["localAddress", "localHost", "localPort"],
    shows: "end",
    below: true,
  },
  {
    name: "remote",
    fields: ["remoteAddress", "remoteHost", "remotePort", "remoteScope", "protocol"],
    shows: "peer",
    below: true,
    lead: "-> ",
  },
  {
    name: "address",
    fields: ["remoteAddress", "remoteHost"],
    shows: "peerAddress",
    below: true,
  },
  { name: "state", fields: ["state"], shows: "state", weight: 85 },
] as const satisfies readonly ViewColumn[];

/** The columns that tell who is at the other end. */
export const OWNER_COLUMNS = [
  { name: "owner", fields: ["remoteOwner"], shows: "text", weight: 92 },
  { name: "country", fields: ["remoteCountry"], shows: "text", weight: 84 },
] as const satisfies readonly ViewColumn[];

const CLOSING: ReadonlySet<unknown> = new Set([
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "LAST_ACK",
  "CLOSING",
  "CLOSED",
  "DELETE_TCB",
]);

/** Whether a row is the rest of a connection, which no process owns any more. */
export function isLeftover({ state, pid }: ObjectRow): boolean {
  return state === "TIME_WAIT" || (pid === 0 && CLOSING.has(state));
}
