/**
 * Reads lists of networks with their owners as CSV or with tabs: those of ip-location-db, DB-IP,
 * IP2Location, iptoasn, MaxMind and IPinfo. A line has a range or a block, and facts; what they are is
 * told by their shape, or by a header.
 *
 * @module
 */
import { parseIPv4, parseIPv6 } from "../../../address/address.ts";
import { readHeader } from "../../../capture/saved/csv_records.ts";
import {
  FACT_NAMES,
  NO_FACTS,
  type OwnerFacts,
  readAsn,
  readCountryOf,
  readName,
} from "./owner_facts.ts";

/**
 * A number for an address, so that ranges can be compared fast: of IPv4 the address itself; of IPv6 a
 * number of 128 bits.
 */
export type AddressNumber = number | bigint;

/** The first and the last address of a line, of one family. */
export interface LineRange {
  readonly first: AddressNumber;
  readonly last: AddressNumber;
}

/** The layout of a list. */
export interface LineLayout {
  readonly delimiter: string;
  /** Whether a line begins with a block instead of the two ends of a range. */
  readonly isBlock: boolean;
  /** The names of the columns in lower case; null for a list without a header. */
  readonly names: readonly string[] | null;
}

/** The longest line. */
export const LONGEST_LINE = 4_096;

/**
 * Reads the layout of a list from its first lines; null if it is none, or the reason why it is of no
 * use, as the end of a sentence.
 */
export function readLayout(lines: readonly string[]): LineLayout | string | null {
  for (const line of lines) {
    if (isBlank(line)) continue;
    for (const delimiter of [",", "\t", ";"]) {
      const cells = readHeader(line, delimiter)?.map((cell) => cell?.trim() ?? "");
      if (cells === undefined || cells.length < 2) continue;
      const names = cells.map((name) => name.toLowerCase());
      if (isHeader(names)) return headedLayout(names, delimiter);
      const isBlock = parseBlock(cells[0]!) !== null;
      const layout = { delimiter, isBlock, names: null };
      const range = readRange(line, layout);
      const isLikely = range !== null && range.last >= LOWEST_LAST;
      if (isLikely && readFacts(line, layout) !== null) return layout;
    }
  }
  return null;
}

/** The end of 0.0.0.0/8, which no list splits. Lower numbers are no addresses, but those of other CSV. */
const LOWEST_LAST = 2 ** 24 - 1;

/** Whether a line says nothing: an empty one, and a comment. */
export function isBlank(line: string): boolean {
  const code = line.charCodeAt(0);
  return code === NUMBER_SIGN || (!(code > SPACE) && line.trim() === "");
}

const STARTS = [
  "start_ip",
  "ip_start",
  "ip_range_start",
  "range_start",
  "ip_from",
  "first_ip",
  "start",
  "from",
];
const ENDS = ["end_ip", "ip_end", "ip_range_end", "range_end", "ip_to", "last_ip", "end", "to"];
const BLOCKS = ["network", "cidr", "prefix", "range"];

function isHeader([first, second]: readonly string[]): boolean {
  return BLOCKS.includes(first!) || (STARTS.includes(first!) && ENDS.includes(second!));
}

function headedLayout(names: readonly string[], delimiter: string): LineLayout | string {
  const wanted: readonly string[] = [
    ...FACT_NAMES.asn,
    ...FACT_NAMES.asName,
    ...FACT_NAMES.country,
  ];
  if (names.some((name) => wanted.includes(name))) {
    return { delimiter, isBlock: BLOCKS.includes(names[0]!), names };
  }
  if (names.includes("registered_country_geoname_id")) {
    return "its countries are numbers of another file; use the MaxMind database (.mmdb) instead";
  }
  return "it has neither AS numbers nor countries";
}

/** Reads the range of a line; null for a damaged one. */
export function readRange(line: string, { delimiter, isBlock }: LineLayout): LineRange | null {
  const end = line.indexOf(delimiter);
  if (end < 0) return null;
  if (isBlock) {
    const text = cellText(line, 0, end);
    // Some lists have a single address as it is.
    return parseBlock(text) ?? parseBlock(`${text}/${text.includes(":") ? 128 : 32}`);
  }
  const next = line.indexOf(delimiter, end + 1);
  if (next < 0) return null;
  const first = parseEnd(cellText(line, 0, end));
  const last = parseEnd(cellText(line, end + 1, next));
  if (first === null || last === null) return null;
  // An integer of an IPv6 list can be small; an IPv4 range has both ends below 2^32.
  if (typeof first !== typeof last) {
    if (isAddress(line, end)) return null;
    return orderedRange(BigInt(first), BigInt(last));
  }
  return orderedRange(first, last);
}

function orderedRange(first: AddressNumber, last: AddressNumber): LineRange | null {
  if (first > last) return null;
  // IP2Location writes the IPv4 addresses of its lists for IPv6 in their mapped form.
  if (typeof first === "bigint" && first >= MAPPED_FIRST && last <= MAPPED_LAST) {
    return { first: Number(first - MAPPED_FIRST), last: Number(BigInt(last) - MAPPED_FIRST) };
  }
  return { first, last };
}

const MAPPED_FIRST = 0xffff_0000_0000n;
const MAPPED_LAST = 0xffff_ffff_ffffn;

function isAddress(line: string, end: number): boolean {
  return /[.:]/.test(line.slice(0, end));
}

/** The text of a cell, without quotes. */
function cellText(line: string, from: number, to: number): string {
  return line.charCodeAt(from) === QUOTE && line.charCodeAt(to - 1) === QUOTE && to - from > 1
    ? line.slice(from + 1, to - 1)
    : line.slice(from, to);
}

const QUOTE = 34;
const NUMBER_SIGN = 35;
const SPACE = 32;

/** Reads one end of a range: an address, or its number. */
function parseEnd(text: string): AddressNumber | null {
  const value = parseIPv4(text);
  if (value !== null) return value;
  if (/^\d{1,39}$/.test(text)) {
    const number = Number(text);
    if (number < 2 ** 32) return number;
    const exact = BigInt(text);
    return exact < 1n << 128n ? exact : null;
  }
  const groups = parseIPv6(text);
  return groups && numberOfGroups(groups);
}

/** The number of an address in groups of 16 bits: of IPv4 below 2^32, of IPv6 a bigint. */
export function numberOfGroups(groups: readonly number[]): AddressNumber {
  if (groups.length === 2) return groups[0]! * 0x10000 + groups[1]!;
  const half = (at: number) =>
    BigInt(groups[at]! * 0x10000 + groups[at + 1]!) << 32n |
    BigInt(groups[at + 2]! * 0x10000 + groups[at + 3]!);
  return half(0) << 64n | half(4);
}

/** Reads `192.0.2.0/24`: its first and last address. */
function parseBlock(text: string): LineRange | null {
  const slash = text.indexOf("/");
  if (slash < 0) return null;
  const first = parseEnd(text.slice(0, slash));
  const length = text.slice(slash + 1);
  if (first === null || !/^\d{1,3}$/.test(length)) return null;
  if (typeof first === "number") {
    const size = 2 ** (32 - Number(length));
    return size >= 1 && first % size === 0 ? { first, last: first + size - 1 } : null;
  }
  if (Number(length) > 128) return null;
  const size = 1n << BigInt(128 - Number(length));
  return first % size === 0n ? orderedRange(first, first + size - 1n) : null;
}

/** Reads the facts of a line; null for a damaged one. */
export function readFacts(line: string, layout: LineLayout): OwnerFacts | null {
  const cells = readHeader(line, layout.delimiter)?.map((cell) => cell?.trim() ?? "");
  if (cells === undefined) return null;
  if (layout.names === null) return factsByShape(cells.slice(layout.isBlock ? 1 : 2));
  return cells.length === layout.names.length ? factsByName(cells, layout.names) : null;
}

/** AS number, then country and name or the name alone; or a country, then places. */
function factsByShape(given: readonly string[]): OwnerFacts | null {
  // IP2Location's list of ASs has the block beside the range.
  const [first = "", second = "", third] = parseBlock(given[0] ?? "") === null
    ? given
    : given.slice(1);
  if (/^(?:AS)?\d{1,10}$/i.test(first)) {
    const isWithCountry = third !== undefined && /^(?:[A-Z]{2}|None)$/.test(second);
    return {
      ...NO_FACTS,
      asn: readAsn(first),
      asName: readName(isWithCountry ? third : second),
      country: isWithCountry ? readCountryOf(second) : null,
    };
  }
  // DB-IP's lists have the continent first.
  if (CONTINENTS.has(first) && /^[A-Z]{2}$/.test(second)) {
    return { ...NO_FACTS, country: readCountryOf(second) };
  }
  if (/^[A-Z]{2}$/i.test(first)) return { ...NO_FACTS, country: readCountryOf(first) };
  return first === "" || first === "-" ? NO_FACTS : null;
}

const CONTINENTS: ReadonlySet<string> = new Set(["AF", "AN", "AS", "EU", "NA", "OC", "SA", "ZZ"]);

function factsByName(cells: readonly string[], names: readonly string[]): OwnerFacts {
  const find = <Value>(wanted: readonly string[], read: (text: string) => Value | null) => {
    for (const name of wanted) {
      const found = read(cells[names.indexOf(name)] ?? "");
      if (found !== null) return found;
    }
    return null;
  };
  const asn = find(FACT_NAMES.asn, readAsn);
  return {
    ...NO_FACTS,
    asn,
    asName: find(FACT_NAMES.asName, readName) ?? (asn === null ? null : find(["name"], readName)),
    organization: find(FACT_NAMES.organization, readName),
    country: find(FACT_NAMES.country, readCountryOf),
  };
}
