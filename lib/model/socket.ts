/**
 * A socket as netstat prints it.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

/** netstat's English words for a TCP connection's state. */
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

/** A TCP connection's state. */
export type State = typeof STATES[number];

/** The fields of a socket, as `netwho netstat` gives it. */
export const SOCKET_FIELDS = [
  { name: "protocol", kind: "text", about: "TCP or UDP", weight: 90, required: true },
  {
    name: "localAddress",
    kind: "text",
    about: "the local end's literal address, IPv6 with its zone; null where a name was printed",
    weight: 60,
  },
  { name: "localPort", kind: "integer", about: "the local end's port", weight: 95 },
  {
    name: "localHost",
    kind: "text",
    about: "the local end's name, where a name was printed",
    weight: 20,
  },
  {
    name: "remoteAddress",
    kind: "text",
    about: "the remote end's literal address; null for *:* and where a name was printed",
    weight: 94,
  },
  { name: "remotePort", kind: "integer", about: "the remote end's port", weight: 91 },
  {
    name: "remoteHost",
    kind: "text",
    about: "the remote end's name, where a name was printed, or with --resolve",
    weight: 93,
  },
  {
    name: "state",
    kind: "text",
    about: "the TCP state as netstat's English word; null for UDP",
    weight: 85,
  },
  { name: "stateText", kind: "text", about: "the state as printed" },
  { name: "pid", kind: "integer", about: "the owning process's ID", weight: 99 },
  {
    name: "process",
    kind: "text",
    about: "the owning program, as netstat -b prints it",
    weight: 50,
  },
  {
    name: "components",
    kind: "list",
    about: "the components between socket and program, as netstat -b prints them",
    weight: 30,
  },
  {
    name: "offloadState",
    kind: "text",
    about: "the offload state, as netstat -t prints it",
    weight: 10,
  },
  {
    name: "stateMilliseconds",
    kind: "integer",
    about: "milliseconds in the current state, as netstat -i prints them",
    weight: 9,
  },
] as const satisfies readonly Field[];

/** A socket, as netstat prints it. */
export type Socket = RecordOf<typeof SOCKET_FIELDS>;
