/**
 * Sets of addresses: CIDR blocks, and the addresses, blocks and ranges that options accept.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import {
  type Address,
  compareGroups,
  embeddedIPv4,
  formatAddress,
  isMapped,
  parseAddress,
  parseIPv4,
} from "./address.ts";

/** A CIDR block. */
export interface Cidr {
  readonly family: 4 | 6;
  /** The lowest address, in groups of 16 bits. */
  readonly first: readonly number[];
  /** The highest address, in groups of 16 bits. */
  readonly last: readonly number[];
  /** The number of leading bits that all addresses in the block share. */
  readonly prefixLength: number;
}

/** A filter for addresses. */
export interface AddressFilter {
  /** Whether the filter matches a literal address; false for any other text. */
  matches(address: string): boolean;
}

/**
 * Parses `192.0.2.0/24` or `2001:db8::/32`; null for any other text. Bits beyond the prefix are
 * ignored, so a machine's own address with its prefix length gives its network.
 */
export function parseCidr(text: string): Cidr | null {
  const slash = text.indexOf("/");
  const address = parseAddress(text.slice(0, slash));
  const prefix = text.slice(slash + 1);
  if (slash < 0 || !address || address.zone !== null || !/^(?:0|[1-9]\d{0,2})$/.test(prefix)) {
    return null;
  }
  const prefixLength = Number(prefix);
  return prefixLength > address.groups.length * 16 ? null : blockOf(address, prefixLength);
}

/** Returns the block with the given prefix length that contains an address. */
export function blockOf(
  { family, groups }: Pick<Address, "family" | "groups">,
  prefixLength: number,
): Cidr {
  const hostMask = (index: number) =>
    0xffff >>> Math.min(Math.max(prefixLength - index * 16, 0), 16);
  return {
    family,
    first: groups.map((group, index) => group & ~hostMask(index)),
    last: groups.map((group, index) => group | hostMask(index)),
    prefixLength,
  };
}

/** Formats a block in canonical CIDR notation. */
export function formatCidr({ family, first, prefixLength }: Cidr): string {
  return `${formatAddress({ family, groups: first, zone: null })}/${prefixLength}`;
}

/** Whether a block contains an address of the same family, given as its groups. */
export function containsGroups(
  { first, last }: Pick<Cidr, "first" | "last">,
  groups: readonly number[],
): boolean {
  return compareGroups(first, groups) <= 0 && compareGroups(groups, last) <= 0;
}

/**
 * Parses an address (`192.0.2.1`, `fe80::1%12`), a block (`192.0.2.0/24`, `2001:db8::/32`) or a range
 * (`192.0.2.1-192.0.2.9`). An IPv4-mapped address equals the IPv4 address inside it; an address
 * without a zone matches in every zone. Error messages name the value as `option`.
 *
 * @throws {UsageError} for any other text
 *
 * @example
 * ```ts
 * import { parseAddressFilter } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * const filter = parseAddressFilter("192.0.2.0/24");
 * assert(filter.matches("192.0.2.7"));
 * assert(!filter.matches("198.51.100.7"));
 * ```
 */
export function parseAddressFilter(
  text: string,
  { option = "address" }: { option?: string } = {},
): AddressFilter {
  const range = parseRange(text);
  if (typeof range === "string") {
    throw new UsageError(`Cannot read ${option} ${JSON.stringify(text)}: ${range}`);
  }
  const { family, first, last, zone } = range;
  if (family === 4 || (isMapped(first) && isMapped(last))) {
    const [low, high] = [first, last].map((groups) => embeddedIPv4(groups, family === 4 ? 0 : 6));
    return {
      matches(text) {
        const value = parseIPv4(text) ?? mappedIPv4(text);
        return value !== null && low! <= value && value <= high!;
      },
    };
  }
  return {
    matches(text) {
      const address = parseAddress(text);
      return address?.family === 6 && containsGroups(range, address.groups) &&
        (zone === null || zone === address.zone);
    },
  };
}

function mappedIPv4(text: string): number | null {
  const address = parseAddress(text);
  return address?.family === 6 && isMapped(address.groups) ? embeddedIPv4(address.groups, 6) : null;
}

/** A range of addresses, inclusive; in every zone if the zone is null. */
type AddressRange = Omit<Cidr, "prefixLength"> & Pick<Address, "zone">;

/** Returns the range, or the reason why the text is not one. */
function parseRange(text: string): AddressRange | string {
  const address = parseAddress(text);
  if (address) return { ...address, first: address.groups, last: address.groups };
  return text.includes("/") ? parseBlock(text) : parseFromTo(text);
}

function parseBlock(text: string): AddressRange | string {
  const block = parseCidr(text);
  if (block) return { ...block, zone: null };
  const address = parseAddress(text.slice(0, text.indexOf("/")));
  if (!address) return "no address before the slash, write it like 192.0.2.0/24 or 2001:db8::/32";
  if (address.zone !== null) return "a block has no zone, write it like fe80::/10";
  return `the number after the slash must be from 0 to ${address.groups.length * 16}`;
}

function parseFromTo(text: string): AddressRange | string {
  const dash = text.indexOf("-");
  if (dash < 0) {
    return "not an address, write 192.0.2.1, 192.0.2.0/24 or 192.0.2.1-192.0.2.9";
  }
  const first = parseAddress(text.slice(0, dash).trim());
  const last = parseAddress(text.slice(dash + 1).trim());
  if (!first || !last || first.zone !== null || last.zone !== null) {
    return "a range needs two whole addresses, like 192.0.2.1-192.0.2.9";
  }
  if (first.family !== last.family) return "a range cannot go from IPv4 to IPv6";
  if (compareGroups(first.groups, last.groups) > 0) return "the range ends before it starts";
  return { family: first.family, first: first.groups, last: last.groups, zone: null };
}
