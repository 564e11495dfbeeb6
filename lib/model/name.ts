/**
 * A DNS record, or a query that found none.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

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

/** The fields of a row of `netwho nslookup`: one row per record or failed query. */
export const NAME_FIELDS = [
  {
    name: "query",
    kind: "text",
    about: "the name or address queried; null if saved output does not show it",
    weight: 99,
  },
  { name: "type", kind: "text", about: "the record type, or the type queried", weight: 98 },
  { name: "name", kind: "text", about: "the name that has the record", weight: 60 },
  {
    name: "data",
    kind: "text",
    about: "the data of the record: an address, a host name, text",
    weight: 97,
  },
  { name: "preference", kind: "integer", about: "preference (MX) or priority (SRV)", weight: 50 },
  { name: "weight", kind: "integer", about: "weight among records of one priority (SRV)" },
  { name: "port", kind: "integer", about: "the service's port (SRV)", weight: 30 },
  {
    name: "aliases",
    kind: "list",
    about: "the alias names that led to this one, starting with the one queried",
    weight: 40,
  },
  {
    name: "server",
    kind: "text",
    about: "the server that answered; Deno if nslookup is missing",
    weight: 20,
  },
  { name: "serverAddress", kind: "text", about: "the literal address of that server", weight: 21 },
  {
    name: "authoritative",
    kind: "boolean",
    about: "whether the answer came from a server of the zone itself; null if unknown",
    weight: 10,
  },
  {
    name: "status",
    kind: "text",
    about: `the outcome of the query: ${NAME_STATUSES.join(" ")}`,
    weight: 95,
    required: true,
  },
  { name: "note", kind: "text", about: "what to know about this row", weight: 11 },
] as const satisfies readonly Field[];

/** A DNS record, or a query that found none. */
export type NameRecord = RecordOf<typeof NAME_FIELDS>;
