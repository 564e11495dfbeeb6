/**
 * A socket as netstat prints it.
 *
 * @module
 */
import { isLeftover, SOCKET_COLUMNS } from "./socket_columns.ts";
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The TCP states, as English netstat prints them. */
export const STATES = [
  "LISTENING",
  "ESTABLISHED",
  "TIME_WAIT",
  "CLOSE_WAIT",
  "SYN_SENT",
  "SYN_RECEIVED",
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "LAST_ACK",
  "CLOSING",
  "CLOSED",
  "BOUND",
  "DELETE_TCB",
  "UNKNOWN",
] as const;

/** A TCP state. */
export type State = typeof STATES[number];

/** The fields of a socket, as `netwho netstat` prints them. */
export const SOCKET_FIELDS = [
  { name: "protocol", kind: "text", about: "TCP or UDP", required: true },
  {
    name: "localAddress",
    kind: "text",
    about: "the local literal address, IPv6 with its zone; null if netstat printed a name",
  },
  { name: "localPort", kind: "integer", about: "the local port" },
  {
    name: "localHost",
    kind: "text",
    about: "the local host name, if netstat printed one",
  },
  {
    name: "remoteAddress",
    kind: "text",
    about: "the remote literal address; null for *:* and if netstat printed a name",
  },
  { name: "remotePort", kind: "integer", about: "the remote port" },
  {
    name: "remoteHost",
    kind: "text",
    about: "the remote host name, if netstat printed one, or with --resolve",
  },
  {
    name: "state",
    kind: "text",
    about: "the TCP state, as English netstat prints it; null for UDP",
  },
  { name: "stateText", kind: "text", about: "the state as printed" },
  { name: "pid", kind: "integer", about: "the ID of the owning process" },
  {
    name: "process",
    kind: "text",
    about: "the owning program, as netstat -b prints it",
  },
  {
    name: "components",
    kind: "list",
    about: "the components between socket and program, as netstat -b prints them",
  },
  {
    name: "offloadState",
    kind: "text",
    about: "the offload state, as netstat -t prints it",
  },
  {
    name: "stateMilliseconds",
    kind: "integer",
    about: "milliseconds in the current state, as netstat -i prints them",
  },
] as const satisfies readonly Field[];

/** A socket, as netstat prints it. */
export type Socket = RecordOf<typeof SOCKET_FIELDS> & {
  /** Set if an address is null since netstat printed only its beginning; no field. */
  isAddressCut?: true;
};

/** What a table shows people of a socket. */
export const SOCKET_VIEW: TableView = {
  noun: "sockets",
  columns: [
    ...SOCKET_COLUMNS,
    { name: "components", fields: ["components"], shows: "list", weight: 30 },
    { name: "offloadState", fields: ["offloadState"], shows: "text", weight: 10 },
    { name: "stateMilliseconds", fields: ["stateMilliseconds"], shows: "number", weight: 9 },
  ],
  goesLast: isLeftover,
};
