/**
 * How far an address reaches: this machine, this link, this network, or the whole Internet.
 *
 * @module
 */
import { type Cidr, containsGroups, parseCidr } from "./cidr.ts";
import { parseIPv4 } from "./ipv4.ts";
import { embeddedIPv4, parseIPv6 } from "./ipv6.ts";
import {
  type Block,
  type Embedding,
  EMBEDDINGS,
  IPV4_BLOCKS,
  IPV6_BLOCKS,
} from "./special_purpose.ts";

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
 * What kind of address one is. `any` is the wildcard a listener is bound to (`0.0.0.0`, `::`),
 * `private` RFC 1918 and unique local, `shared` a carrier's NAT (100.64.0.0/10), `public` the rest.
 */
export type Scope = typeof SCOPES[number];

/**
 * The scope of a literal address, zone or not; null for text that is none. An IPv6 address that
 * carries an IPv4 one (mapped, NAT64, 6to4, Teredo) has the scope of the address inside.
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

/** The scope of an IPv4 address that is a number from 0 to 4294967295. */
export function scopeOfIPv4(value: number): Scope {
  for (const { base, mask, scope } of (tables ??= makeTables()).ipv4[value >>> 24]!) {
    if ((value & mask) === base) return scope;
  }
  return "public";
}

function scopeOfIPv6(groups: readonly number[]): Scope {
  for (const { cidr, scope, embedding } of (tables ??= makeTables()).ipv6[groups[0]! >>> 8]!) {
    if (!containsGroups(cidr, groups)) continue;
    if (!embedding) return scope;
    const value = embeddedIPv4(groups, embedding.group);
    return scopeOfIPv4(embedding.inverted ? ~value >>> 0 : value);
  }
  return "reserved";
}

/** A block of IPv4 addresses as numbers, both 32 bits with a sign, as `&` gives them. */
interface Masked {
  readonly base: number;
  readonly mask: number;
  readonly scope: Scope;
}

/** A block of IPv6 addresses; its scope counts where no IPv4 address is inside. */
interface Rule {
  readonly cidr: Cidr;
  readonly scope: Scope;
  readonly embedding: Embedding | null;
}

/** For each value of an address's first eight bits, the blocks that reach there. */
interface Tables {
  readonly ipv4: readonly (readonly Masked[])[];
  readonly ipv6: readonly (readonly Rule[])[];
}

/** Made when first needed: a start that needs no scope does not pay for them. */
let tables: Tables | undefined;

function makeTables(): Tables {
  return {
    ipv4: byFirstOctet(IPV4_BLOCKS.map(readBlock)).map((blocks) => blocks.map(masked)),
    ipv6: byFirstOctet<Rule>([
      ...IPV6_BLOCKS.map((block) => ({ ...readBlock(block), embedding: null })),
      ...EMBEDDINGS.map((embedding) => ({
        cidr: parseCidr(embedding.cidr)!,
        scope: "reserved" as const,
        embedding,
      })),
    ]),
  };
}

function readBlock({ cidr, scope }: Block): { cidr: Cidr; scope: Scope } {
  return { cidr: parseCidr(cidr)!, scope };
}

function byFirstOctet<Entry extends { cidr: Cidr }>(entries: readonly Entry[]): Entry[][] {
  const table: Entry[][] = Array.from({ length: 256 }, () => []);
  const longestFirst = entries.toSorted((a, b) => b.cidr.prefixLength - a.cidr.prefixLength);
  for (const entry of longestFirst) {
    const { first, last } = entry.cidr;
    for (let octet = first[0]! >>> 8; octet <= last[0]! >>> 8; octet++) table[octet]!.push(entry);
  }
  return table;
}

function masked({ cidr: { first, prefixLength }, scope }: { cidr: Cidr; scope: Scope }): Masked {
  return {
    base: (first[0]! << 16) | first[1]!,
    mask: prefixLength === 0 ? 0 : -1 << (32 - prefixLength),
    scope,
  };
}
