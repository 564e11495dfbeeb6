/**
 * What records of databases say about who owns an address, whatever they call it.
 *
 * @module
 */
import { textOf } from "../../../text/untrusted_json.ts";
import { readCountry } from "../registry_values.ts";
import type { DataValue } from "./mmdb_data.ts";

/** What a database says about the owner of an address; null where it does not say it. */
export interface OwnerFacts {
  readonly asn: number | null;
  readonly asName: string | null;
  readonly organization: string | null;
  /** A two-letter code. */
  readonly country: string | null;
  /** Whether the country is where the block is registered; else it is where the address may be. */
  readonly isRegistered: boolean;
}

/** Nothing. */
export const NO_FACTS: OwnerFacts = {
  asn: null,
  asName: null,
  organization: null,
  country: null,
  isRegistered: false,
};

/** Whether there is any fact. */
export function hasFacts({ asn, asName, organization, country }: OwnerFacts): boolean {
  return asn !== null || asName !== null || organization !== null || country !== null;
}

/** What MaxMind, DB-IP, IPinfo, IPLocate, IP2Location and iptoasn call the facts; best first. */
export const FACT_NAMES = {
  asn: ["autonomous_system_number", "as_number", "asn", "number"],
  asName: [
    "autonomous_system_organization",
    "as_organization",
    "as_name",
    "as_description",
    "asname",
    "as",
  ],
  /** To whom the address is registered; the organization of an AS is its name. */
  organization: ["organization"],
  registeredCountry: ["registered_country"],
  country: ["country_code", "country_iso_code", "country"],
} as const;

/** The maps in which some databases keep the facts of the AS. */
const GROUPS = ["traits", "asn", "as"] as const;

/** Reads a record of a MaxMind database. */
export function factsOf(record: DataValue): OwnerFacts {
  // Some databases of countries have the code alone.
  if (typeof record === "string") return { ...NO_FACTS, country: readCountryOf(record) };
  if (!isMap(record)) return NO_FACTS;
  const maps = [record, ...GROUPS.map((name) => record.get(name)).filter(isMap)];
  const find = <Value>(names: readonly string[], read: (value: DataValue) => Value | null) => {
    for (const map of maps) {
      for (const name of names) {
        const found = read(map.get(name) ?? null);
        if (found !== null) return found;
      }
    }
    return null;
  };
  const asn = find(FACT_NAMES.asn, readAsn);
  const registered = find(FACT_NAMES.registeredCountry, readCountryOf);
  return {
    asn,
    // Beside the number of an AS a plain name is that of the AS.
    asName: find(FACT_NAMES.asName, readName) ?? (asn === null ? null : find(["name"], readName)),
    organization: find(FACT_NAMES.organization, readName),
    country: registered ?? find(FACT_NAMES.country, readCountryOf),
    isRegistered: registered !== null,
  };
}

function isMap(value: DataValue | undefined): value is ReadonlyMap<string, DataValue> {
  return value instanceof Map;
}

/** The number of an AS, `15169` or `AS15169`; null for 0, which stands for none. */
export function readAsn(value: DataValue): number | null {
  const digits = typeof value === "string" ? /^(?:AS)?(\d{1,10})$/i.exec(value.trim())?.[1] : value;
  const number = digits === undefined ? NaN : Number(digits);
  return typeof value !== "boolean" && Number.isInteger(number) && number > 0 && number < 2 ** 32
    ? number
    : null;
}

/** A name on one line; null where a dash or a word stands for none. */
export function readName(value: DataValue): string | null {
  const name = textOf(value);
  return name === null || /^(?:-|none|n\/a|null|not routed)$/i.test(name) ? null : name;
}

/** A two-letter code, as it is or in a map of MaxMind's. */
export function readCountryOf(value: DataValue): string | null {
  const code = isMap(value) ? value.get("iso_code") ?? null : value;
  return typeof code === "string" ? readCountry(code.trim()) : null;
}
