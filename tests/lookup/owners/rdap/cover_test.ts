import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatAddress, formatIPv4, parseAddress } from "../../../../lib/address/address.ts";
import { parseCidr } from "../../../../lib/address/range.ts";
import { coverRange } from "../../../../lib/lookup/owners/rdap/cover.ts";

function cover(first: string, last: string): string[] {
  return coverRange(parseAddress(first)!, parseAddress(last)!).map(({ text }) => text);
}

// The blocks are those that Python's ipaddress.summarize_address_range gives.
Deno.test("ranges are covered by the fewest blocks", () => {
  assertEquals(cover("0.0.0.0", "255.255.255.255"), ["0.0.0.0/0"]);
  assertEquals(cover("192.0.2.1", "192.0.2.1"), ["192.0.2.1/32"]);
  assertEquals(cover("192.0.2.0", "192.0.2.130"), [
    "192.0.2.0/25",
    "192.0.2.128/31",
    "192.0.2.130/32",
  ]);
  assertEquals(cover("::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), ["::/0"]);
  assertEquals(cover("2001:db8::ffff", "2001:db8::2:0"), [
    "2001:db8::ffff/128",
    "2001:db8::1:0/112",
    "2001:db8::2:0/128",
  ]);
  assertEquals(cover("0.0.0.1", "255.255.255.254").length, 62);
  assertEquals(cover("::1", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").length, 254);
});

Deno.test("a range's blocks hold its addresses, each once, and no block can be joined to the next", () => {
  const ends = fc.tuple(fc.nat(600), fc.nat(600)).map(([a, b]) => a < b ? [a, b] : [b, a]);
  const base = fc.integer({ min: 0, max: 2 ** 32 - 1000 });
  fc.assert(fc.property(base, ends, (start, [first, last]) => {
    const blocks = cover(formatIPv4(start + first!), formatIPv4(start + last!));
    const held = blocks.flatMap((block) => addressesOf(block));
    const naive = Array.from({ length: last! - first! + 1 }, (_, index) => start + first! + index);
    assertEquals(held, naive);
    const sizes = blocks.map((block) => 2 ** (32 - parseCidr(block)!.prefixLength));
    for (let i = 1; i < sizes.length; i++) {
      const joins = sizes[i] === sizes[i - 1] &&
        addressesOf(blocks[i - 1]!)[0]! % (2 * sizes[i]!) === 0;
      assertEquals(joins, false, blocks.join(" "));
    }
  }));
});

Deno.test("IPv6 blocks follow one another from the first address to the last", () => {
  const address = fc.bigInt({ min: 0n, max: (1n << 128n) - 1n });
  fc.assert(fc.property(address, address, (a, b) => {
    const [first, last] = a < b ? [a, b] : [b, a];
    const blocks = coverRange(parseAddress(textOf(first))!, parseAddress(textOf(last))!);
    let next = first;
    for (const block of blocks) {
      assertEquals(block.first, next);
      const { first: low, last: high } = parseCidr(block.text)!;
      assertEquals([numberOf(low), numberOf(high)], [block.first, block.last]);
      next = block.last + 1n;
    }
    assertEquals(next, last + 1n);
  }));
});

function addressesOf(block: string): number[] {
  const { first, prefixLength } = parseCidr(block)!;
  const start = first[0]! * 0x10000 + first[1]!;
  return Array.from({ length: 2 ** (32 - prefixLength) }, (_, index) => start + index);
}

function numberOf(groups: readonly number[]): bigint {
  return BigInt(`0x${groups.map((group) => group.toString(16).padStart(4, "0")).join("")}`);
}

function textOf(value: bigint): string {
  const digits = value.toString(16).padStart(32, "0");
  const groups = digits.match(/..../g)!.map((group) => parseInt(group, 16));
  return formatAddress({ family: 6, groups, zone: null });
}
