/**
 * Team Cymru's zones: which AS announces an address, and what that AS is called, as TXT records.
 *
 * Format: https://www.team-cymru.com/ip-asn-mapping
 *
 * @module
 */
import { containsGroups, parseCidr } from "../../address/cidr.ts";
import { reversedLabels } from "../../address/arpa.ts";
import { type AskedAddress, formatCidr } from "../../address/askable.ts";

/** Who announces an address. */
export interface Origin {
  /** The announced network, as a CIDR block. */
  readonly network: string;
  /** The AS that announces it; null where none is named. */
  readonly asn: number | null;
  /** The other ones that announce it too. */
  readonly otherAsns: readonly number[];
  /** Two capital letters: where the block is registered. */
  readonly country: string | null;
  /** The registry: arin, ripencc, apnic, lacnic, afrinic. */
  readonly registry: string | null;
  /** The day on which the block was allocated: 1998-09-25. */
  readonly allocated: string | null;
}

/** The zone that is asked about an address. */
export function originZone(family: 4 | 6): string {
  return family === 4 ? "origin.asn.cymru.com" : "origin6.asn.cymru.com";
}

/** The name whose TXT records tell who announces an address: octets, or nibbles, from the end. */
export function originName(address: AskedAddress): string {
  return `${reversedLabels(address)}.${originZone(address.family)}`;
}

/** The name whose TXT record tells what an AS is called. */
export function asNameQuestion(asn: number): string {
  return `AS${asn}.asn.cymru.com`;
}

/**
 * Reads the TXT records about an address, `23028 | 216.90.108.0/24 | US | arin | 1998-09-25`. Of several
 * the ones with the most specific network count; those whose network the address is not in do not.
 * The first field can hold several AS numbers: the first one is the origin. Null where none is left.
 */
export function parseOrigin(texts: readonly string[], address: AskedAddress): Origin | null {
  const announced = texts.map((text) => readOrigin(text, address)).filter((line) => line !== null);
  const longest = Math.max(...announced.map(({ prefixLength }) => prefixLength));
  const best = announced
    .filter(({ prefixLength }) => prefixLength === longest)
    // Name servers turn the order about: the same answers shall give the same owner.
    .sort((a, b) => (a.asns[0] ?? Infinity) - (b.asns[0] ?? Infinity));
  if (best[0] === undefined) return null;
  const [asn = null, ...otherAsns] = new Set(best.flatMap(({ asns }) => asns));
  const { network, country, registry, allocated } = best[0];
  return { network, asn, otherAsns, country, registry, allocated };
}

interface OriginLine extends Omit<Origin, "asn" | "otherAsns"> {
  readonly asns: readonly number[];
  readonly prefixLength: number;
}

function readOrigin(text: string, { family, groups }: AskedAddress): OriginLine | null {
  const [asns = "", network = "", country = "", registry = "", allocated = ""] = split(text);
  const block = parseCidr(network);
  if (block?.family !== family || !containsGroups(block, groups)) return null;
  return {
    network: formatCidr(block),
    prefixLength: block.prefixLength,
    asns: asns.split(/\s+/, MOST_ASNS).map(readAsn).filter((asn) => asn !== null),
    country: readCountry(country),
    registry: readRegistry(registry),
    allocated: readDay(allocated),
  };
}

/**
 * Reads the TXT records about an AS, `23028 | US | arin | 2002-01-04 | TEAM-CYMRU - SAUNET, US`: its
 * name, or null. A name can have bars in it.
 */
export function parseAsName(texts: readonly string[], asn: number): string | null {
  for (const text of texts) {
    const [number = "", , , , ...name] = split(text);
    const asName = name.join(" | ");
    if (number === String(asn) && /[^\s|]/.test(asName)) return asName;
  }
  return null;
}

/** Two capital letters, or null: `ZZ` and such say that nobody knows. */
export function readCountry(text: string): string | null {
  return /^[A-Za-z]{2}$/.test(text) && !/^(?:ZZ|XX)$/i.test(text) ? text.toUpperCase() : null;
}

/** A registry's short name, or null. */
export function readRegistry(text: string): string | null {
  return /^[a-z][a-z0-9-]{1,30}$/i.test(text) ? text.toLowerCase() : null;
}

/** A day of the calendar, 1998-09-25, or null. */
export function readDay(text: string): string | null {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (match === null) return null;
  const day = new Date(`${text}T00:00:00Z`);
  // The 31st of February is the 3rd of March to some engines.
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text) ? text : null;
}

/** An AS number, 0 excluded (RFC 7607), or null. */
export function readAsn(text: string): number | null {
  if (!/^[1-9]\d{0,9}$/.test(text)) return null;
  const asn = Number(text);
  return asn <= 0xffffffff ? asn : null;
}

/** The values between the bars. Some tools leave a TXT record's quotation marks around it. */
function split(text: string): string[] {
  return text.slice(0, LONGEST).replace(/^"|"$/g, "").split("|").map((value) => value.trim());
}

/** Characters of a TXT record that are looked at. */
const LONGEST = 1_000;
/** AS numbers in one record that are looked at. */
const MOST_ASNS = 50;
