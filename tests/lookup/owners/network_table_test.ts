import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatAddress, formatIPv4, parseAddress } from "../../../lib/address/address.ts";
import { type Cidr, parseCidr } from "../../../lib/address/range.ts";
import {
  type AddressRange,
  coverRange,
  NetworkTable,
  parseRange,
} from "../../../lib/lookup/owners/network_table.ts";

function tableOf(...blocks: string[]): NetworkTable<string> {
  const table = new NetworkTable<string>();
  for (const block of blocks) table.add(parseCidr(block)!, block);
  return table;
}

function find(table: NetworkTable<string>, address: string): string | null {
  return table.find(parseAddress(address)!);
}

Deno.test("the longest prefix wins, whatever the order", () => {
  const blocks = ["8.0.0.0/9", "8.8.8.0/24", "8.8.0.0/16", "0.0.0.0/0", "8.8.8.8/32"];
  for (const table of [tableOf(...blocks), tableOf(...blocks.toReversed())]) {
    assertEquals(find(table, "8.8.8.8"), "8.8.8.8/32");
    assertEquals(find(table, "8.8.8.9"), "8.8.8.0/24");
    assertEquals(find(table, "8.8.9.9"), "8.8.0.0/16");
    assertEquals(find(table, "8.0.0.0"), "8.0.0.0/9");
    assertEquals(find(table, "8.127.255.255"), "8.0.0.0/9");
    assertEquals(find(table, "8.128.0.0"), "0.0.0.0/0");
    assertEquals(find(table, "255.255.255.255"), "0.0.0.0/0");
    assertEquals(find(table, "::808:808"), null);
  }
});

Deno.test("IPv6 is kept apart from IPv4, with all its bits", () => {
  const table = tableOf("2600::/12", "2606:4700::/32", "2606:4700:4700::/48", "::/0");
  assertEquals(find(table, "2606:4700:4700::1111"), "2606:4700:4700::/48");
  assertEquals(find(table, "2606:4700:4700:ffff:ffff:ffff:ffff:ffff"), "2606:4700:4700::/48");
  assertEquals(find(table, "2606:4700:4701::"), "2606:4700::/32");
  assertEquals(find(table, "260f::"), "2600::/12");
  assertEquals(find(table, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), "::/0");
  assertEquals(find(table, "0.0.0.0"), null);
});

Deno.test("ranges that are not blocks count by their size", () => {
  const table = tableOf("10.0.0.0/24");
  const range = (first: string, last: string): AddressRange => ({
    family: 4,
    first: parseAddress(first)!.groups,
    last: parseAddress(last)!.groups,
  });
  table.add(range("10.0.0.1", "10.0.1.9"), "large");
  table.add(range("10.0.0.200", "10.0.0.210"), "small");
  assertEquals(find(table, "10.0.0.1"), "10.0.0.0/24");
  assertEquals(find(table, "10.0.0.205"), "small");
  assertEquals(find(table, "10.0.0.211"), "10.0.0.0/24");
  assertEquals(find(table, "10.0.1.9"), "large");
  assertEquals(find(table, "10.0.1.10"), null);
  table.add(range("10.0.0.9", "10.0.0.1"), "backwards");
  assertEquals(find(table, "10.0.0.5"), "10.0.0.0/24");
});

Deno.test("a network that is added again replaces the earlier one", () => {
  const table = new NetworkTable<number>();
  table.add(parseCidr("192.0.2.0/24")!, 1);
  assertEquals(table.find(parseAddress("192.0.2.1")!), 1);
  table.add(parseCidr("192.0.2.0/24")!, 2);
  assertEquals(table.find(parseAddress("192.0.2.1")!), 2);
});

Deno.test("an empty table finds nothing", () => {
  assertEquals(find(tableOf(), "192.0.2.1"), null);
});

/** Few bits differ, so that networks overlap. */
const groups = (family: 4 | 6) =>
  fc.tuple(fc.constantFrom(0, 1, 2, 0x8000, 0xffff), fc.nat({ max: 40 })).map(([high, low]) =>
    family === 4 ? [high, low] : [0x2001, high, 0, 0, 0, 0, high, low]
  );
const network = fc.constantFrom<4 | 6>(4, 6).chain((family) =>
  fc.oneof(
    fc.tuple(groups(family), groups(family)).map(([a, b]): AddressRange => {
      const [first, last] = [a, b].sort((x, y) => compare(x, y)) as [number[], number[]];
      return { family, first, last };
    }),
    fc.tuple(groups(family), fc.nat({ max: family === 4 ? 32 : 128 })).map(([bits, length]): Cidr =>
      family === 4
        ? parseCidr(
          `${bits[0]! >> 8}.${bits[0]! & 255}.${bits[1]! >> 8}.${bits[1]! & 255}/${length}`,
        )!
        : parseCidr(`${bits.map((group) => group.toString(16)).join(":")}/${length}`)!
    ),
  )
);
const address = fc.constantFrom<4 | 6>(4, 6).chain((family) =>
  groups(family).map((bits) => ({ family, groups: bits }))
);

Deno.test("it finds the same as a search of every network", () => {
  fc.assert(
    fc.property(fc.array(network, { maxLength: 40 }), fc.array(address), (networks, addresses) => {
      const table = new NetworkTable<number>();
      networks.forEach((one, index) => table.add(one, index));
      for (const one of addresses) assertEquals(table.find(one), naive(networks, one));
    }),
    { numRuns: 500 },
  );
});

Deno.test("it finds the same while networks are added in between", () => {
  fc.assert(fc.property(fc.array(network, { maxLength: 15 }), address, (networks, one) => {
    const table = new NetworkTable<number>();
    networks.forEach((added, index) => {
      table.add(added, index);
      assertEquals(table.find(one), naive(networks.slice(0, index + 1), one));
    });
  }));
});

for (const family of [4, 6] as const) {
  Deno.test(`100,000 addresses find theirs among 10,000 networks of IPv${family}`, () => {
    const table = new NetworkTable<number>();
    for (let i = 0; i < 10_000; i++) {
      const block = family === 4
        ? `${i >> 8}.${i & 255}.0.0/${16 + i % 9}`
        : `2001:${i.toString(16)}::/${32 + i % 17}`;
      table.add(parseCidr(block)!, i);
    }
    const started = performance.now();
    let found = 0;
    for (let i = 0; i < 100_000; i++) {
      const at = i % 12_000;
      const groups = family === 4 ? [at, 1] : [0x2001, at, 0, 0, 0, 0, 0, 1];
      if (table.find({ family, groups }) !== null) found++;
    }
    assert(found > 80_000);
    // 0.1 s when it was written; a search of every network takes a minute.
    assert(performance.now() - started < 10_000);
  });
}

function naive(
  networks: readonly AddressRange[],
  { family, groups }: { family: 4 | 6; groups: readonly number[] },
): number | null {
  let best: { index: number; size: bigint } | null = null;
  networks.forEach(({ family: other, first, last }, index) => {
    if (other !== family || compare(first, groups) > 0 || compare(groups, last) > 0) return;
    const size = big(last) - big(first);
    if (best === null || size <= best.size) best = { index, size };
  });
  return (best as { index: number } | null)?.index ?? null;
}

function compare(a: readonly number[], b: readonly number[]): number {
  return big(a) < big(b) ? -1 : big(a) > big(b) ? 1 : 0;
}

function big(groups: readonly number[]): bigint {
  return BigInt(`0x${groups.map((group) => group.toString(16).padStart(4, "0")).join("")}`);
}

function cover(first: string, last: string): string[] {
  return coverRange(parseRange(first, last)!).map(({ text }) => text);
}

// The blocks are those of Python's ipaddress.summarize_address_range.
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
    const blocks = coverRange(parseRange(textOf(first), textOf(last))!);
    let next = first;
    for (const block of blocks) {
      assertEquals(block.first, next);
      const { first: low, last: high } = parseCidr(block.text)!;
      assertEquals(big(low), block.first);
      next = big(high) + 1n;
    }
    assertEquals(next, last + 1n);
  }));
});

function addressesOf(block: string): number[] {
  const { first, prefixLength } = parseCidr(block)!;
  const start = first[0]! * 0x10000 + first[1]!;
  return Array.from({ length: 2 ** (32 - prefixLength) }, (_, index) => start + index);
}

function textOf(value: bigint): string {
  const digits = value.toString(16).padStart(32, "0");
  const groups = digits.match(/..../g)!.map((group) => parseInt(group, 16));
  return formatAddress({ family: 6, groups, zone: null });
}
