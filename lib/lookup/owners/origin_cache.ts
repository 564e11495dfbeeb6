/**
 * What the caches of Team Cymru's answers hold.
 *
 * @module
 */
import { containsGroups, parseCidr } from "../../address/cidr.ts";
import { type CacheKind, DAY, isText, isTextOrNull } from "../cache/cache_kind.ts";
import { type AskedAddress, formatCidr } from "../../address/askable.ts";
import type { Origin } from "./cymru.ts";

/** An origin, and the addresses for which it is known to be the right one. */
export interface KnownOrigin extends Origin {
  /** Those addresses, as a CIDR block. */
  readonly block: string;
}

/**
 * The addresses that an answer about one of them speaks for. Within an announced network a more
 * specific one can be announced by someone else, so an answer about 8.0.0.1 that says 8.0.0.0/9 is
 * none about 8.8.8.8. But nothing longer than /24 and /48 gets far in BGP, so that much is sure.
 */
export function spokenFor(address: AskedAddress, { network }: { network: string }): string {
  const { prefixLength } = parseCidr(network)!;
  const length = Math.max(prefixLength, longestRouted(address.family));
  return formatCidr(parseCidr(`${address.text}/${length}`)!);
}

/** The longest prefix that networks pass on to each other, by their filters' habit. */
export function longestRouted(family: 4 | 6): number {
  return family === 4 ? 24 : 48;
}

/** Origins by the addresses that they hold for. Announcements change on a few networks a day. */
export const ORIGINS: CacheKind<KnownOrigin> = {
  file: "origins.ndjson",
  read({ block, network, asn, otherAsns, country, registry, allocated }) {
    const known = isText(block, 50) && isText(network, 50) && isAsnOrNull(asn) &&
      Array.isArray(otherAsns) && otherAsns.every(isAsn) && isTextOrNull(country, 2) &&
      isTextOrNull(registry, 40) && isTextOrNull(allocated, 10);
    if (!known || !isWithin(block, network)) return null;
    return { block, network, asn, otherAsns, country, registry, allocated };
  },
  keyOf: ({ block }) => block,
  lifetimeOf: () => 7 * DAY,
};

/** What an AS is called. */
export interface AsName {
  /** Its number. */
  readonly asn: number;
  /** Its name. */
  readonly asName: string;
}

/** Names of ASes by their numbers; they change as seldom as companies do. */
export const AS_NAMES: CacheKind<AsName> = {
  file: "as-names.ndjson",
  read: ({ asn, asName }) => isAsn(asn) && isText(asName) ? { asn, asName } : null,
  keyOf: ({ asn }) => String(asn),
  lifetimeOf: () => 30 * DAY,
};

function isWithin(block: string, network: string): boolean {
  const [inner, outer] = [parseCidr(block), parseCidr(network)];
  return inner !== null && outer !== null && inner.family === outer.family &&
    inner.prefixLength >= outer.prefixLength && containsGroups(outer, inner.first);
}

function isAsn(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 0xffffffff;
}

function isAsnOrNull(value: unknown): value is number | null {
  return value === null || isAsn(value);
}
