/**
 * The scope of an address: this machine, this link, this network or the whole Internet.
 *
 * The blocks come from the IANA IPv4 and IPv6 Special-Purpose Address Registries, the multicast
 * ranges and the IPv6 address space registry. The longest matching prefix decides.
 *
 * @module
 */
import { embeddedIPv4, parseIPv4, parseIPv6 } from "./address.ts";
import { type Cidr, containsGroups, parseCidr } from "./range.ts";

/** Every scope. */
export const SCOPES = [
  "any",
  "loopback",
  "linkLocal",
  "private",
  "shared",
  "multicast",
  "reserved",
  "documentation",
  "public",
] as const;

/**
 * The scope of an address. `any` is the wildcard that listeners bind to (`0.0.0.0`, `::`), `private`
 * is RFC 1918 and unique local, `shared` is carrier-grade NAT (100.64.0.0/10).
 */
export type Scope = typeof SCOPES[number];

/** A block of addresses with one scope. */
export interface Block {
  /** The block in CIDR notation. */
  readonly cidr: string;
  /** The scope of its addresses. */
  readonly scope: Scope;
  /** The document that defines the block, and its purpose. */
  readonly source: string;
}

/** An IPv6 prefix whose addresses embed an IPv4 address. */
export interface Embedding {
  /** The prefix in CIDR notation. */
  readonly cidr: string;
  /** The group, from 0, where the IPv4 address starts. */
  readonly group: number;
  /** Whether the bits of the IPv4 address are inverted. */
  readonly inverted: boolean;
  /** The document that defines the prefix, and its purpose. */
  readonly source: string;
}

/**
 * Returns the scope of a literal address, with or without a zone; null for any other text. An IPv6
 * address that embeds an IPv4 address (mapped, NAT64, 6to4, Teredo) has the scope of the address
 * inside.
 *
 * @example
 * ```ts
 * import { scopeOf } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(scopeOf("192.168.1.20"), "private");
 * assertEquals(scopeOf("fe80::1%12"), "linkLocal");
 * assertEquals(scopeOf("::ffff:10.0.0.1"), "private");
 * assertEquals(scopeOf("example.com"), null);
 * ```
 */
export function scopeOf(address: string): Scope | null {
  const value = parseIPv4(address);
  if (value !== null) return scopeOfIPv4(value);
  const percent = address.indexOf("%");
  const groups = parseIPv6(percent < 0 ? address : address.slice(0, percent));
  return groups && scopeOfIPv6(groups);
}

function scopeOfIPv4(value: number): Scope {
  for (const { base, mask, scope } of (tables ??= makeTables()).ipv4[value >>> 24]!) {
    if ((value & mask) === base) return scope;
  }
  return "public";
}

function scopeOfIPv6(groups: readonly number[]): Scope {
  for (const { cidr, meaning } of (tables ??= makeTables()).ipv6[groups[0]! >>> 8]!) {
    if (!containsGroups(cidr, groups)) continue;
    return typeof meaning === "string" ? meaning : scopeOfIPv4(ipv4Inside(groups, meaning));
  }
  return "reserved";
}

/** Returns the IPv4 address embedded in an IPv6 address, as a number. */
export function ipv4Inside(groups: readonly number[], { group, inverted }: Embedding): number {
  const value = embeddedIPv4(groups, group);
  return inverted ? ~value >>> 0 : value;
}

/** A block, and the scope or the embedded address of its addresses. */
interface Rule {
  readonly cidr: Cidr;
  readonly meaning: Scope | Embedding;
}

/** An IPv4 block as two signed 32-bit numbers, as `&` returns them. */
interface MaskedBlock {
  readonly base: number;
  readonly mask: number;
  readonly scope: Scope;
}

/** The blocks by the first eight bits of an address, longest prefix first. Made on first use. */
let tables: { ipv4: readonly MaskedBlock[][]; ipv6: readonly Rule[][] } | undefined;

function makeTables(): NonNullable<typeof tables> {
  const ipv4 = byFirstOctet(IPV4_BLOCKS).map((rules) =>
    rules.map(({ cidr: { first, prefixLength }, meaning }) => ({
      base: (first[0]! << 16) | first[1]!,
      mask: prefixLength === 0 ? 0 : -1 << (32 - prefixLength),
      scope: meaning as Scope,
    }))
  );
  return { ipv4, ipv6: byFirstOctet([...IPV6_BLOCKS, ...EMBEDDINGS]) };
}

function byFirstOctet(blocks: readonly (Block | Embedding)[]): Rule[][] {
  const table: Rule[][] = Array.from({ length: 256 }, () => []);
  const rules = blocks.map((block) => ({
    cidr: parseCidr(block.cidr)!,
    meaning: "scope" in block ? block.scope : block,
  })).sort((a, b) => b.cidr.prefixLength - a.cidr.prefixLength);
  for (const rule of rules) {
    const { first, last } = rule.cidr;
    for (let octet = first[0]! >>> 8; octet <= last[0]! >>> 8; octet++) table[octet]!.push(rule);
  }
  return table;
}

/** The IPv4 blocks. */
export const IPV4_BLOCKS: readonly Block[] = [
  { cidr: "0.0.0.0/0", scope: "public", source: "unicast that no block below covers" },
  { cidr: "0.0.0.0/8", scope: "reserved", source: "RFC 791: this network" },
  { cidr: "0.0.0.0/32", scope: "any", source: "RFC 1122: this host, netstat's wildcard" },
  { cidr: "10.0.0.0/8", scope: "private", source: "RFC 1918" },
  { cidr: "100.64.0.0/10", scope: "shared", source: "RFC 6598: carrier-grade NAT" },
  { cidr: "127.0.0.0/8", scope: "loopback", source: "RFC 1122" },
  { cidr: "169.254.0.0/16", scope: "linkLocal", source: "RFC 3927" },
  { cidr: "172.16.0.0/12", scope: "private", source: "RFC 1918" },
  { cidr: "192.0.0.0/24", scope: "reserved", source: "RFC 6890: IETF protocol assignments" },
  { cidr: "192.0.0.9/32", scope: "public", source: "RFC 7723: Port Control Protocol anycast" },
  { cidr: "192.0.0.10/32", scope: "public", source: "RFC 8155: TURN anycast" },
  { cidr: "192.0.2.0/24", scope: "documentation", source: "RFC 5737: TEST-NET-1" },
  { cidr: "192.88.99.0/24", scope: "reserved", source: "RFC 7526: 6to4 relay anycast, deprecated" },
  { cidr: "192.168.0.0/16", scope: "private", source: "RFC 1918" },
  { cidr: "198.18.0.0/15", scope: "reserved", source: "RFC 2544: benchmarking" },
  { cidr: "198.51.100.0/24", scope: "documentation", source: "RFC 5737: TEST-NET-2" },
  { cidr: "203.0.113.0/24", scope: "documentation", source: "RFC 5737: TEST-NET-3" },
  { cidr: "224.0.0.0/4", scope: "multicast", source: "RFC 5771" },
  { cidr: "240.0.0.0/4", scope: "reserved", source: "RFC 1112; the last address is the broadcast" },
];

/** The IPv6 blocks; unassigned addresses are reserved (RFC 4291, section 2.4). */
export const IPV6_BLOCKS: readonly Block[] = [
  { cidr: "::/0", scope: "reserved", source: "RFC 4291: not assigned" },
  { cidr: "::/128", scope: "any", source: "RFC 4291: unspecified, netstat's wildcard" },
  { cidr: "::1/128", scope: "loopback", source: "RFC 4291" },
  { cidr: "64:ff9b:1::/48", scope: "private", source: "RFC 8215: NAT64 within one network" },
  { cidr: "100::/64", scope: "reserved", source: "RFC 6666: discard only" },
  { cidr: "100:0:0:1::/64", scope: "reserved", source: "RFC 9780: dummy prefix" },
  { cidr: "2000::/3", scope: "public", source: "RFC 4291: global unicast" },
  { cidr: "2001::/23", scope: "reserved", source: "RFC 2928: IETF protocol assignments" },
  { cidr: "2001:1::1/128", scope: "public", source: "RFC 7723: Port Control Protocol anycast" },
  { cidr: "2001:1::2/128", scope: "public", source: "RFC 8155: TURN anycast" },
  { cidr: "2001:1::3/128", scope: "public", source: "RFC 9665: DNS-SD registration anycast" },
  { cidr: "2001:2::/48", scope: "reserved", source: "RFC 5180: benchmarking" },
  { cidr: "2001:3::/32", scope: "public", source: "RFC 7450: automatic multicast tunneling" },
  { cidr: "2001:4:112::/48", scope: "public", source: "RFC 7535: AS112" },
  { cidr: "2001:10::/28", scope: "reserved", source: "RFC 4843: ORCHID, deprecated" },
  { cidr: "2001:20::/28", scope: "public", source: "RFC 7343: ORCHIDv2" },
  { cidr: "2001:30::/28", scope: "public", source: "RFC 9374: drone remote IDs" },
  { cidr: "2001:db8::/32", scope: "documentation", source: "RFC 3849" },
  { cidr: "3fff::/20", scope: "documentation", source: "RFC 9637" },
  { cidr: "5f00::/16", scope: "reserved", source: "RFC 9602: segment routing" },
  { cidr: "fc00::/7", scope: "private", source: "RFC 4193: unique local" },
  { cidr: "fe80::/10", scope: "linkLocal", source: "RFC 4291" },
  { cidr: "fec0::/10", scope: "reserved", source: "RFC 3879: site-local, deprecated" },
  { cidr: "ff00::/8", scope: "multicast", source: "RFC 4291" },
];

/** The prefixes with an embedded IPv4 address. */
export const EMBEDDINGS: readonly Embedding[] = [
  { cidr: "::ffff:0:0/96", group: 6, inverted: false, source: "RFC 4291: IPv4-mapped" },
  { cidr: "64:ff9b::/96", group: 6, inverted: false, source: "RFC 6052: NAT64" },
  { cidr: "2002::/16", group: 1, inverted: false, source: "RFC 3056: 6to4" },
  // The client's public address, with its bits inverted.
  { cidr: "2001::/32", group: 6, inverted: true, source: "RFC 4380: Teredo" },
];
