/**
 * The records that netwho hands out, as tables of fields. One word is the TypeScript field, the JSON
 * key, the CSV header, the `--fields` value and the PowerShell property; these tables drive them all.
 *
 * @module
 */

/** What a field holds. `list` is a list of strings; `time` is ISO 8601 in UTC with `Z`. */
export type FieldKind = "text" | "integer" | "decimal" | "boolean" | "time" | "list";

/** One field of a record. */
export interface Field {
  /** Its name: camelCase, unique ignoring case within a record. */
  readonly name: string;
  /** What it holds. */
  readonly kind: FieldKind;
  /** One line for `--fields`, and for `docs/fields.md`. */
  readonly about: string;
  /** How long a narrow table keeps the column: the lowest goes first; absent: not in tables unless asked for. */
  readonly weight?: number;
  /** Whether it is never null. */
  readonly required?: true;
}

/** What a field can hold. */
export type FieldValue = string | number | boolean | readonly string[] | null;

type ValueOfKind<Kind extends FieldKind> = Kind extends "text" | "time" ? string
  : Kind extends "integer" | "decimal" ? number
  : Kind extends "boolean" ? boolean
  : readonly string[];

type ValueOf<F extends Field> = F extends { required: true } ? ValueOfKind<F["kind"]>
  : ValueOfKind<F["kind"]> | null;

/** The record that a table of fields describes. */
export type RecordOf<Fields extends readonly Field[]> = {
  -readonly [F in Fields[number] as F["name"]]: ValueOf<F>;
};

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

/** The fields of a process, as `netwho tasklist` gives it. */
export const PROCESS_FIELDS = [
  { name: "process", kind: "text", about: "the image name", weight: 98 },
  { name: "pid", kind: "integer", about: "the process ID", weight: 99, required: true },
  { name: "sessionName", kind: "text", about: "the session's name", weight: 20 },
  { name: "sessionId", kind: "integer", about: "the session's number", weight: 30 },
  { name: "memoryBytes", kind: "integer", about: "the working set, in bytes", weight: 70 },
  { name: "status", kind: "text", about: "the status, as printed", weight: 15 },
  { name: "user", kind: "text", about: "the account it runs under", weight: 65 },
  { name: "cpuSeconds", kind: "integer", about: "processor time used, in seconds", weight: 40 },
  { name: "windowTitle", kind: "text", about: "the window's title", weight: 10 },
  {
    name: "services",
    kind: "list",
    about: "all services the process hosts",
    weight: 50,
  },
  { name: "modules", kind: "list", about: "the modules it has loaded", weight: 5 },
  { name: "path", kind: "text", about: "the executable's full path", weight: 60 },
  { name: "startedAt", kind: "time", about: "when it started", weight: 25 },
] as const satisfies readonly Field[];

/** A process, as tasklist or `/proc` describes it. */
export type Process = RecordOf<typeof PROCESS_FIELDS>;

/** The fields of a connection: a socket joined with its process, names and scopes. */
export const CONNECTION_FIELDS = [
  { name: "observedAt", kind: "time", about: "when it was seen; null for saved output" },
  { name: "protocol", kind: "text", about: "TCP or UDP", weight: 90, required: true },
  { name: "localAddress", kind: "text", about: "the local end's literal address", weight: 60 },
  { name: "localPort", kind: "integer", about: "the local end's port", weight: 95 },
  {
    name: "localService",
    kind: "text",
    about: "the service registered for the local port",
    weight: 20,
  },
  { name: "localScope", kind: "text", about: "what kind of address the local one is" },
  { name: "remoteAddress", kind: "text", about: "the remote end's literal address", weight: 94 },
  { name: "remotePort", kind: "integer", about: "the remote end's port", weight: 91 },
  {
    name: "remoteService",
    kind: "text",
    about: "the service registered for the remote port",
    weight: 35,
  },
  {
    name: "remoteScope",
    kind: "text",
    about: "what kind of address the remote one is",
    weight: 30,
  },
  { name: "state", kind: "text", about: "the TCP state; null for UDP", weight: 85 },
  { name: "pid", kind: "integer", about: "the owning process's ID", weight: 99 },
  { name: "process", kind: "text", about: "the owning program's image name", weight: 98 },
  { name: "path", kind: "text", about: "the executable's full path", weight: 50 },
  {
    name: "services",
    kind: "list",
    about: "all services of that process, not only the one that owns the socket",
    weight: 45,
  },
  { name: "user", kind: "text", about: "the account the process runs under", weight: 55 },
  {
    name: "localHost",
    kind: "text",
    about: "the local end's name, where netstat printed one",
    weight: 6,
  },
  {
    name: "remoteHost",
    kind: "text",
    about: "the remote end's name, where netstat printed one, or with --resolve",
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
    about: "where the remote block is registered, not where it stands; with --owner",
    weight: 84,
  },
  {
    name: "remoteNetwork",
    kind: "text",
    about: "the remote address's network; with --owner",
    weight: 7,
  },
  { name: "note", kind: "text", about: "what to know about this row", weight: 10 },
] as const satisfies readonly Field[];

/** A socket joined with its process. */
export type Connection = RecordOf<typeof CONNECTION_FIELDS>;

/** The types of DNS records that netwho asks for. */
export const RECORD_TYPES = [
  "A",
  "AAAA",
  "CNAME",
  "MX",
  "NS",
  "PTR",
  "SOA",
  "SRV",
  "TXT",
  "ANY",
] as const;

/** A type of DNS record. */
export type RecordType = typeof RECORD_TYPES[number];

/** How a DNS query ended. */
export const NAME_STATUSES = [
  "NOERROR",
  "NXDOMAIN",
  "NODATA",
  "TIMEOUT",
  "SERVFAIL",
  "REFUSED",
  "ERROR",
] as const;

/** How a DNS query ended. */
export type NameStatus = typeof NAME_STATUSES[number];

/** The fields of a DNS record, as `netwho nslookup` gives it: one row a record, or a failed query. */
export const NAME_FIELDS = [
  {
    name: "query",
    kind: "text",
    about: "what was asked; null where saved output does not show it",
    weight: 99,
  },
  { name: "type", kind: "text", about: "the record's type, or the one asked for", weight: 98 },
  { name: "name", kind: "text", about: "whose record it is", weight: 60 },
  {
    name: "data",
    kind: "text",
    about: "what it holds: an address, a host name, text",
    weight: 97,
  },
  { name: "preference", kind: "integer", about: "preference (MX) or priority (SRV)", weight: 50 },
  { name: "weight", kind: "integer", about: "weight among records of one priority (SRV)" },
  { name: "port", kind: "integer", about: "the service's port (SRV)", weight: 30 },
  {
    name: "aliases",
    kind: "list",
    about: "the other names, from the one asked for on, that led to this one",
    weight: 40,
  },
  {
    name: "server",
    kind: "text",
    about: "who answered; Deno where there is no nslookup",
    weight: 20,
  },
  { name: "serverAddress", kind: "text", about: "the literal address of who answered", weight: 21 },
  {
    name: "authoritative",
    kind: "boolean",
    about: "whether the answer came from a server of the zone itself; null where that is not told",
    weight: 10,
  },
  {
    name: "status",
    kind: "text",
    about: `how the query ended: ${NAME_STATUSES.join(" ")}`,
    weight: 95,
    required: true,
  },
  { name: "note", kind: "text", about: "what to know about this row", weight: 11 },
] as const satisfies readonly Field[];

/** A DNS record, or a query that found none. */
export type NameRecord = RecordOf<typeof NAME_FIELDS>;

/** The fields of an address's owner, as `netwho whois` gives it. */
export const OWNER_FIELDS = [
  { name: "address", kind: "text", about: "the literal address", weight: 99, required: true },
  { name: "network", kind: "text", about: "the network it is in, as a CIDR block", weight: 80 },
  { name: "asn", kind: "integer", about: "the number of the AS that announces it", weight: 85 },
  { name: "asName", kind: "text", about: "that AS's name", weight: 60 },
  { name: "organization", kind: "text", about: "whom the network is registered to", weight: 90 },
  { name: "registry", kind: "text", about: "the registry: arin, ripencc, apnic…", weight: 50 },
  {
    name: "registryCountry",
    kind: "text",
    about: "where the block is registered, which is not where the machine stands",
    weight: 88,
  },
  {
    name: "allocated",
    kind: "text",
    about: "the day on which the block was allocated: 1998-09-25",
    weight: 30,
  },
  { name: "abuseContact", kind: "text", about: "where to report abuse", weight: 70 },
  { name: "source", kind: "text", about: "who told it", weight: 20 },
  { name: "retrievedAt", kind: "time", about: "when it was told", weight: 10 },
  { name: "note", kind: "text", about: "what to know about this row", weight: 40 },
] as const satisfies readonly Field[];

/** Who owns an address, by the registries. */
export type OwnerRecord = RecordOf<typeof OWNER_FIELDS>;

/** A line of captured output that was not understood: kept, counted, never dropped. */
export interface Rejected {
  /** Its line number, from 1. */
  readonly line: number;
  /** The line as read. */
  readonly text: string;
  /** Why it was not understood. */
  readonly reason: string;
}

/** Characters of a rejected line that are kept. */
export const LONGEST_REJECTED = 500;

/** What a parser makes of a tool's whole output. */
export interface Parsed<Row> {
  /** One row a data line, in the order printed. */
  readonly rows: Row[];
  /** The lines that were not understood. Titles, headers and blank lines are not among them. */
  readonly rejected: Rejected[];
}

/** Makes a record with every field of a table null. */
export function emptyRecord<Fields extends readonly Field[]>(
  fields: Fields,
): { [F in Fields[number] as F["name"]]: null } {
  return Object.fromEntries(fields.map(({ name }) => [name, null])) as never;
}
