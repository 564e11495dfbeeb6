/**
 * What is known about networks, found by an address in them.
 *
 * @module
 */
import type { Cache } from "../cache/cache.ts";
import type { Cached } from "../cache/cache_file.ts";
import type { AskedAddress } from "../../address/askable.ts";
import { type AddressRange, PrefixTable } from "./prefix_table.ts";

/**
 * The outcome of one look-up: a value, retrieved now or earlier; that there is none; or a failure.
 */
export type Outcome<Value> =
  | ({ readonly kind: "found" } & Cached<Value>)
  | { readonly kind: "none"; readonly note: string }
  | { readonly kind: "failed"; readonly note: string };

/** The values of a cache, by the networks they are about. */
export class CachedNetworks<Value extends object> {
  readonly #cache: Cache<Value>;
  readonly #rangeOf: (value: Value) => AddressRange | null;
  readonly #table = new PrefixTable<Cached<Value>>();

  constructor(cache: Cache<Value>, rangeOf: (value: Value) => AddressRange | null) {
    this.#cache = cache;
    this.#rangeOf = rangeOf;
    this.#index(cache.all());
  }

  /** Adds values that were retrieved just now, and returns them with that time. */
  add(values: readonly Value[]): Cached<Value>[] {
    const added = this.#cache.add(values);
    this.#index(added);
    return added;
  }

  /**
   * Sets the outcome of each address, by its text, to the value of the smallest known network that
   * holds it. Returns the addresses in no known network.
   */
  resolve(
    addresses: readonly AskedAddress[],
    outcomes: Map<string, Outcome<Value>>,
  ): AskedAddress[] {
    return addresses.filter((address) => {
      const cached = this.#table.find(address);
      if (cached !== null) outcomes.set(address.text, { kind: "found", ...cached });
      return cached === null;
    });
  }

  #index(all: readonly Cached<Value>[]): void {
    for (const cached of all) {
      const range = this.#rangeOf(cached.value);
      if (range !== null) this.#table.add(range, cached);
    }
  }
}
