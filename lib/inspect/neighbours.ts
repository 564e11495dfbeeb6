/**
 * Connections into the networks of others.
 *
 * @module
 */
import { type Address, formatAddress, isMapped, parseAddress } from "../address/address.ts";
import { parseAddressFilter, parseCidr } from "../address/range.ts";
import { scopeOf } from "../address/scope.ts";
import type { Connection } from "../model/connection.ts";

/** An address, and its network where that is known. */
export interface Place {
  /** A literal address. */
  readonly remoteAddress: string | null;
  /** Its network in CIDR notation; null where it is not known. */
  readonly remoteNetwork: string | null;
}

/** A connection and the network that it shares. */
export interface Neighbour {
  /** The connection. */
  readonly connection: Connection;
  /** The network in CIDR notation. */
  readonly network: string;
  /** An address in it that was given. */
  readonly near: string;
}

/** Bits that addresses have in common that are taken for neighbours where no network is known. */
const NEAR = { 4: 24, 6: 48 } as const;

/** Whoever says that a network shares fewer bits speaks of no network. */
const LEAST_BITS = { 4: 8, 6: 16 } as const;

/** NAT64 (RFC 6052) carries an IPv4 address in the last 32 of its bits. */
const NAT64 = { network: parseAddressFilter("64:ff9b::/96"), bits: 96 + NEAR[4] } as const;

/** Teredo (RFC 4380) begins with the server's address, which says nothing about the other end. */
const TEREDO = parseAddressFilter("2001::/32");

/**
 * Finds the connections into the same networks as the given public addresses: into those known, or
 * else within the same /24 (IPv4) or /48 (IPv6).
 *
 * @param among The connections to choose from, in whose order the result is.
 */
export function findNeighbours(
  places: readonly Place[],
  among: readonly Connection[],
): Neighbour[] {
  const networks = networksOf(places);
  if (networks.near.size === 0) return [];
  const known = new Map<string, string | null>();
  return among.flatMap((connection) => {
    const { remoteAddress } = connection;
    if (remoteAddress === null) return [];
    const network = known.get(remoteAddress) ?? networkOf(remoteAddress, networks);
    known.set(remoteAddress, network);
    return network === null ? [] : [{ connection, network, near: networks.near.get(network)! }];
  });
}

/** Networks, for looking up which of them an address is in. */
interface Networks {
  /** By their text in CIDR notation, an address in each that was given. */
  readonly near: ReadonlyMap<string, string>;
  /** The lengths of their prefixes, the longest first. */
  readonly lengths: readonly number[];
}

function networksOf(places: readonly Place[]): Networks {
  const near = new Map<string, string>();
  const lengths = new Set<number>();
  for (const { remoteAddress, remoteNetwork } of places) {
    const address = remoteAddress === null ? null : publicAddress(remoteAddress);
    if (address === null || TEREDO.matches(remoteAddress!)) continue;
    const bits = knownBits(remoteNetwork, address.family) ??
      (NAT64.network.matches(remoteAddress!) ? NAT64.bits : NEAR[address.family]);
    const network = networkText(address, bits);
    if (!near.has(network)) near.set(network, remoteAddress!);
    lengths.add(bits);
  }
  return { near, lengths: [...lengths].sort((a, b) => b - a) };
}

/** The length of a known network's prefix; null where none is known that could be one. */
function knownBits(network: string | null, family: 4 | 6): number | null {
  const cidr = network === null ? null : parseCidr(network);
  return cidr?.family === family && cidr.prefixLength >= LEAST_BITS[family]
    ? cidr.prefixLength
    : null;
}

function networkOf(text: string, { near, lengths }: Networks): string | null {
  const address = publicAddress(text);
  if (address === null) return null;
  for (const bits of lengths) {
    if (bits > address.groups.length * 16) continue;
    const network = networkText(address, bits);
    if (near.has(network)) return network;
  }
  return null;
}

/** A public address, an IPv4-mapped one as the IPv4 address that it carries; null for others. */
function publicAddress(text: string): Address | null {
  const address = scopeOf(text) === "public" ? parseAddress(text) : null;
  if (address?.family === 6 && isMapped(address.groups)) {
    return { family: 4, groups: address.groups.slice(6), zone: null };
  }
  return address;
}

function networkText({ family, groups }: Address, bits: number): string {
  const first = groups.map((group, index) => {
    const left = Math.min(Math.max(bits - index * 16, 0), 16);
    return group & ~(0xffff >>> left);
  });
  return `${formatAddress({ family, groups: first, zone: null })}/${bits}`;
}
