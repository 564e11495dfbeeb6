/**
 * Blocks of addresses with a meaning of their own, from the IANA IPv4 and IPv6 Special-Purpose Address
 * Registries, the multicast ranges and the IPv6 address space registry. The longest prefix decides.
 *
 * @module
 */
import type { Scope } from "./scope.ts";

/** One block of addresses. */
export interface Block {
  /** Its addresses in CIDR notation. */
  readonly cidr: string;
  /** Their scope. */
  readonly scope: Scope;
  /** Where that is laid down, and what the block is for. */
  readonly source: string;
}

/** IPv4; whatever is not listed is public. */
export const IPV4_BLOCKS: readonly Block[] = [
  { cidr: "0.0.0.0/0", scope: "public", source: "unicast that is not set aside below" },
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
  { cidr: "240.0.0.0/4", scope: "reserved", source: "RFC 1112; the last one is the broadcast" },
];

/** IPv6; whatever is not listed is reserved (RFC 4291, section 2.4). */
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

/** IPv6 prefixes that carry an IPv4 address, which is judged in their stead. */
export interface Embedding {
  /** The prefix in CIDR notation. */
  readonly cidr: string;
  /** The group, from 0, that the IPv4 address starts in. */
  readonly group: number;
  /** Whether its bits are inverted. */
  readonly inverted: boolean;
  /** Where that is laid down. */
  readonly source: string;
}

/** All of them. */
export const EMBEDDINGS: readonly Embedding[] = [
  { cidr: "::ffff:0:0/96", group: 6, inverted: false, source: "RFC 4291: IPv4-mapped" },
  { cidr: "64:ff9b::/96", group: 6, inverted: false, source: "RFC 6052: NAT64" },
  { cidr: "2002::/16", group: 1, inverted: false, source: "RFC 3056: 6to4" },
  // The client's address as the Internet sees it, which stands there inverted.
  { cidr: "2001::/32", group: 6, inverted: true, source: "RFC 4380: Teredo" },
];
