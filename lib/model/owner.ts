/**
 * The owner of an address, according to the registries.
 *
 * @module
 */
import type { Field, RecordOf } from "./field.ts";

/** The fields of the owner of an address, as `netwho whois` prints them. */
export const OWNER_FIELDS = [
  { name: "address", kind: "text", about: "the literal address", weight: 99, required: true },
  { name: "network", kind: "text", about: "the network it is in, as a CIDR block", weight: 80 },
  { name: "asn", kind: "integer", about: "the number of the announcing AS", weight: 85 },
  { name: "asName", kind: "text", about: "the name of that AS", weight: 60 },
  { name: "organization", kind: "text", about: "the registrant of the network", weight: 90 },
  { name: "registry", kind: "text", about: "the registry: arin, ripencc, apnic…", weight: 50 },
  {
    name: "registryCountry",
    kind: "text",
    about: "where the block is registered, not where the machine is",
    weight: 88,
  },
  {
    name: "allocated",
    kind: "text",
    about: "the day the block was allocated: 1998-09-25",
    weight: 30,
  },
  { name: "abuseContact", kind: "text", about: "where to report abuse", weight: 70 },
  { name: "source", kind: "text", about: "where the answer came from", weight: 20 },
  { name: "retrievedAt", kind: "time", about: "when the answer was retrieved", weight: 10 },
  { name: "note", kind: "text", about: "what to know about this row", weight: 40 },
] as const satisfies readonly Field[];

/** The owner of an address, according to the registries. */
export type OwnerRecord = RecordOf<typeof OWNER_FIELDS>;
