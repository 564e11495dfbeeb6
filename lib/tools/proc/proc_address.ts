/**
 * Addresses as the kernel prints them in `/proc/net`: hexadecimal, each 32-bit word in the
 * machine's own byte order. Little-endian machines only (x86, ARM, RISC-V); a big-endian machine
 * prints the words the other way round, which cannot be told from the text.
 *
 * @module
 */

/** How many digits an address has, by IP version. */
export const DIGITS = { ipv4: 8, ipv6: 32 } as const;

/**
 * Turns an address of `/proc/net` into its usual text: dotted for IPv4, RFC 5952 for IPv6 with
 * IPv4-mapped ones as `::ffff:192.0.2.1`. Null for anything but 8 or 32 hexadecimal digits.
 *
 * @example
 * ```ts
 * import { procAddress } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(procAddress("0100007F"), "127.0.0.1");
 * assertEquals(procAddress("B80D0120000000000000000001000000"), "2001:db8::1");
 * ```
 */
export function procAddress(hex: string): string | null {
  if (hex.length !== DIGITS.ipv4 && hex.length !== DIGITS.ipv6) return null;
  const groups: number[] = [];
  for (let word = 0; word < hex.length; word += 8) {
    const high = swappedGroup(hex, word + 4);
    const low = swappedGroup(hex, word);
    if (high < 0 || low < 0) return null;
    groups.push(high, low);
  }
  return groups.length === 2 ? dotted(groups[0]!, groups[1]!) : ipv6(groups);
}

/**
 * The values of hexadecimal digits by their character code below 256; -1 for all other characters.
 */
export const HEX_VALUES: Int8Array = Int8Array.from({ length: 256 }, (_, code) => {
  const digit = String.fromCharCode(code);
  return /^[0-9a-fA-F]$/.test(digit) ? Number.parseInt(digit, 16) : -1;
});

/**
 * The 16 bits that four digits stand for, with their two bytes swapped; negative where not digits.
 */
function swappedGroup(hex: string, at: number): number {
  const low = digitAt(hex, at) << 4 | digitAt(hex, at + 1);
  const high = digitAt(hex, at + 2) << 4 | digitAt(hex, at + 3);
  return high << 8 | low;
}

function digitAt(hex: string, at: number): number {
  return HEX_VALUES[hex.charCodeAt(at)] ?? -1;
}

function dotted(high: number, low: number): string {
  return `${high >> 8}.${high & 0xff}.${low >> 8}.${low & 0xff}`;
}

function ipv6(groups: readonly number[]): string {
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) return `::ffff:${dotted(groups[6]!, groups[7]!)}`;
  const { start, length } = longestZeroRun(groups);
  if (length < 2) return hexGroups(groups);
  return `${hexGroups(groups.slice(0, start))}::${hexGroups(groups.slice(start + length))}`;
}

/** The first of the longest runs of zero groups. */
function longestZeroRun(groups: readonly number[]): { start: number; length: number } {
  let best = { start: 0, length: 0 };
  let length = 0;
  for (const [index, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: index + 1 - length, length };
  }
  return best;
}

function hexGroups(groups: readonly number[]): string {
  return groups.map((group) => group.toString(16)).join(":");
}
