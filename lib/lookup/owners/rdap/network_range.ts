/**
 * Which addresses an RDAP answer is about.
 *
 * @module
 */
import { type Address, compareGroups, parseAddress } from "../../../address/address.ts";
import { parseCidr } from "../../../address/range.ts";
import { itemsOf, objectOf, textOf } from "./json.ts";

/** From one address to another of the same family. */
export interface NetworkRange {
  /** The lowest. */
  readonly first: Address;
  /** The highest. */
  readonly last: Address;
}

/** Blocks in `cidr0_cidrs` that are looked at. */
const MOST_BLOCKS = 300;

/** The range that an answer names or, where it names none, the block that holds the address. */
export function rangeOf(
  answer: Readonly<Record<string, unknown>>,
  asked: Address,
): NetworkRange | null {
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
    // Only a number: an object of JSON can have a toString that is no function.
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

/** Whether an address is in a range. */
export function isWithin({ family, groups }: Address, { first, last }: NetworkRange): boolean {
  return first.family === family && compareGroups(first.groups, groups) <= 0 &&
    compareGroups(groups, last.groups) <= 0;
}
