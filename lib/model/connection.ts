/**
 * A connection: a socket joined with its process, names and scopes.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

/** The fields of a connection: a socket joined with its process, names and scopes. */
export const CONNECTION_FIELDS = [
  { name: "observedAt", kind: "time", about: "when it was seen; null for saved output" },
  { name: "protocol", kind: "text", about: "TCP or UDP", weight: 90, required: true },
  { name: "localAddress", kind: "text", about: "the local literal address", weight: 60 },
  { name: "localPort", kind: "integer", about: "the local port", weight: 95 },
  {
    name: "localService",
    kind: "text",
    about: "the service registered for the local port",
    weight: 20,
  },
  { name: "localScope", kind: "text", about: "the scope of the local address" },
  { name: "remoteAddress", kind: "text", about: "the remote literal address", weight: 94 },
  { name: "remotePort", kind: "integer", about: "the remote port", weight: 91 },
  {
    name: "remoteService",
    kind: "text",
    about: "the service registered for the remote port",
    weight: 35,
  },
  {
    name: "remoteScope",
    kind: "text",
    about: "the scope of the remote address",
    weight: 30,
  },
  { name: "state", kind: "text", about: "the TCP state; null for UDP", weight: 85 },
  { name: "pid", kind: "integer", about: "the ID of the owning process", weight: 99 },
  { name: "process", kind: "text", about: "the image name of the owning process", weight: 98 },
  { name: "path", kind: "text", about: "the executable's full path", weight: 50 },
  {
    name: "services",
    kind: "list",
    about: "all services of that process, not only the one that owns the socket",
    weight: 45,
  },
  {
    name: "user",
    kind: "text",
    about:
      "the account the process runs under; on Linux that of the socket where the process is hidden",
    weight: 55,
  },
  {
    name: "localHost",
    kind: "text",
    about: "the local host name, if netstat printed one",
    weight: 6,
  },
  {
    name: "remoteHost",
    kind: "text",
    about: "the remote host name, if netstat printed one, or with --resolve",
    weight: 93,
  },
  {
    name: "remoteAsn",
    kind: "integer",
    about: "the remote network's AS number; with --owner",
    weight: 8,
  },
  {
    name: "remoteOwner",
    kind: "text",
    about: "who owns the remote address; with --owner",
    weight: 92,
  },
  {
    name: "remoteCountry",
    kind: "text",
    about: "where the remote block is registered, not where the machine is; with --owner",
    weight: 84,
  },
  {
    name: "remoteNetwork",
    kind: "text",
    about: "the network of the remote address; with --owner",
    weight: 7,
  },
  { name: "note", kind: "text", about: "what to know about this row", weight: 10 },
] as const satisfies readonly Field[];

/** A socket joined with its process, names and scopes. */
export type Connection = RecordOf<typeof CONNECTION_FIELDS>;
