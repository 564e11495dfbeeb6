/**
 * Reads an RDAP answer about an address: the `ip network` object of RFC 9083, section 5.4.
 *
 * @module
 */
import { type Address, formatAddress, parseAddress } from "../../../address/address.ts";
import { parseCidr } from "../../../address/range.ts";
import { type Fields, itemsOf, objectOf, textOf } from "../../../text/untrusted_json.ts";
import { readDay } from "../cymru_records.ts";
import { type AddressRange, coverRange, holds, parseRange } from "../network_table.ts";
import { abuseContactOf, countryOf, entitiesOf, ownerOf } from "./rdap_entities.ts";
import { registryOfHost } from "./rdap_registries.ts";

/** A registered network and its owner. */
export interface Registration {
  readonly startAddress: string;
  readonly endAddress: string;
  /** The CIDR blocks that make up the network, in order; nearly always one. */
  readonly networks: readonly string[];
  /** What kind of network it is, in the registry's words: `ASSIGNED PA`, `DIRECT ALLOCATION`. */
  readonly networkType: string | null;
  /** The organization or person it is registered to. */
  readonly organization: string | null;
  /** Its two-letter code. */
  readonly country: string | null;
  /** The registry, as Team Cymru spells it: `ripencc`; else the host that answered. */
  readonly registry: string;
  /** The day of registration: `1998-09-25`. */
  readonly allocated: string | null;
  /** The mail address for abuse reports. */
  readonly abuseContact: string | null;
  /** The host that answered, with its port unless it is the default one. */
  readonly host: string;
}

/**
 * Reads the answer of a host about an address. Accepts any JSON and never throws. Returns null where
 * the registry says that the address is not its own, and text that says why an answer is useless.
 */
export function parseIpNetwork(
  json: unknown,
  { address, host }: { address: string; host: string },
): Registration | string | null {
  const answer = objectOf(json);
  const asked = parseAddress(address);
  const range = asked && rangeOf(answer, asked);
  if (range === null) return "an answer that names no network";
  if (!holds(range, asked!)) return "an answer about another network";
  const name = textOf(answer.name);
  const networks = coverRange(range).map(({ text }) => text);
  const isEverything = networks[0]!.endsWith("/0");
  if (isEverything || (name !== null && PLACEHOLDER.test(name))) return null;
  const entities = entitiesOf(answer);
  const registrants = entities.filter(({ roles }) => roles.includes("registrant"));
  const { family, first, last } = range;
  return {
    startAddress: formatAddress({ family, groups: first, zone: null }),
    endAddress: formatAddress({ family, groups: last, zone: null }),
    networks,
    networkType: textOf(answer.type),
    organization: ownerOf(answer, registrants) ?? name,
    country: countryOf(answer, registrants),
    registry: registryOfHost(textOf(answer.port43)?.toLowerCase() ?? "") ??
      registryOfHost(host) ?? host,
    allocated: registeredOn(answer),
    abuseContact: abuseContactOf(entities),
    host,
  };
}

/** The names that registries give to address space of other registries. */
const PLACEHOLDER = /^(?:IANA-BLK|NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK)$/i;

/** The number of blocks in `cidr0_cidrs` that are read. */
const MOST_BLOCKS = 300;

/** The range of an answer or, where it states none, its block that holds the address. */
function rangeOf(answer: Fields, asked: Address): AddressRange | null {
  const [start, end] = [textOf(answer.startAddress) ?? "", textOf(answer.endAddress) ?? ""];
  if (parseAddress(start) !== null && parseAddress(end) !== null) return parseRange(start, end);
  for (const item of itemsOf(answer.cidr0_cidrs, MOST_BLOCKS)) {
    const { v4prefix, v6prefix, length } = objectOf(item);
    // Only a number: the toString of a JSON object need not be a function.
    const bits = typeof length === "number" ? length : "";
    const block = parseCidr(`${textOf(v4prefix) ?? textOf(v6prefix)}/${bits}`);
    if (block !== null && holds(block, asked)) return block;
  }
  return null;
}

function registeredOn(answer: Fields): string | null {
  for (const event of itemsOf(answer.events, 50)) {
    const { eventAction, eventDate } = objectOf(event);
    const day = readDay((textOf(eventDate) ?? "").split("T")[0]!);
    if (textOf(eventAction)?.toLowerCase() === "registration" && day !== null) return day;
  }
  return null;
}
