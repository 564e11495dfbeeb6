/**
 * Literal addresses: reading, comparing, writing them.
 *
 * @module
 */
import { formatIPv4, parseIPv4 } from "./ipv4.ts";
import { formatIPv6, parseIPv6 } from "./ipv6.ts";

/** A literal address. */
export interface Address {
  /** 4 or 6, after how it is written: `::ffff:192.0.2.1` is 6. */
  readonly family: 4 | 6;
  /** Its bits, 16 in each: two groups for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
  /** IPv6's zone, `12` or `eth0`; null where none is written. */
  readonly zone: string | null;
}

/** What a zone can be made of; Windows uses numbers, Linux the names of interfaces. */
const ZONE = /^[^\s%/[\],]+$/;

/**
 * Reads a literal address: strict dotted decimal, or IPv6 without brackets, with or without a zone.
 * Null for text that is none.
 *
 * @example
 * ```ts
 * import { parseAddress } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(parseAddress("fe80::1%12")?.zone, "12");
 * assertEquals(parseAddress("010.0.0.1"), null);
 * ```
 */
export function parseAddress(text: string): Address | null {
  const value = parseIPv4(text);
  if (value !== null) return { family: 4, groups: [value >>> 16, value & 0xffff], zone: null };
  const percent = text.indexOf("%");
  const zone = percent < 0 ? null : text.slice(percent + 1);
  if (zone !== null && !ZONE.test(zone)) return null;
  const groups = parseIPv6(percent < 0 ? text : text.slice(0, percent));
  return groups && { family: 6, groups, zone };
}

/** The one way to write an address (RFC 5952), zone kept. */
export function formatAddress({ family, groups, zone }: Address): string {
  const text = family === 4 ? formatIPv4(groups[0]! * 0x10000 + groups[1]!) : formatIPv6(groups);
  return zone === null ? text : `${text}%${zone}`;
}

/** The order of two addresses: IPv4 before IPv6, then by number, then by zone. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family - b.family;
  return compareGroups(a.groups, b.groups) || compareZones(a.zone, b.zone);
}

/** The order of two addresses of one family by their bits alone. */
export function compareGroups(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return 0;
}

function compareZones(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  const [numberA, numberB] = [zoneNumber(a), zoneNumber(b)];
  // Infinity - Infinity is NaN, which falls through to the comparison as text.
  return (numberA - numberB) || (a < b ? -1 : 1);
}

function zoneNumber(zone: string): number {
  return /^\d+$/.test(zone) ? Number(zone) : Infinity;
}
