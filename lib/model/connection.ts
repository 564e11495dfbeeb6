/**
 * A connection: a socket joined with its process, names and scopes.
 *
 * @module
 */
import { CONNECTION_COLUMNS, isLeftover } from "./socket_columns.ts";
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of a connection: a socket joined with its process, names and scopes. */
export const CONNECTION_FIELDS = [
  { name: "observedAt", kind: "time", about: "when it was seen; null for saved output" },
  {
    name: "computer",
    kind: "text",
    about: "the computer on which it was seen; null for saved output",
  },
  { name: "protocol", kind: "text", about: "TCP or UDP", required: true },
  { name: "localAddress", kind: "text", about: "the local literal address" },
  { name: "localPort", kind: "integer", about: "the local port" },
  {
    name: "localService",
    kind: "text",
    about: "the service registered for the local port",
  },
  { name: "localScope", kind: "text", about: "the scope of the local address" },
  { name: "remoteAddress", kind: "text", about: "the remote literal address" },
  { name: "remotePort", kind: "integer", about: "the remote port" },
  {
    name: "remoteService",
    kind: "text",
    about: "the service registered for the remote port",
  },
  {
    name: "remoteScope",
    kind: "text",
    about: "the scope of the remote address",
  },
  { name: "state", kind: "text", about: "the TCP state; null for UDP" },
  {
    name: "direction",
    kind: "text",
    about: "who began it: inbound or outbound; null without a peer, and where nobody knows",
  },
  {
    name: "createdAt",
    kind: "time",
    about: "when the socket was bound or connected (Windows); null for saved output",
  },
  { name: "pid", kind: "integer", about: "the ID of the owning process" },
  { name: "process", kind: "text", about: "the image name of the owning process" },
  { name: "path", kind: "text", about: "the executable's full path" },
  {
    name: "services",
    kind: "list",
    about: "all services of that process, not only the one that owns the socket",
  },
  {
    name: "socketService",
    kind: "text",
    about: "the service that owns the socket (Windows); null for saved output",
  },
  {
    name: "user",
    kind: "text",
    about:
      "the account the process runs under; on Linux that of the socket where the process is hidden",
  },
  {
    name: "localHost",
    kind: "text",
    about: "the local host name, if netstat printed one",
  },
  {
    name: "remoteHost",
    kind: "text",
    about:
      "the remote host name, if netstat printed one, with --resolve, or from a saved DNS cache",
  },
  {
    name: "remoteHostSource",
    kind: "text",
    about:
      "where that name came from: netstat; dnsCache, the name that a program of that computer " +
      "asked for (Windows); reverse, the name that the address's owner gave it; null for a " +
      "name whose source was not kept",
  },
  {
    name: "remoteAsn",
    kind: "integer",
    about: "the remote network's AS number; with --owner",
  },
  {
    name: "remoteOwner",
    kind: "text",
    about: "who owns the remote address; with --owner",
  },
  {
    name: "remoteCountry",
    kind: "text",
    about: "where the remote block is registered, not where the machine is; with --owner",
  },
  {
    name: "remoteNetwork",
    kind: "text",
    about: "the network of the remote address; with --owner",
  },
  { name: "note", kind: "text", about: "what to know about this row" },
] as const satisfies readonly Field[];

/** A socket joined with its process, names and scopes. */
export type Connection = RecordOf<typeof CONNECTION_FIELDS>;

/** What a table shows people of a connection. */
export const CONNECTION_VIEW: TableView = {
  noun: "connections",
  columns: [
    ...CONNECTION_COLUMNS,
    { name: "note", fields: ["note"], shows: "note", weight: 10 },
  ],
  goesLast: isLeftover,
};
