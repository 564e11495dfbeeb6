/**
 * A user's file that knows owners, opened: a MaxMind database or a list of networks.
 *
 * @module
 */
import type { AskedAddress } from "../../../address/askable.ts";
import { listInWords } from "../../../text/wording.ts";
import type { OwnerFacts } from "./owner_facts.ts";

/** An open file that knows owners. */
export interface OwnerFile {
  /** Its path as given. */
  readonly path: string;
  /** What it is called as the source of a row: its kind and the day it was built, or its name. */
  readonly name: string;
  /** When it was built, in milliseconds since 1970; null if it does not say so. */
  readonly builtAt: number | null;
  /** Finds what it says about addresses, by their text; an address that it does not know is missing. */
  find(addresses: readonly AskedAddress[]): Promise<ReadonlyMap<string, FoundFacts>>;
  /** What is wrong with the parts that were read so far; null if nothing is. */
  damage(): string | null;
  /** Describes all of it. */
  examine(): Promise<FileDescription>;
}

/** What a file says about an address. */
export interface FoundFacts {
  /** The facts; null if they are damaged. */
  readonly facts: OwnerFacts | null;
  /** The block of addresses that they hold for; null if unknown. */
  readonly network: string | null;
}

/** What a file is, as parts of a sentence. */
export interface FileDescription {
  /** Its kind, then what else it says of itself. */
  readonly parts: readonly string[];
  /** What is wrong with it; null if nothing is. */
  readonly damage: string | null;
}

/** The name of a file without its folder. */
export function baseName(path: string): string {
  return /[^\\/]+$/.exec(path)?.[0] ?? path;
}

/** Names the kinds of facts among all that a file has, for people. */
export function kindsOf(all: Iterable<OwnerFacts>): string {
  const kinds = new Set<string>();
  for (const { asn, asName, organization, country, isRegistered } of all) {
    if (asn !== null) kinds.add("AS numbers");
    if (asName !== null) kinds.add("AS names");
    if (organization !== null) kinds.add("organizations");
    if (country !== null) kinds.add(isRegistered ? "countries of registration" : "countries");
  }
  return listInWords([...kinds]);
}
