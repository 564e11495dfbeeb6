/**
 * Connections into the networks of given addresses.
 *
 * @module
 */
import { type Address, isMapped, parseAddress } from "../address/address.ts";
import { blockOf, formatCidr, parseAddressFilter, parseCidr } from "../address/range.ts";
import { scopeOf } from "../address/scope.ts";
import type { Connection } from "../model/connection.ts";

/** A connection and the network that it shares. */
export interface Neighbour {
  /** The connection. */
  readonly connection: Connection;
  /** The network in CIDR notation. */
  readonly network: string;
  /** A given address in that network. */
  readonly near: string;
}

/** Without a known network, addresses that share this many bits are neighbours. */
const NEAR = { 4: 24, 6: 48 } as const;

/** Larger blocks are too big for two hosts in them to count as neighbours. */
const LEAST_BITS = { 4: 8, 6: 16 } as const;

/** NAT64 (RFC 6052) carries an IPv4 address in its last 32 bits. */
const NAT64 = { network: parseAddressFilter("64:ff9b::/96"), bits: 96 + NEAR[4] } as const;

/** Teredo (RFC 4380) starts with the server's address, which tells nothing about the other end. */
const TEREDO = parseAddressFilter("2001::/32");

/**
 * Finds the connections into the same networks as the given public addresses: into their known
 * networks, else into the same /24 (IPv4) or /48 (IPv6). Keeps the order of the connections.
 */
export function findNeighbours(
  places: readonly Pick<Connection, "remoteAddress" | "remoteNetwork">[],
  connections: readonly Connection[],
): Neighbour[] {
  const networks = networksOf(places);
  if (networks.near.size === 0) return [];
  const known = new Map<string, string | null>();
  return connections.flatMap((connection) => {
    const { remoteAddress } = connection;
    if (remoteAddress === null) return [];
    const network = known.get(remoteAddress) ?? networkOf(remoteAddress, networks);
    known.set(remoteAddress, network);
    return network === null ? [] : [{ connection, network, near: networks.near.get(network)! }];
  });
}

/** Networks, to look up which of them contains an address. */
interface Networks {
  /** A given address in each network, by the network in CIDR notation. */
  readonly near: ReadonlyMap<string, string>;
  /** The lengths of their prefixes, the longest first. */
  readonly lengths: readonly number[];
}

function networksOf(places: Parameters<typeof findNeighbours>[0]): Networks {
  const near = new Map<string, string>();
  const lengths = new Set<number>();
  for (const { remoteAddress, remoteNetwork } of places) {
    const address = remoteAddress === null ? null : publicAddress(remoteAddress);
    if (address === null || TEREDO.matches(remoteAddress!)) continue;
    const { family } = address;
    const known = remoteNetwork === null ? null : parseCidr(remoteNetwork);
    const assumed = NAT64.network.matches(remoteAddress!) ? NAT64.bits : NEAR[family];
    const bits = known?.family === family && known.prefixLength >= LEAST_BITS[family]
      ? known.prefixLength
      : assumed;
    const network = formatCidr(blockOf(address, bits));
    if (!near.has(network)) near.set(network, remoteAddress!);
    lengths.add(bits);
  }
  return { near, lengths: [...lengths].sort((a, b) => b - a) };
}

function networkOf(text: string, { near, lengths }: Networks): string | null {
  const address = publicAddress(text);
  if (address === null) return null;
  for (const bits of lengths) {
    if (bits > address.groups.length * 16) continue;
    const network = formatCidr(blockOf(address, bits));
    if (near.has(network)) return network;
  }
  return null;
}

/** Parses a public address, an IPv4-mapped one as the IPv4 address inside; null for others. */
function publicAddress(text: string): Address | null {
  const address = scopeOf(text) === "public" ? parseAddress(text) : null;
  if (address?.family === 6 && isMapped(address.groups)) {
    return { family: 4, groups: address.groups.slice(6), zone: null };
  }
  return address;
}
