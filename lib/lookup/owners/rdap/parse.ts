/**
 * An RDAP answer about an address: the `ip network` object of RFC 9083, section 5.4.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../../address/address.ts";
import { readDay } from "../cymru.ts";
import { coverRange, toNumber } from "./cover.ts";
import { entitiesOf, type Entity } from "./entities.ts";
import { itemsOf, objectOf, textOf } from "./json.ts";
import { isWithin, rangeOf } from "./network_range.ts";
import { countryOf, ownerOf } from "./registrant.ts";
import { registryOfHost } from "./registries.ts";

/** The network that an address is in, and whose it is. */
export interface RdapNetwork {
  /** The lowest address. */
  readonly startAddress: string;
  /** The highest address. */
  readonly endAddress: string;
  /** The block of the network that the address is in, in CIDR notation. */
  readonly network: string;
  /** The blocks that make up the network, in order; nearly always one. */
  readonly networks: readonly string[];
  /** What the registry calls it. */
  readonly handle: string | null;
  /** The name its owner gave it: `EXAMPLE-NET`. */
  readonly name: string | null;
  /** Whom it is registered to. */
  readonly organization: string | null;
  /** The country it is registered in, by its two letters. */
  readonly country: string | null;
  /** The registry, as Team Cymru spells it: `ripencc`; else the host that answered. */
  readonly registry: string;
  /** The day of registration: `1998-09-25`. */
  readonly allocated: string | null;
  /** Where to report abuse. */
  readonly abuseContact: string | null;
}

/** What else is known of an answer. */
export interface ParseOptions {
  /** The address that was asked about. */
  readonly address: string;
  /** The host that answered. */
  readonly host: string;
}

/**
 * Reads what a registry answered about an address; any JSON will do, none throws. A text says why it
 * is of no use. Null where the registry says that the address is none of its own.
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
  if (isEverything(cover[0]!.text) || (name !== null && PLACEHOLDER.test(name))) return null;
  const number = toNumber(asked!);
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

/** What registries call the rest of the address space, which is none of theirs. */
const PLACEHOLDER = /^(?:IANA-BLK|NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK)$/i;

function isEverything(block: string): boolean {
  return block.endsWith("/0");
}

function registeredOn(answer: Readonly<Record<string, unknown>>): string | null {
  for (const event of itemsOf(answer.events, 50)) {
    const { eventAction, eventDate } = objectOf(event);
    const day = readDay((textOf(eventDate) ?? "").split("T")[0]!);
    if (textOf(eventAction)?.toLowerCase() === "registration" && day !== null) return day;
  }
  return null;
}

function abuseContactOf(entities: readonly Entity[]): string | null {
  const found = entities.find(({ roles, card }) => roles.includes("abuse") && card.email !== null);
  return found?.card.email ?? null;
}
