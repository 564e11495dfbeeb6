/**
 * The fewest CIDR blocks that cover a range of addresses exactly.
 *
 * @module
 */
import { type Address, formatAddress } from "../../../address/address.ts";

/** A block, as {@linkcode coverRange} makes it. */
export interface CoverBlock {
  /** In CIDR notation: `192.0.2.0/24`. */
  readonly text: string;
  /** Its lowest address as a number. */
  readonly first: bigint;
  /** Its highest address as a number. */
  readonly last: bigint;
}

/**
 * Covers the addresses from `first` to `last` (both of one family, `first` not above `last`) with
 * blocks, in order: at most 62 for IPv4, 254 for IPv6.
 */
export function coverRange(first: Address, last: Address): CoverBlock[] {
  const bits = first.groups.length * 16;
  const end = toNumber(last);
  const blocks: CoverBlock[] = [];
  for (let at = toNumber(first); at <= end;) {
    let size = 0;
    // Twice as large as long as it starts where such a block can, and does not reach too far.
    while (
      size < bits && (at >> BigInt(size) & 1n) === 0n && at + (2n << BigInt(size)) - 1n <= end
    ) {
      size++;
    }
    const past = at + (1n << BigInt(size));
    const text = `${formatAddress(toAddress(at, first.family))}/${bits - size}`;
    blocks.push({ text, first: at, last: past - 1n });
    at = past;
  }
  return blocks;
}

/** An address as a number. */
export function toNumber({ groups }: Address): bigint {
  return groups.reduce((value, group) => value << 16n | BigInt(group), 0n);
}

function toAddress(value: bigint, family: 4 | 6): Address {
  const count = family === 4 ? 2 : 8;
  const group = (index: number) => Number(value >> BigInt(16 * (count - 1 - index)) & 0xffffn);
  return { family, groups: Array.from({ length: count }, (_, index) => group(index)), zone: null };
}
