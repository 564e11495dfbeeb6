/**
 * A DNS record, or a query that found none.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

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
