/**
 * Team Cymru's zones: TXT records that say which AS announces an address and what the AS is called.
 *
 * Format: https://www.team-cymru.com/ip-asn-mapping
 *
 * @module
 */
import { reversedLabels } from "../../address/address.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { type Cidr, formatCidr, parseCidr } from "../../address/range.ts";
import { type CacheKind, DAY } from "../cache.ts";
import { isText, isTextOrNull } from "../../text/untrusted_json.ts";
import { holds } from "./network_table.ts";
import { readAsn, readCountry, readDay } from "./registry_values.ts";

/** The announcement of an address. */
export interface Origin {
  /** The announced network, as a CIDR block. */
  readonly network: string;
  /** The AS that announces it; null if none is named. */
  readonly asn: number | null;
  /** The other ASes that announce it too. */
  readonly otherAsns: readonly number[];
  /** The country where the block is registered, as two capital letters. */
  readonly country: string | null;
  /** The registry: arin, ripencc, apnic, lacnic, afrinic. */
  readonly registry: string | null;
  /** The day on which the block was allocated: 1998-09-25. */
  readonly allocated: string | null;
}

/** The zone of the records about addresses. */
export function originZone(family: 4 | 6): string {
  return family === 4 ? "origin.asn.cymru.com" : "origin6.asn.cymru.com";
}

/** The name of the TXT records about an address: its octets, or nibbles, in reverse order. */
export function originName(address: AskedAddress): string {
  return `${reversedLabels(address)}.${originZone(address.family)}`;
}

/** The name of the TXT record about an AS. */
export function asNameQuestion(asn: number): string {
  return `AS${asn}.asn.cymru.com`;
}

/**
 * Reads the TXT records about an address, `23028 | 216.90.108.0/24 | US | arin | 1998-09-25`. Only
 * those with the most specific network that holds the address count; null if there is none. The
 * first field can hold several AS numbers: the first one is the origin.
 */
export function parseOrigin(texts: readonly string[], address: AskedAddress): Origin | null {
  const announced = texts.map((text) => readOrigin(text, address)).filter((line) => line !== null);
  const longest = Math.max(...announced.map(({ prefixLength }) => prefixLength));
  const best = announced
    .filter(({ prefixLength }) => prefixLength === longest)
    // Name servers rotate the records: the same records give the same owner in any order.
    .sort((a, b) => firstAsn(a) - firstAsn(b) || (a.text < b.text ? -1 : 1));
  if (best[0] === undefined) return null;
  const [asn = null, ...otherAsns] = new Set(best.flatMap(({ asns }) => asns));
  const { network, country, registry, allocated } = best[0];
  return { network, asn, otherAsns, country, registry, allocated };
}

/**
 * Whether the TXT records about an address name default routes and no network: some AS announces all
 * addresses, and so this one too.
 */
export function saysDefaultRoute(texts: readonly string[]): boolean {
  const blocks = texts.map((text) => parseCidr(split(text)[1] ?? ""))
    .filter((block) => block !== null);
  return blocks.length > 0 && blocks.every(isDefaultRoute);
}

/** Whether a block is a default route, or a part of one that stands in its place: `128.0.0.0/1`. */
function isDefaultRoute({ family, prefixLength }: Cidr): boolean {
  return prefixLength < SHORTEST_NETWORK[family];
}

/** The shortest prefixes of networks: IANA's blocks, those of the registries for IPv6. */
const SHORTEST_NETWORK = { 4: 8, 6: 12 } as const;

interface OriginLine extends Omit<Origin, "asn" | "otherAsns"> {
  readonly asns: readonly number[];
  readonly prefixLength: number;
  readonly text: string;
}

function firstAsn({ asns }: OriginLine): number {
  return asns[0] ?? 2 ** 32;
}

function readOrigin(text: string, address: AskedAddress): OriginLine | null {
  const [asns = "", network = "", country = "", registry = "", allocated = ""] = split(text);
  const block = parseCidr(network);
  if (block === null || !holds(block, address) || isDefaultRoute(block)) return null;
  return {
    text,
    network: formatCidr(block),
    prefixLength: block.prefixLength,
    asns: asns.split(/\s+/, MOST_ASNS).map(readAsn).filter((asn) => asn !== null),
    country: readCountry(country),
    registry: readRegistry(registry),
    allocated: readDay(allocated),
  };
}

/**
 * Reads the name in the TXT records about an AS, `23028 | US | arin | 2002-01-04 | TEAM-CYMRU -
 * SAUNET, US`; null if there is none. A name can contain bars.
 */
export function parseAsName(texts: readonly string[], asn: number): string | null {
  for (const text of texts.toSorted()) {
    const [number = "", , , , ...name] = split(text);
    const asName = name.join(" | ");
    if (number === String(asn) && /[^\s|]/.test(asName)) return asName;
  }
  return null;
}

/** The short name of a registry, or null. */
function readRegistry(text: string): string | null {
  return /^[a-z][a-z0-9-]{1,30}$/i.test(text) ? text.toLowerCase() : null;
}

/** The values between the bars. Some tools leave the quotation marks around a TXT record. */
function split(text: string): string[] {
  return text.slice(0, LONGEST).replace(/^"|"$/g, "").split("|").map((value) => value.trim());
}

/** The characters of a TXT record that are read. */
const LONGEST = 1_000;
/** The AS numbers in one record that are read. */
const MOST_ASNS = 50;

/** An origin and the addresses it is valid for. */
export interface KnownOrigin extends Origin {
  /** Those addresses, as a CIDR block. */
  readonly block: string;
}

/**
 * The block of addresses that an answer about one of them is valid for. Part of an announced
 * network can be announced by another AS, so 8.0.0.0/9, the answer about 8.0.0.1, need not be right
 * for 8.8.8.8. But BGP hardly passes on prefixes longer than /24 and /48, so within those it is.
 */
export function spokenFor(address: AskedAddress, { network }: { network: string }): string {
  const { prefixLength } = parseCidr(network)!;
  const length = Math.max(prefixLength, LONGEST_ROUTED[address.family]);
  return formatCidr(parseCidr(`${address.text}/${length}`)!);
}

/** The longest prefix that networks commonly accept from each other. */
const LONGEST_ROUTED = { 4: 24, 6: 48 } as const;

/** Origins by their block. Only few networks a day change their announcements. */
export const ORIGINS: CacheKind<KnownOrigin> = {
  file: "origins.ndjson",
  read({ block, network, asn, otherAsns, country, registry, allocated }) {
    const known = isText(block, 50) && isText(network, 50) && (asn === null || isAsn(asn)) &&
      Array.isArray(otherAsns) && otherAsns.every(isAsn) && isTextOrNull(country, 2) &&
      isTextOrNull(registry, 40) && isTextOrNull(allocated, 10);
    if (!known || !isWithin(block, network)) return null;
    return { block, network, asn, otherAsns, country, registry, allocated };
  },
  keyOf: ({ block }) => block,
  lifetimeOf: () => 7 * DAY,
};

/** The name of an AS. */
export interface AsName {
  readonly asn: number;
  readonly asName: string;
}

/** AS names by number; they hardly ever change. */
export const AS_NAMES: CacheKind<AsName> = {
  file: "as-names.ndjson",
  read: ({ asn, asName }) => isAsn(asn) && isText(asName) ? { asn, asName } : null,
  keyOf: ({ asn }) => String(asn),
  lifetimeOf: () => 30 * DAY,
};

function isWithin(block: string, network: string): boolean {
  const [inner, outer] = [parseCidr(block), parseCidr(network)];
  return inner !== null && outer !== null && !isDefaultRoute(outer) &&
    inner.prefixLength >= outer.prefixLength &&
    holds(outer, { family: inner.family, groups: inner.first });
}

function isAsn(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 0xffffffff;
}
