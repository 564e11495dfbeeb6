/**
 * The columns that views of sockets share, and which of its rows matter least.
 *
 * @module
 */
import type { ObjectRow } from "./field.ts";
import type { ViewColumn } from "./view.ts";

const REMOTE_COLUMN = {
  name: "remote",
  fields: ["remoteAddress", "remoteHost", "remotePort", "remoteScope", "protocol"],
  shows: "peer",
  below: true,
  lead: "-> ",
} as const satisfies ViewColumn;

/** The columns of a socket: its program, its ends and its state. */
export const SOCKET_COLUMNS = [
  { name: "process", fields: ["process"], shows: "program" },
  { name: "pid", fields: ["pid"], shows: "number" },
  { name: "proto", fields: ["protocol"], shows: "text", weight: 80 },
  {
    name: "local",
    fields: ["localAddress", "localHost", "localPort"],
    shows: "end",
    below: true,
  },
  REMOTE_COLUMN,
  {
    name: "address",
    fields: ["remoteAddress", "remoteHost"],
    shows: "peerAddress",
    below: true,
  },
  { name: "state", fields: ["state"], shows: "state", weight: 85 },
] as const satisfies readonly ViewColumn[];

/** The computer, where the rows are those of several. */
export const COMPUTER_COLUMN = {
  name: "computer",
  fields: ["computer"],
  shows: "text",
  weight: 94,
  tellsApart: true,
} as const satisfies ViewColumn;

/** Who began a connection. An arrow needs no heading, which would be wider than it. */
const DIRECTION_COLUMN: ViewColumn = {
  name: "direction",
  heading: "",
  fields: ["direction", "protocol", "state", "remoteAddress", "remotePort", "remoteHost"],
  shows: "direction",
  weight: 83,
};

/** The same, and what a connection tells besides: who is at the other end, and for whom it is. */
export const CONNECTION_COLUMNS = [
  ...SOCKET_COLUMNS.slice(0, 2),
  DIRECTION_COLUMN,
  ...SOCKET_COLUMNS.slice(2).map((column: ViewColumn) =>
    column === REMOTE_COLUMN
      ? { ...column, fields: [...column.fields, "direction"], inboundLead: "<- " }
      : column
  ),
  { name: "owner", fields: ["remoteOwner"], shows: "text", weight: 92 },
  { name: "country", fields: ["remoteCountry"], shows: "text", weight: 84 },
  { name: "services", fields: ["socketService", "services"], shows: "list", weight: 45 },
  { name: "user", fields: ["user"], shows: "text", weight: 55 },
] satisfies readonly ViewColumn[];

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
