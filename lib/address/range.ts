/**
 * Choosing addresses: one, a block, or from one to another.
 *
 * @module
 */
import { UsageError } from "../errors.ts";
import { type Address, compareGroups, parseAddress } from "./address.ts";
import { parseCidr } from "./cidr.ts";
import { parseIPv4 } from "./ipv4.ts";
import { embeddedIPv4, isMapped } from "./ipv6.ts";

/** Chooses addresses. */
export interface AddressFilter {
  /** Whether a literal address is chosen; false for text that is none. */
  matches(address: string): boolean;
}

/** The lowest and the highest address chosen. */
interface Range {
  readonly first: Address;
  readonly last: Address;
}

/**
 * Reads an address (`192.0.2.1`, `fe80::1%12`), a block (`192.0.2.0/24`, `2001:db8::/32`) or a range
 * (`192.0.2.1-192.0.2.9`). An IPv4-mapped address and its IPv4 one are the same here; an address
 * without a zone means it in every zone. `option` is what a message says was being read.
 *
 * @throws {UsageError} for anything else
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
  const range = readRange(text);
  if (typeof range === "string") {
    throw new UsageError(`Cannot read ${option} ${JSON.stringify(text)}: ${range}`);
  }
  const { first, last } = range;
  if (first.family === 4) return ipv4Filter(ipv4Value(first), ipv4Value(last));
  if (isMapped(first.groups) && isMapped(last.groups)) {
    return ipv4Filter(embeddedIPv4(first.groups, 6), embeddedIPv4(last.groups, 6));
  }
  return ipv6Filter(range);
}

/** What the text chooses, or why it cannot be read. */
function readRange(text: string): Range | string {
  const address = parseAddress(text);
  if (address) return { first: address, last: address };
  return text.includes("/") ? readBlock(text) : readFromTo(text);
}

function readBlock(text: string): Range | string {
  const block = parseCidr(text);
  if (block) {
    const { family, first, last } = block;
    return {
      first: { family, groups: first, zone: null },
      last: { family, groups: last, zone: null },
    };
  }
  const address = parseAddress(text.slice(0, text.indexOf("/")));
  if (!address) return "no address before the slash, write it like 192.0.2.0/24 or 2001:db8::/32";
  if (address.zone !== null) return "a block has no zone, write it like fe80::/10";
  return `the number after the slash goes from 0 to ${address.groups.length * 16}`;
}

function readFromTo(text: string): Range | string {
  const dash = text.indexOf("-");
  if (dash < 0) {
    return "not an address, write 192.0.2.1, 192.0.2.0/24 or 192.0.2.1-192.0.2.9";
  }
  const first = parseAddress(text.slice(0, dash).trim());
  const last = parseAddress(text.slice(dash + 1).trim());
  if (!first || !last || first.zone !== null || last.zone !== null) {
    return "a range goes from one whole address to another, like 192.0.2.1-192.0.2.9";
  }
  if (first.family !== last.family) return "a range cannot go from IPv4 to IPv6";
  if (compareGroups(first.groups, last.groups) > 0) return "the range ends before it starts";
  return { first, last };
}

function ipv4Filter(first: number, last: number): AddressFilter {
  return {
    matches(text) {
      const value = parseIPv4(text) ?? mappedIPv4(text);
      return value !== null && first <= value && value <= last;
    },
  };
}

function ipv6Filter({ first, last }: Range): AddressFilter {
  return {
    matches(text) {
      const address = parseAddress(text);
      return address?.family === 6 &&
        compareGroups(first.groups, address.groups) <= 0 &&
        compareGroups(address.groups, last.groups) <= 0 &&
        (first.zone === null || first.zone === address.zone);
    },
  };
}

function mappedIPv4(text: string): number | null {
  const address = parseAddress(text);
  return address?.family === 6 && isMapped(address.groups) ? embeddedIPv4(address.groups, 6) : null;
}

function ipv4Value({ groups }: Address): number {
  return groups[0]! * 0x10000 + groups[1]!;
}
