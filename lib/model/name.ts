/**
 * A DNS record, or a query that found none.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The DNS record types that netwho queries. */
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

/** A DNS record type. */
export type RecordType = typeof RECORD_TYPES[number];

/** Every outcome of a DNS query. */
export const NAME_STATUSES = [
  "NOERROR",
  "NXDOMAIN",
  "NODATA",
  "TIMEOUT",
  "SERVFAIL",
  "REFUSED",
  "ERROR",
] as const;

/** The outcome of a DNS query. */
export type NameStatus = typeof NAME_STATUSES[number];

const STATUSES_LISTED: string = NAME_STATUSES.join(" ");

/** The fields of a row of `netwho nslookup`: one row per record or failed query. */
export const NAME_FIELDS = [
  {
    name: "query",
    kind: "text",
    about: "the name or address queried; null if saved output does not show it",
  },
  { name: "type", kind: "text", about: "the record type, or the type queried" },
  { name: "name", kind: "text", about: "the name that has the record" },
  {
    name: "data",
    kind: "text",
    about: "the data of the record: an address, a host name, text",
  },
  { name: "preference", kind: "integer", about: "preference (MX) or priority (SRV)" },
  { name: "weight", kind: "integer", about: "weight among records of one priority (SRV)" },
  { name: "port", kind: "integer", about: "the service's port (SRV)" },
  {
    name: "aliases",
    kind: "list",
    about: "the alias names that led to this one, starting with the one queried",
  },
  {
    name: "server",
    kind: "text",
    about: "the server that answered; Deno if nslookup is missing",
  },
  { name: "serverAddress", kind: "text", about: "the literal address of that server" },
  {
    name: "authoritative",
    kind: "boolean",
    about: "whether the answer came from a server of the zone itself; null if unknown",
  },
  {
    name: "status",
    kind: "text",
    about: `the outcome of the query: ${STATUSES_LISTED}`,
    required: true,
  },
  { name: "note", kind: "text", about: "what to know about this row" },
] as const satisfies readonly Field[];

/** A DNS record, or a query that found none. */
export type NameRecord = RecordOf<typeof NAME_FIELDS>;

/** What a table shows people of a DNS record. */
export const NAME_VIEW: TableView = {
  noun: "answers",
  columns: [
    { name: "query", fields: ["query"], shows: "prose", below: true },
    { name: "type", fields: ["type"], shows: "text" },
    { name: "name", fields: ["name"], shows: "host", weight: 60 },
    { name: "data", fields: ["data"], shows: "prose", below: true, lead: "-> " },
    { name: "preference", fields: ["preference"], shows: "number", weight: 50 },
    { name: "port", fields: ["port"], shows: "number", weight: 30 },
    { name: "aliases", fields: ["aliases"], shows: "list", weight: 40 },
    { name: "server", fields: ["server"], shows: "host", weight: 20 },
    { name: "serverAddress", fields: ["serverAddress"], shows: "address", weight: 21 },
    { name: "authoritative", fields: ["authoritative"], shows: "text", weight: 10 },
    { name: "status", fields: ["status"], shows: "text", weight: 95 },
    { name: "note", fields: ["note"], shows: "prose", below: true },
  ],
};
