/**
 * IPv4 addresses as numbers. Strict dotted decimal: four octets, no leading zeros, because `010` is
 * eight to some programs and ten to others.
 *
 * @module
 */

const DOT = 46;
const ZERO = 48;

/** An IPv4 address as a number from 0 to 2^32 - 1; null for anything but strict dotted decimal. */
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

/** The text of an IPv4 address given as a number. */
export function formatIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}
