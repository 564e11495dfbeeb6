/**
 * What the cache of names of addresses holds.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { type CacheKind, HOUR, isText, isTextOrNull } from "../cache/cache_file.ts";

/** The most characters of a name that are kept: DNS has none longer, but escapes make them so. */
export const LONGEST_NAME = 255;

/** An address's name. */
export interface KnownName {
  /** The literal address. */
  readonly address: string;
  /** Its name; null where it has none. */
  readonly name: string | null;
}

/**
 * Names by address. For an hour, as resolvers would on average; that there is none for ten minutes,
 * since that is what is put right while someone waits for it.
 */
export const NAMES: CacheKind<KnownName> = {
  file: "names.ndjson",
  read: ({ address, name }) =>
    isText(address, 50) && parseAddress(address) !== null && isTextOrNull(name, LONGEST_NAME)
      ? { address, name }
      : null,
  keyOf: ({ address }) => address,
  lifetimeOf: ({ name }) => name === null ? HOUR / 6 : HOUR,
};
