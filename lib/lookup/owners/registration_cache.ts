/**
 * What the cache of the registries' answers holds.
 *
 * @module
 */
import { compareGroups, parseAddress } from "../../address/address.ts";
import { parseCidr } from "../../address/range.ts";
import { type CacheKind, DAY, isText, isTextOrNull } from "../cache/cache_kind.ts";
import type { AddressRange } from "./prefix_table.ts";
import type { RdapFound } from "./rdap/rdap.ts";

/** To whom a network is registered: what is kept of {@linkcode RdapFound}. */
export type Registration = Pick<
  RdapFound,
  | "startAddress"
  | "endAddress"
  | "networks"
  | "organization"
  | "country"
  | "registry"
  | "allocated"
  | "abuseContact"
  | "host"
>;

/** The addresses that a registration is about; null where its ends make no range. */
export function rangeOf(
  { startAddress, endAddress }: Pick<Registration, "startAddress" | "endAddress">,
): AddressRange | null {
  const [start, end] = [parseAddress(startAddress), parseAddress(endAddress)];
  if (start === null || end === null || start.family !== end.family) return null;
  if (compareGroups(start.groups, end.groups) > 0) return null;
  return { family: start.family, first: start.groups, last: end.groups };
}

/** Registrations by their range. Networks change hands in weeks, and each question takes a second. */
export const REGISTRATIONS: CacheKind<Registration> = {
  file: "rdap.ndjson",
  read(fields) {
    const { startAddress, endAddress, networks, organization, country } = fields;
    const { registry, allocated, abuseContact, host } = fields;
    const known = isText(startAddress, 50) && isText(endAddress, 50) && isBlocks(networks) &&
      isTextOrNull(organization) && isTextOrNull(country, 2) && isText(registry) &&
      isTextOrNull(allocated, 10) && isTextOrNull(abuseContact) && isText(host);
    if (!known || rangeOf({ startAddress, endAddress }) === null) return null;
    return {
      ...{ startAddress, endAddress, networks, organization, country },
      ...{ registry, allocated, abuseContact, host },
    };
  },
  keyOf: ({ startAddress, endAddress }) => `${startAddress}-${endAddress}`,
  lifetimeOf: () => 14 * DAY,
};

function isBlocks(value: unknown): value is string[] {
  return Array.isArray(value) && value.length <= 300 &&
    value.every((block) => isText(block, 50) && parseCidr(block) !== null);
}
