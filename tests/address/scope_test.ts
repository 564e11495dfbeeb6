import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import ipaddr from "ipaddr.js";
import {
  type Block,
  EMBEDDINGS,
  IPV4_BLOCKS,
  IPV6_BLOCKS,
  type Scope,
  scopeOf,
  SCOPES,
} from "../../lib/address/scope.ts";

// For each block: the address before it, its first and last address, the address after it. Written by
// hand from the two registries; adjacent blocks share their edges.
const EDGES = `
# this network
0.0.0.0 any
0.0.0.1 reserved
0.255.255.255 reserved
1.0.0.0 public
# 10/8
9.255.255.255 public
10.0.0.0 private
10.255.255.255 private
11.0.0.0 public
# 100.64/10
100.63.255.255 public
100.64.0.0 shared
100.127.255.255 shared
100.128.0.0 public
# 127/8
126.255.255.255 public
127.0.0.0 loopback
127.0.0.1 loopback
127.255.255.255 loopback
128.0.0.0 public
# 169.254/16
169.253.255.255 public
169.254.0.0 linkLocal
169.254.255.255 linkLocal
169.255.0.0 public
# 172.16/12
172.15.255.255 public
172.16.0.0 private
172.31.255.255 private
172.32.0.0 public
# 192.0.0/24
191.255.255.255 public
192.0.0.0 reserved
192.0.0.8 reserved
192.0.0.9 public
192.0.0.10 public
192.0.0.11 reserved
192.0.0.170 reserved
192.0.0.255 reserved
192.0.1.0 public
# 192.0.2/24
192.0.1.255 public
192.0.2.0 documentation
192.0.2.255 documentation
192.0.3.0 public
# AS112, globally reachable
192.31.196.0 public
192.175.48.255 public
# 192.52.193/24, globally reachable
192.52.193.0 public
# 192.88.99/24
192.88.98.255 public
192.88.99.0 reserved
192.88.99.255 reserved
192.88.100.0 public
# 192.168/16
192.167.255.255 public
192.168.0.0 private
192.168.255.255 private
192.169.0.0 public
# 198.18/15
198.17.255.255 public
198.18.0.0 reserved
198.19.255.255 reserved
198.20.0.0 public
# 198.51.100/24
198.51.99.255 public
198.51.100.0 documentation
198.51.100.255 documentation
198.51.101.0 public
# 203.0.113/24
203.0.112.255 public
203.0.113.0 documentation
203.0.113.255 documentation
203.0.114.0 public
# 224/4
223.255.255.255 public
224.0.0.0 multicast
239.255.255.255 multicast
240.0.0.0 reserved
# 240/4
255.255.255.254 reserved
255.255.255.255 reserved
# ::
:: any
::1 loopback
::2 reserved
# IPv4-compatible, deprecated
::192.0.2.1 reserved
::8.8.8.8 reserved
# IPv4-mapped
::fffe:ffff:ffff reserved
::ffff:0.0.0.0 any
::ffff:8.8.8.8 public
::ffff:10.0.0.1 private
::ffff:7f00:1 loopback
::ffff:255.255.255.255 reserved
::1:0:0:0 reserved
# NAT64
64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff reserved
64:ff9b::8.8.8.8 public
64:ff9b::192.168.1.1 private
64:ff9b::0.0.0.0 any
64:ff9b::ffff:ffff reserved
64:ff9b:0:0:0:1:: reserved
# NAT64 within one network
64:ff9b:0:ffff:ffff:ffff:ffff:ffff reserved
64:ff9b:1:: private
64:ff9b:1:ffff:ffff:ffff:ffff:ffff private
64:ff9b:2:: reserved
# discard, dummy
ff:ffff:: reserved
100:: reserved
100:0:0:1:: reserved
100:0:0:2:: reserved
# global unicast
1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff reserved
2000:: public
2600:: public
3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff public
4000:: reserved
# Teredo
2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff public
2001::f7f7:f7f7 public
2001:0:4136:e378:8000:63bf:f5ff:fffe private
2001:0:ffff:ffff:ffff:ffff:ffff:ffff any
# IETF protocol assignments
2001:1:: reserved
2001:1::1 public
2001:1::2 public
2001:1::3 public
2001:1::4 reserved
2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff reserved
2001:200:: public
# IPv6 benchmarking
2001:2:: reserved
2001:2:0:ffff:ffff:ffff:ffff:ffff reserved
2001:2:1:: reserved
# AMT
2001:2:ffff:ffff:ffff:ffff:ffff:ffff reserved
2001:3:: public
2001:3:ffff:ffff:ffff:ffff:ffff:ffff public
2001:4:: reserved
# AS112
2001:4:111:ffff:ffff:ffff:ffff:ffff reserved
2001:4:112:: public
2001:4:112:ffff:ffff:ffff:ffff:ffff public
2001:4:113:: reserved
2620:4f:8000:: public
# ORCHID and drones
2001:10:: reserved
2001:1f:ffff:ffff:ffff:ffff:ffff:ffff reserved
2001:20:: public
2001:2f:ffff:ffff:ffff:ffff:ffff:ffff public
2001:30:: public
2001:3f:ffff:ffff:ffff:ffff:ffff:ffff public
2001:40:: reserved
# 2001:db8::/32
2001:db7:ffff:ffff:ffff:ffff:ffff:ffff public
2001:db8:: documentation
2001:db8:ffff:ffff:ffff:ffff:ffff:ffff documentation
2001:db9:: public
# 6to4
2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff public
2002:: any
2002:0808:0808::1 public
2002:c0a8:0101::1 private
2002:7f00:1:: loopback
2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff reserved
2003:: public
# 3fff::/20
3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff public
3fff:: documentation
3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff documentation
3fff:1000:: public
# segment routing
5f00:: reserved
5f00:ffff:: reserved
# unique local
fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff reserved
fc00:: private
fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff private
fe00:: reserved
# link local
fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff reserved
fe80:: linkLocal
fe80::1%12 linkLocal
fe80::1%eth0 linkLocal
febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff linkLocal
fec0:: reserved
# site local, deprecated
fec0:0:0:ffff::1%1 reserved
feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff reserved
# IPv6 multicast
ff00:: multicast
ff02::fb multicast
ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff multicast
`;

/** The addresses and scopes, block by block. */
function edges(): [name: string, expected: string[][]][] {
  return EDGES.split("# ").slice(1).map((block) => {
    const [name = "", ...lines] = block.trim().split("\n");
    return [name, lines.map((line) => line.split(" "))];
  });
}

for (const [name, expected] of edges()) {
  Deno.test(`scopeOf at the edges of: ${name}`, () => {
    assert(expected.length > 0);
    for (const [address, scope] of expected) assertEquals(scopeOf(address!), scope, address);
  });
}

Deno.test("scopeOf is null for text that is not a literal address", () => {
  for (const text of ["", "*", "localhost", "1.2", "1.2.3.4.5", "[::1]", "fe80:", "::1::", "%12"]) {
    assertEquals(scopeOf(text), null, text);
  }
});

Deno.test("scopeOf returns every scope", () => {
  const given = new Set(edges().flatMap(([, expected]) => expected.map(([, scope]) => scope)));
  assertEquals([...given].sort(), [...SCOPES].sort());
});

Deno.test("every block is valid and names its source", () => {
  const blocks: readonly Pick<Block, "cidr" | "source">[] = [
    ...IPV4_BLOCKS,
    ...IPV6_BLOCKS,
    ...EMBEDDINGS,
  ];
  for (const { cidr, source } of blocks) {
    const [network, prefix] = ipaddr.parseCIDR(cidr);
    const start = network.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(cidr)
      : ipaddr.IPv6.networkAddressFromCIDR(cidr);
    assertEquals(network.toString(), start.toString(), `${cidr} has bits beyond /${prefix}`);
    assert(/RFC \d+|^unicast/.test(source), cidr);
  }
  assertEquals(new Set(blocks.map(({ cidr }) => cidr)).size, blocks.length);
});

// The ranges of ipaddr.js with the same meaning. It ignores embedded addresses, calls all of 0.0.0.0/8
// unspecified and takes unassigned IPv6 for unicast.
const IPV4_AGREED: Record<string, Scope> = {
  unicast: "public",
  private: "private",
  loopback: "loopback",
  linkLocal: "linkLocal",
  multicast: "multicast",
  carrierGradeNat: "shared",
  broadcast: "reserved",
};
const IPV6_AGREED: Record<string, Scope> = {
  unspecified: "any",
  loopback: "loopback",
  linkLocal: "linkLocal",
  uniqueLocal: "private",
  multicast: "multicast",
  discard: "reserved",
  benchmarking: "reserved",
  amt: "public",
  as112v6: "public",
  orchid2: "public",
  droneRemoteIdProtocolEntityTags: "public",
};

Deno.test("scopeOf agrees with ipaddr.js on IPv4", () => {
  const first = fc.constantFrom(0, 10, 100, 127, 169, 172, 192, 198, 203, 224, 240, 255, 8);
  const octet = fc.oneof(fc.nat(255), fc.constantFrom(0, 16, 31, 64, 127, 168, 254, 255));
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.tuple(fc.oneof(first, octet), octet, octet, octet), (octets) => {
      const address = octets.join(".");
      const range = ipaddr.IPv4.parse(address).range();
      const agreed = IPV4_AGREED[range];
      if (agreed === undefined || address.startsWith("192.0.0.")) return;
      // ipaddr.js 2.5 differs for the relay anycast block, RFC 7526.
      if (address.startsWith("192.88.99.")) return;
      seen.add(range);
      assertEquals(scopeOf(address), agreed, `${address} is ${range}`);
    }),
    { numRuns: 20_000, seed: 4 },
  );
  assertEquals([...seen].filter((range) => range !== "broadcast").length, 6);
});

Deno.test("scopeOf agrees with ipaddr.js on IPv6", () => {
  const first = fc.constantFrom(0, 0x100, 0x2001, 0x2620, 0x2a00, 0xfc00, 0xfd12, 0xfe80, 0xff02);
  const group = fc.oneof(fc.nat(0xffff), fc.nat(0x40), fc.constantFrom(0, 1, 0xdb8, 0x112));
  const rest = fc.oneof(
    fc.constant([0, 0, 0, 0, 0]),
    fc.array(group, { minLength: 5, maxLength: 5 }),
  );
  const seen = new Set<string>();
  fc.assert(
    fc.property(first, fc.tuple(group, group), rest, (a, [b, c], others) => {
      const address = [a, b, c, ...others].map((value) => value.toString(16)).join(":");
      const range = ipaddr.IPv6.parse(address).range();
      const isGlobal = range === "unicast" && (a >> 13) === 1;
      const agreed = isGlobal && a !== 0x2001 ? "public" : IPV6_AGREED[range];
      if (agreed === undefined) return;
      seen.add(range);
      assertEquals(scopeOf(address), agreed, `${address} is ${range}`);
    }),
    { numRuns: 20_000, seed: 6 },
  );
  assert(seen.size >= 8, [...seen].join(" "));
});

Deno.test("an address inside another decides its scope", () => {
  const octet = fc.nat(255);
  fc.assert(fc.property(fc.tuple(octet, octet, octet, octet), ([a, b, c, d]) => {
    const inner = scopeOf(`${a}.${b}.${c}.${d}`);
    const hex = (high: number, low: number) => (high * 256 + low).toString(16);
    const inverted = `${hex(255 - a, 255 - b)}:${hex(255 - c, 255 - d)}`;
    assertEquals(scopeOf(`::ffff:${a}.${b}.${c}.${d}`), inner);
    assertEquals(scopeOf(`64:ff9b::${a}.${b}.${c}.${d}`), inner);
    assertEquals(scopeOf(`2002:${hex(a, b)}:${hex(c, d)}::1`), inner);
    assertEquals(scopeOf(`2001:0:4136:e378:8000:63bf:${inverted}`), inner);
  }));
});
