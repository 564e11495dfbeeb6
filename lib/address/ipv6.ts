/**
 * IPv6 addresses as eight groups of 16 bits, without their zone (RFC 4291, section 2.2).
 *
 * @module
 */
import { formatIPv4, parseIPv4 } from "./ipv4.ts";

const COLON = 58;
const DOT = 46;
/** The longest form: six groups of four digits, then dotted decimal. */
const LONGEST = 45;

/** The eight groups of an IPv6 address without a zone; null for text that is none. */
export function parseIPv6(text: string): number[] | null {
  const { length } = text;
  if (length < 2 || length > LONGEST) return null;
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
  return count === 8 ? null : widenGap(groups, { gap, count });
}

/** The text of an IPv6 address as RFC 5952 wants it: lower case, the longest run of zeros cut. */
export function formatIPv6(groups: readonly number[]): string {
  if (isMapped(groups)) return `::ffff:${formatIPv4(embeddedIPv4(groups, 6))}`;
  const { start, length } = longestZeros(groups);
  const hex = (part: readonly number[]) => part.map((group) => group.toString(16)).join(":");
  if (length < 2) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}

/** Whether it is an IPv4-mapped address, `::ffff:0:0/96`. */
export function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups[0] === 0 && groups[1] === 0 && groups[2] === 0 &&
    groups[3] === 0 && groups[4] === 0;
}

/** The IPv4 address that stands in the group `at` and the one after it, as a number. */
export function embeddedIPv4(groups: readonly number[], at: number): number {
  return groups[at]! * 0x10000 + groups[at + 1]!;
}

function hexDigit(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const letter = code | 32;
  return letter >= 97 && letter <= 102 ? letter - 87 : -1;
}

function widenGap(groups: number[], { gap, count }: { gap: number; count: number }): number[] {
  const zeros = 8 - count;
  groups.copyWithin(gap + zeros, gap, count);
  return groups.fill(0, gap, gap + zeros);
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
