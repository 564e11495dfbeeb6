/**
 * Reads an RDAP answer about an address: the `ip network` object of RFC 9083, section 5.4.
 *
 * @module
 */
import {
  type Address,
  compareGroups,
  formatAddress,
  parseAddress,
} from "../../../address/address.ts";
import { parseCidr } from "../../../address/range.ts";
import { readDay } from "../cymru_records.ts";
import { toBigInt } from "../prefix_table.ts";
import { abuseContactOf, countryOf, entitiesOf, ownerOf } from "./rdap_entities.ts";
import { registryOfHost } from "./rdap_registries.ts";
import { itemsOf, objectOf, textOf } from "./untrusted_json.ts";

/** A registered network and its owner. */
export interface RdapNetwork {
  /** The lowest address. */
  readonly startAddress: string;
  /** The highest address. */
  readonly endAddress: string;
  /** The CIDR block of the network that holds the address. */
  readonly network: string;
  /** The CIDR blocks that make up the network, in order; nearly always one. */
  readonly networks: readonly string[];
  /** Its identifier at the registry. */
  readonly handle: string | null;
  /** The name its owner gave it: `EXAMPLE-NET`. */
  readonly name: string | null;
  /** The organization or person it is registered to. */
  readonly organization: string | null;
  /** The two-letter code of the country it is registered in. */
  readonly country: string | null;
  /** The registry, as Team Cymru spells it: `ripencc`; else the host that answered. */
  readonly registry: string;
  /** The day of registration: `1998-09-25`. */
  readonly allocated: string | null;
  /** The mail address for abuse reports. */
  readonly abuseContact: string | null;
}

/** The query that was answered. */
export interface ParseOptions {
  /** The address that was looked up. */
  readonly address: string;
  /** The host that answered. */
  readonly host: string;
}

/**
 * Reads a registry's answer about an address. Accepts any JSON and never throws. Returns null where
 * the registry says that the address is not its own, and text that says why an answer is useless.
 *
 * @example
 * ```ts
 * import { parseIpNetwork } from "@netwho/netwho";
 * import { assert, assertEquals } from "@std/assert";
 *
 * const answer = { startAddress: "192.0.2.0", endAddress: "192.0.2.255", country: "DE" };
 * const network = parseIpNetwork(answer, { address: "192.0.2.7", host: "rdap.arin.net" });
 * assert(network !== null && typeof network === "object");
 * assertEquals(network.network, "192.0.2.0/24");
 * assertEquals(network.country, "DE");
 * ```
 */
export function parseIpNetwork(
  json: unknown,
  { address, host }: ParseOptions,
): RdapNetwork | string | null {
  const answer = objectOf(json);
  const asked = parseAddress(address);
  const range = asked && rangeOf(answer, asked);
  if (range === null) return "an answer that names no network";
  const { first, last } = range;
  if (!isWithin(asked!, range)) return "an answer about another network";
  const name = textOf(answer.name);
  const cover = coverRange(first, last);
  const isEverything = cover[0]!.text.endsWith("/0");
  if (isEverything || (name !== null && PLACEHOLDER.test(name))) return null;
  const number = toBigInt(asked!.groups);
  const entities = entitiesOf(answer);
  const registrants = entities.filter(({ roles }) => roles.includes("registrant"));
  return {
    startAddress: formatAddress(first),
    endAddress: formatAddress(last),
    network: cover.find((block) => block.first <= number && number <= block.last)!.text,
    networks: cover.map(({ text }) => text),
    handle: textOf(answer.handle),
    name,
    organization: ownerOf(answer, registrants) ?? name,
    country: countryOf(answer, registrants),
    registry: registryOfHost(textOf(answer.port43)?.toLowerCase() ?? "") ??
      registryOfHost(host) ?? host,
    allocated: registeredOn(answer),
    abuseContact: abuseContactOf(entities),
  };
}

/** The names that registries give to address space of other registries. */
const PLACEHOLDER = /^(?:IANA-BLK|NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK)$/i;

function registeredOn(answer: Readonly<Record<string, unknown>>): string | null {
  for (const event of itemsOf(answer.events, 50)) {
    const { eventAction, eventDate } = objectOf(event);
    const day = readDay((textOf(eventDate) ?? "").split("T")[0]!);
    if (textOf(eventAction)?.toLowerCase() === "registration" && day !== null) return day;
  }
  return null;
}

/** All addresses from one to another of the same family. */
interface NetworkRange {
  readonly first: Address;
  readonly last: Address;
}

/** The number of blocks in `cidr0_cidrs` that are read. */
const MOST_BLOCKS = 300;

/** The range of an answer or, where it states none, its block that holds the address. */
function rangeOf(answer: Readonly<Record<string, unknown>>, asked: Address): NetworkRange | null {
  const first = parseAddress(textOf(answer.startAddress) ?? "");
  const last = parseAddress(textOf(answer.endAddress) ?? "");
  if (first === null || last === null) return blockOf(answer, asked);
  const isRange = first.family === last.family && first.zone === null && last.zone === null &&
    compareGroups(first.groups, last.groups) <= 0;
  return isRange ? { first, last } : null;
}

function blockOf(answer: Readonly<Record<string, unknown>>, asked: Address): NetworkRange | null {
  for (const item of itemsOf(answer.cidr0_cidrs, MOST_BLOCKS)) {
    const { v4prefix, v6prefix, length } = objectOf(item);
    // Only a number: the toString of a JSON object need not be a function.
    const bits = typeof length === "number" ? length : "";
    const cidr = parseCidr(`${textOf(v4prefix) ?? textOf(v6prefix)}/${bits}`);
    if (cidr === null) continue;
    const { family, first, last } = cidr;
    const range = {
      first: { family, groups: first, zone: null },
      last: { family, groups: last, zone: null },
    };
    if (isWithin(asked, range)) return range;
  }
  return null;
}

function isWithin({ family, groups }: Address, { first, last }: NetworkRange): boolean {
  return first.family === family && compareGroups(first.groups, groups) <= 0 &&
    compareGroups(groups, last.groups) <= 0;
}

/** A CIDR block. */
interface CoverBlock {
  /** In CIDR notation: `192.0.2.0/24`. */
  readonly text: string;
  /** Its lowest address as a number. */
  readonly first: bigint;
  /** Its highest address as a number. */
  readonly last: bigint;
}

/**
 * The fewest CIDR blocks that cover a range exactly, in order: at most 62 for IPv4, 254 for IPv6.
 * Both ends have the same family, and `first` is not above `last`.
 */
export function coverRange(first: Address, last: Address): CoverBlock[] {
  const bits = first.groups.length * 16;
  const end = toBigInt(last.groups);
  const blocks: CoverBlock[] = [];
  for (let at = toBigInt(first.groups); at <= end;) {
    let size = 0;
    // Doubles the block while it stays aligned and does not pass the end.
    while (
      size < bits && (at >> BigInt(size) & 1n) === 0n && at + (2n << BigInt(size)) - 1n <= end
    ) {
      size++;
    }
    const past = at + (1n << BigInt(size));
    const text = `${formatAddress(toAddress(at, first.family))}/${bits - size}`;
    blocks.push({ text, first: at, last: past - 1n });
    at = past;
  }
  return blocks;
}

function toAddress(value: bigint, family: 4 | 6): Address {
  const count = family === 4 ? 2 : 8;
  const group = (index: number) => Number(value >> BigInt(16 * (count - 1 - index)) & 0xffffn);
  return { family, groups: Array.from({ length: count }, (_, index) => group(index)), zone: null };
}
