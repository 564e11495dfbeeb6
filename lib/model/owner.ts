/**
 * The owner of an address, according to the registries.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** The fields of the owner of an address, as `netwho whois` prints them. */
export const OWNER_FIELDS = [
  { name: "address", kind: "text", about: "the literal address", required: true },
  { name: "network", kind: "text", about: "the network it is in, as a CIDR block" },
  { name: "networkName", kind: "text", about: "the registry's name of that network" },
  {
    name: "networkType",
    kind: "text",
    about: "what the registry calls its kind: ASSIGNED PA, DIRECT ALLOCATION…",
  },
  { name: "asn", kind: "integer", about: "the number of the announcing AS" },
  { name: "asName", kind: "text", about: "the name of that AS" },
  { name: "organization", kind: "text", about: "whom the network is registered to" },
  { name: "description", kind: "text", about: "what the registry's entry says of the network" },
  { name: "registry", kind: "text", about: "the registry: arin, ripencc, apnic…" },
  {
    name: "registryCountry",
    kind: "text",
    about: "where the block is registered, not where the machine is",
  },
  {
    name: "allocated",
    kind: "text",
    about: "the day the block was allocated: 1998-09-25",
  },
  { name: "abuseContact", kind: "text", about: "where to report abuse" },
  { name: "source", kind: "text", about: "where the answer came from" },
  {
    name: "retrievedAt",
    kind: "time",
    about: "when the answer was retrieved; of a database (--mmdb): when it was built",
  },
  { name: "note", kind: "text", about: "what to know about this row" },
] as const satisfies readonly Field[];

/** The owner of an address, according to the registries. */
export type OwnerRecord = RecordOf<typeof OWNER_FIELDS>;

/** What a table shows people of the owner of an address. */
export const OWNER_VIEW: TableView = {
  noun: "addresses",
  columns: [
    { name: "address", fields: ["address"], shows: "prose", below: true },
    { name: "organization", fields: ["organization"], shows: "text", weight: 90 },
    { name: "country", fields: ["registryCountry"], shows: "text", weight: 88 },
    { name: "asn", fields: ["asn"], shows: "number", weight: 84 },
    { name: "asName", fields: ["asName"], shows: "text", weight: 60 },
    { name: "network", fields: ["network"], shows: "address", weight: 80 },
    { name: "networkName", fields: ["networkName"], shows: "text", weight: 40 },
    { name: "networkType", fields: ["networkType"], shows: "text", weight: 25 },
    { name: "registry", fields: ["registry"], shows: "text", weight: 50 },
    { name: "allocated", fields: ["allocated"], shows: "text", weight: 30 },
    { name: "abuseContact", fields: ["abuseContact"], shows: "address", weight: 70 },
    { name: "source", fields: ["source"], shows: "text", weight: 20 },
    { name: "retrievedAt", fields: ["retrievedAt"], shows: "time", weight: 10 },
    { name: "description", fields: ["description"], shows: "text", weight: 15 },
    { name: "note", fields: ["note"], shows: "prose", below: true },
  ],
};
