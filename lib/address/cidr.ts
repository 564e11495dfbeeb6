/**
 * Blocks of addresses in CIDR notation.
 *
 * @module
 */
import { compareGroups, parseAddress } from "./address.ts";

/** A block of addresses. */
export interface Cidr {
  /** 4 or 6. */
  readonly family: 4 | 6;
  /** The lowest address's bits, 16 in each. */
  readonly first: readonly number[];
  /** The highest address's bits. */
  readonly last: readonly number[];
  /** How many leading bits all its addresses share. */
  readonly prefixLength: number;
}

/**
 * Reads `192.0.2.0/24` or `2001:db8::/32`; null for text that is none. Bits beyond the prefix are
 * dropped, so that a machine's own address with its prefix names its network.
 */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf("/");
  const address = parseAddress(text.slice(0, slash));
  const prefix = text.slice(slash + 1);
  if (slash < 0 || !address || address.zone !== null || !/^(?:0|[1-9]\d{0,2})$/.test(prefix)) {
    return null;
  }
  const { family, groups } = address;
  const prefixLength = Number(prefix);
  if (prefixLength > groups.length * 16) return null;
  const hostMask = (index: number) => 0xffff >>> clamp(prefixLength - index * 16);
  return {
    family,
    first: groups.map((group, index) => group & ~hostMask(index)),
    last: groups.map((group, index) => group | hostMask(index)),
    prefixLength,
  };
}

/** Whether an address of the same family, given as its bits, is in the block. */
export function containsGroups({ first, last }: Cidr, groups: readonly number[]): boolean {
  return compareGroups(first, groups) <= 0 && compareGroups(groups, last) <= 0;
}

function clamp(bits: number): number {
  return Math.min(Math.max(bits, 0), 16);
}
