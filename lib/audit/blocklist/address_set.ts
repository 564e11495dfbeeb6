/**
 * A set of addresses and blocks that answers at once, however many are in it: for each length of a prefix
 * it knows the blocks by their leading bits.
 *
 * @module
 */
import { embeddedIPv4, isMapped, parseAddress, parseIPv4 } from "../../address/address.ts";
import type { Cidr } from "../../address/range.ts";

/** A set of addresses, each with what it was written as. */
export class AddressSet<Entry> {
  /** By the length of the prefix, the longest first. */
  #blocks4: (readonly [length: number, blocks: Map<number, Entry>])[] = [];
  #blocks6: (readonly [length: number, blocks: Map<string, Entry>])[] = [];

  /** Adds a block; of two that are the same the first one counts. */
  add({ family, first, prefixLength }: Omit<Cidr, "last">, entry: Entry): void {
    if (family === 4) return this.addIPv4(embeddedIPv4(first, 0), { prefixLength, entry });
    if (isMapped(first) && prefixLength >= MAPPED_BITS) {
      const inner = { prefixLength: prefixLength - MAPPED_BITS, entry };
      return this.addIPv4(embeddedIPv4(first, 6), inner);
    }
    setOnce(blocksFor(this.#blocks6, prefixLength), bitsOf(first, prefixLength), entry);
  }

  /** Adds a block of IPv4, by its lowest address. */
  addIPv4(
    first: number,
    { prefixLength, entry }: { prefixLength: number; entry: Entry },
  ): void {
    setOnce(blocksFor(this.#blocks4, prefixLength), networkOf(first, prefixLength), entry);
  }

  /**
   * Finds the smallest block that an address is in; null where there is none.
   *
   * @param shortest blocks with a shorter prefix do not count.
   */
  find(text: string, shortest: { readonly ipv4: number; readonly ipv6: number }): Entry | null {
    const value = parseIPv4(text);
    if (value !== null) return this.#findIPv4(value, shortest.ipv4);
    const address = parseAddress(text);
    if (address?.family !== 6) return null;
    const { groups } = address;
    if (isMapped(groups)) return this.#findIPv4(embeddedIPv4(groups, 6), shortest.ipv4);
    for (const [length, blocks] of this.#blocks6) {
      if (length < shortest.ipv6) break;
      const entry = blocks.get(bitsOf(groups, length));
      if (entry !== undefined) return entry;
    }
    return null;
  }

  #findIPv4(value: number, shortest: number): Entry | null {
    for (const [length, blocks] of this.#blocks4) {
      if (length < shortest) break;
      const entry = blocks.get(networkOf(value, length));
      if (entry !== undefined) return entry;
    }
    return null;
  }
}

const MAPPED_BITS = 96;

/** The leading bits of an IPv4 address, the others zero. */
function networkOf(value: number, length: number): number {
  const size = 2 ** (32 - length);
  return value - (value % size);
}

/** The leading bits of an IPv6 address as text. */
function bitsOf(groups: readonly number[], length: number): string {
  const whole = length >> 4;
  const bits = groups.slice(0, whole);
  const rest = length & 15;
  if (rest > 0) bits.push(groups[whole]! >>> (16 - rest));
  return String.fromCharCode(...bits);
}

/** The blocks with a length of prefix; the longest prefixes come first. */
function blocksFor<Key, Entry>(
  all: (readonly [length: number, blocks: Map<Key, Entry>])[],
  length: number,
): Map<Key, Entry> {
  const known = all.find(([known]) => known === length);
  if (known !== undefined) return known[1];
  const blocks = new Map<Key, Entry>();
  all.push([length, blocks]);
  all.sort(([one], [other]) => other - one);
  return blocks;
}

function setOnce<Key, Entry>(map: Map<Key, Entry>, key: Key, entry: Entry): void {
  if (!map.has(key)) map.set(key, entry);
}

/** The blocks that a range of IPv4 addresses consists of, from its first to its last address. */
export function* blocksOfRange(
  first: number,
  last: number,
): Generator<readonly [first: number, prefixLength: number]> {
  for (let from = first; from <= last;) {
    let size = 1;
    while (from % (size * 2) === 0 && from + size * 2 - 1 <= last && size < 2 ** 32) size *= 2;
    yield [from, 32 - Math.log2(size)];
    from += size;
  }
}
