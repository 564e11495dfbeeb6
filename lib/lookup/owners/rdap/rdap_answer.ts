/**
 * Reads an RDAP answer about an address: the `ip network` object of RFC 9083, section 5.4.
 *
 * @module
 */
import { type Address, formatAddress, parseAddress } from "../../../address/address.ts";
import { parseCidr } from "../../../address/range.ts";
import { type Fields, listOf, objectOf, textOf } from "../../../text/untrusted_json.ts";
import { joinPresent } from "../../../text/wording.ts";
import { readDay } from "../registry_values.ts";
import { type AddressRange, coverRange, holds, parseRange } from "../network_table.ts";
import { countryCode } from "./country_names.ts";
import { abuseContactOf } from "./rdap_abuse.ts";
import { entitiesOf } from "./rdap_entities.ts";
import { holderOf } from "./rdap_holder.ts";
import { registryOfHost } from "./rdap_registries.ts";
import { describe, remarksOf } from "./rdap_remarks.ts";
import { stateWithoutHolder } from "./rdap_unassigned.ts";
import { isNationalRegistry, nameOf } from "./registered_names.ts";

/** A registered network and its owner. */
export interface Registration {
  readonly startAddress: string;
  readonly endAddress: string;
  /** The CIDR blocks that make up the network, in order; nearly always one. */
  readonly networks: readonly string[];
  /** The registry's name of the network: `DTAG-DIAL25`. */
  readonly networkName: string | null;
  /** What kind of network it is, in the registry's words: `ASSIGNED PA`, `DIRECT ALLOCATION`. */
  readonly networkType: string | null;
  /** The organization or person it is registered to. */
  readonly organization: string | null;
  /** What the registry's entry says of the network, its lines joined with `; `. */
  readonly description: string | null;
  /** Its two-letter code. */
  readonly country: string | null;
  /** The registry, as Team Cymru spells it: `ripencc`; else the host that answered. */
  readonly registry: string;
  /** The day of registration: `1998-09-25`. */
  readonly allocated: string | null;
  /** The mail address for abuse reports. */
  readonly abuseContact: string | null;
  /** What to know about these values: whose customer the owner is, whose desk the contact is. */
  readonly note: string | null;
  /** The host that answered, with its port unless it is the default one. */
  readonly host: string;
}

/** What an answer says about an address. */
export type NetworkReading =
  | ({ readonly kind: "found" } & Registration)
  /** That the registry has assigned it to nobody, or does not manage it. */
  | { readonly kind: "unassigned" | "notFound" }
  /** Nothing that can be used. The state follows the host's name. */
  | { readonly kind: "useless"; readonly state: string };

/**
 * Reads the answer of a host about an address. Accepts any JSON, never throws and takes linear time.
 */
export function parseIpNetwork(
  json: unknown,
  { address, host }: { address: string; host: string },
): NetworkReading {
  const answer = objectOf(listOf(json, 1)[0]);
  const asked = parseAddress(address);
  const range = asked && rangeOf(answer, asked);
  if (range === null) return { kind: "useless", state: "gave an answer that names no network" };
  if (!holds(range, asked!)) {
    return { kind: "useless", state: "gave an answer about another network" };
  }
  const networks = coverRange(range).map(({ text }) => text);
  const [entities, remarks] = [entitiesOf(answer), remarksOf(answer)];
  const registry = registryOf(answer) ?? registryOfHost(host) ?? host;
  const { family, first, last } = range;
  const prefixLength = Math.min(...networks.map((text) => Number(text.split("/")[1])));
  const facts = { answer, family, prefixLength, entities, remarks, registry };
  const state = stateWithoutHolder(facts);
  if (state !== null) return { kind: state };

  const networkName = nameOf(answer.name);
  const country = countryCode(answer.country);
  const holder = holderOf({ entities, remarks, networkName, country });
  const abuse = abuseContactOf(entities, remarks);
  const isDeskOfOther = abuse !== null && abuse.deskOf !== null &&
    !isNationalRegistry(holder.name ?? "");
  const notes = [
    holder.provider === null ? null : `a customer of ${holder.provider}`,
    isDeskOfOther ? `abuseContact is the desk of ${abuse.deskOf}, the national registry` : null,
  ];
  return {
    kind: "found",
    startAddress: formatAddress({ family, groups: first, zone: null }),
    endAddress: formatAddress({ family, groups: last, zone: null }),
    networks,
    networkName,
    networkType: textOf(answer.type),
    organization: holder.name,
    description: describe(remarks),
    country: holder.country,
    registry,
    allocated: registeredOn(answer),
    abuseContact: abuse?.mail ?? null,
    note: joinPresent(notes, "; "),
    host,
  };
}

/** The number of blocks in `cidr0_cidrs` that are read. */
const MOST_BLOCKS = 300;

/**
 * The range of an answer; where it states none, its block that holds the address; else the range or
 * block in its handle.
 */
function rangeOf(answer: Fields, asked: Address): AddressRange | null {
  const [start, end] = [plainAddress(answer.startAddress), plainAddress(answer.endAddress)];
  if (parseAddress(start) !== null && parseAddress(end) !== null) return parseRange(start, end);
  for (const item of listOf(answer.cidr0_cidrs, MOST_BLOCKS)) {
    const { v4prefix, v6prefix, length } = objectOf(item);
    // Only a number: the toString of a JSON object need not be a function.
    const bits = typeof length === "number" ? length : "";
    const block = parseCidr(`${textOf(v4prefix) ?? textOf(v6prefix)}/${bits}`);
    if (block !== null && holds(block, asked)) return block;
  }
  const handle = textOf(answer.handle) ?? "";
  const [first = "", last = ""] = handle.split(" - ");
  return handle.includes("/") ? parseCidr(handle) : parseRange(first, last);
}

/**
 * The text of an address without what registries add to it: RIPE NCC used to write `192.0.2.0/32`,
 * ARIN `192.000.002.000`, whose octets are decimal.
 */
function plainAddress(value: unknown): string {
  const text = (textOf(value) ?? "").replace(/\/\d{1,3}$/, "");
  return /^\d{3}(?:\.\d{3}){3}$/.test(text) ? text.replaceAll(/\b0{1,2}(?=\d)/g, "") : text;
}

/** The registry by the whois server that an answer names, else by the host of its first link. */
function registryOf(answer: Fields): string | null {
  const whois = registryOfHost(textOf(answer.port43)?.toLowerCase() ?? "");
  if (whois !== null) return whois;
  const { href, value } = objectOf(listOf(answer.links, 1)[0]);
  const url = URL.parse(textOf(href) ?? textOf(value) ?? "");
  return registryOfHost(url?.hostname ?? "");
}

function registeredOn(answer: Fields): string | null {
  for (const event of listOf(answer.events, 50)) {
    const { eventAction, eventDate } = objectOf(event);
    // The day as written, whatever the time zone: `1996-02-12T00:00:00-05:00`, `19960212`.
    const date = /^(\d{4})([-\/.]?)(\d\d)\2(\d\d)(?!\d)/.exec(textOf(eventDate) ?? "");
    const day = date && readDay(`${date[1]}-${date[3]}-${date[4]}`);
    if (textOf(eventAction)?.toLowerCase() === "registration" && day !== null) return day;
  }
  return null;
}
