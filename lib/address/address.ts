/**
 * Parses, formats and compares literal IP addresses, including their DNS names under arpa.
 *
 * IPv4 is strict dotted decimal: four octets without leading zeros, because some programs read
 * `010` as eight and others as ten. IPv6 is parsed as in RFC 4291, section 2.2, and formatted as in
 * RFC 5952.
 *
 * @module
 */

/** A literal address. */
export interface Address {
  /** 4 or 6, by notation: `::ffff:192.0.2.1` is 6. */
  readonly family: 4 | 6;
  /** The bits in groups of 16: two groups for IPv4, eight for IPv6. */
  readonly groups: readonly number[];
  /** The IPv6 zone, such as `12` or `eth0`; null if there is none. */
  readonly zone: string | null;
}

/** Windows zones are numbers, Linux zones are interface names. */
const ZONE = /^[^\s%/[\],]+$/;

/** The longest IPv6 text: six groups of four digits, then dotted decimal. */
const LONGEST_IPV6 = 45;

// Not those of text/ascii.ts: with imported constants, parsing takes a tenth longer.
const DOT = 46;
const ZERO = 48;
const COLON = 58;

/**
 * Parses a literal address: strict dotted decimal, or IPv6 without brackets, with or without a zone.
 * Null for any other text.
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

/** Formats an address in its canonical form (RFC 5952), with its zone. */
export function formatAddress({ family, groups, zone }: Address): string {
  const text = family === 4 ? formatIPv4(embeddedIPv4(groups, 0)) : formatIPv6(groups);
  return zone === null ? text : `${text}%${zone}`;
}

/** Compares two addresses for sorting: IPv4 before IPv6, then by number, then by zone. */
export function compareAddresses(a: Address, b: Address): number {
  if (a.family !== b.family) return a.family - b.family;
  return compareGroups(a.groups, b.groups) || compareZones(a.zone, b.zone);
}

/** Compares the groups of two addresses of the same family. */
export function compareGroups(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    if (a[i] !== b[i]) return a[i]! - b[i]!;
  }
  return 0;
}

/** Parses strict dotted decimal into a number from 0 to 2^32 - 1; null for any other text. */
export function parseIPv4(text: string): number | null {
  const { length } = text;
  if (length < 7 || length > 15) return null;
  let value = 0;
  let octet = -1;
  let dots = 0;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      if (octet < 0 || ++dots > 3) return null;
      value = value * 256 + octet;
      octet = -1;
      continue;
    }
    const digit = code - ZERO;
    if (digit < 0 || digit > 9 || octet === 0) return null;
    octet = octet < 0 ? digit : octet * 10 + digit;
    if (octet > 255) return null;
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : null;
}

/** Formats a number from 0 to 2^32 - 1 as dotted decimal. */
export function formatIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Parses an IPv6 address without a zone into its eight groups; null for any other text. */
export function parseIPv6(text: string): number[] | null {
  const { length } = text;
  if (length < 2 || length > LONGEST_IPV6) return null;
  const groups = [0, 0, 0, 0, 0, 0, 0, 0];
  let count = 0;
  let gap = text.startsWith("::") ? 0 : -1;
  let at = gap === 0 ? 2 : 0;
  while (at < length) {
    const start = at;
    let value = 0;
    let digit = hexDigit(text.charCodeAt(at));
    while (digit >= 0) {
      value = value * 16 + digit;
      digit = ++at < length ? hexDigit(text.charCodeAt(at)) : -1;
    }
    if (count === 8 || at === start || at - start > 4) return null;
    if (text.charCodeAt(at) === DOT) {
      const tail = parseIPv4(text.slice(start));
      if (tail === null || count > 6) return null;
      groups[count++] = tail >>> 16;
      groups[count++] = tail & 0xffff;
      break;
    }
    groups[count++] = value;
    if (at === length) break;
    if (text.charCodeAt(at) !== COLON || ++at === length) return null;
    if (text.charCodeAt(at) === COLON) {
      if (gap >= 0) return null;
      gap = count;
      at++;
    }
  }
  if (gap < 0) return count === 8 ? groups : null;
  return count === 8 ? null : expandGap(groups, { gap, count });
}

/** Whether the groups are an IPv4-mapped address, `::ffff:0:0/96`. */
export function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups[0] === 0 && groups[1] === 0 && groups[2] === 0 &&
    groups[3] === 0 && groups[4] === 0;
}

/** Returns the IPv4 address in the two groups from `at` on, as a number. */
export function embeddedIPv4(groups: readonly number[], at: number): number {
  return groups[at]! * 0x10000 + groups[at + 1]!;
}

/** Returns the name of an address under in-addr.arpa (RFC 1035, section 3.5) or ip6.arpa (RFC 3596). */
export function arpaName(address: Address): string {
  return `${reversedLabels(address)}.${address.family === 4 ? "in-addr" : "ip6"}.arpa`;
}

/** Returns the labels of an address in reverse order: octets for IPv4, hexadecimal digits for IPv6. */
export function reversedLabels({ family, groups }: Pick<Address, "family" | "groups">): string {
  const labels = family === 4
    ? groups.flatMap((group) => [group >>> 8, group & 0xff]).map(String)
    : groups.flatMap((group) => [...group.toString(16).padStart(4, "0")]);
  return labels.reverse().join(".");
}

/** Whether a DNS name is the reverse name of an address or of a block of addresses. */
export function isArpaName(name: string): boolean {
  return /\.(?:in-addr|ip6)\.arpa$/i.test(name);
}

/** Returns the address of a reverse name; null for other names and for blocks of addresses. */
export function arpaAddress(name: string): Address | null {
  const [, digits, zone] = /^([0-9a-f.]{7,80})\.(in-addr|ip6)\.arpa$/i.exec(name) ?? [];
  if (digits === undefined) return null;
  const labels = digits.split(".").reverse();
  if (zone!.toLowerCase() === "in-addr") {
    return labels.length === 4 ? parseAddress(labels.join(".")) : null;
  }
  if (labels.length !== 32 || labels.some((label) => label.length !== 1)) return null;
  return parseAddress(labels.join("").match(/.{4}/g)!.join(":"));
}

function hexDigit(code: number): number {
  if (code >= ZERO && code <= 57) return code - ZERO;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function expandGap(groups: number[], { gap, count }: { gap: number; count: number }): number[] {
  const zeros = 8 - count;
  groups.copyWithin(gap + zeros, gap, count);
  return groups.fill(0, gap, gap + zeros);
}

/** Formats in lower case, with `::` for the longest run of zero groups. */
function formatIPv6(groups: readonly number[]): string {
  if (isMapped(groups)) return `::ffff:${formatIPv4(embeddedIPv4(groups, 6))}`;
  const { start, length } = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

function longestZeros(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let start = 0;
  groups.forEach((group, index) => {
    if (group !== 0) start = index + 1;
    else if (index + 1 - start > best.length) best = { start, length: index + 1 - start };
  });
  return best;
}

/** Sorts no zone first, then numbers, then names. */
function compareZones(a: string | null, b: string | null): number {
  if (a === b) return 0;
  if (a === null || b === null) return a === null ? -1 : 1;
  // Infinity - Infinity is NaN: two names are compared as text.
  return (zoneNumber(a) - zoneNumber(b)) || (a < b ? -1 : 1);
}

function zoneNumber(zone: string): number {
  return /^\d+$/.test(zone) ? Number(zone) : Infinity;
}
