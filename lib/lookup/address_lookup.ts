/**
 * Looks up one kind of value, names or owners, for the remote addresses of rows.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { HostError } from "../host/host.ts";
import type { FieldValue, ObjectRow } from "../model/field.ts";
import type { OnProgress } from "./progress_counter.ts";

/** How long one call may take. */
export interface AddressLookupLimits {
  /** The time-out of the whole call in milliseconds. */
  readonly totalMilliseconds: number;
  /** Receives the number of queries done and their total. */
  readonly onProgress: OnProgress;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** The values found for addresses. */
export interface AddressValues<Value> {
  /** The values by address. */
  readonly found: ReadonlyMap<string, Value | null>;
  /** A warning if every query failed. */
  readonly warnings: readonly string[];
}

/** Where values come from, and which fields they go to. */
export interface AddressLookupOptions<Value> {
  /** The fields that a value fills. */
  readonly fields: readonly string[];
  /** The field values of a found value; null where unknown. */
  readonly valuesOf: (value: Value) => Readonly<Record<string, FieldValue>>;
  /** Whether an address can have a value. */
  readonly isAskable: (address: string) => boolean;
  /** Looks up addresses. */
  readonly find: (
    addresses: readonly string[],
    limits: AddressLookupLimits,
  ) => Promise<AddressValues<Value>>;
}

/** Looks up each address once, whether it finds a value or not. */
export class AddressLookup<Value> {
  readonly #options: AddressLookupOptions<Value>;
  readonly #known = new Map<string, Value | null>();

  constructor(options: AddressLookupOptions<Value>) {
    this.#options = options;
  }

  /** The remote addresses that are still to be looked up, in the order of the rows, each once. */
  openIn(rows: readonly ObjectRow[]): string[] {
    const { fields, isAskable } = this.#options;
    const wanted = new Set(rows.filter((row) => lacksAny(row, fields)).map(remoteAddress));
    return [...wanted].filter((address) => !this.#known.has(address) && isAskable(address));
  }

  /** Looks up addresses and returns the warnings. */
  async lookUp(
    addresses: readonly string[],
    limits: AddressLookupLimits,
  ): Promise<readonly string[]> {
    if (addresses.length === 0) return [];
    for (const address of addresses) this.#known.set(address, null);
    try {
      const { found, warnings } = await this.#options.find(addresses, limits);
      for (const [address, value] of found) this.#known.set(address, value);
      return warnings;
    } catch (error) {
      limits.signal?.throwIfAborted();
      if (error instanceof CaptureError || error instanceof HostError) return [error.message];
      throw error;
    } finally {
      // Counts the addresses that a cache knew or that failed.
      limits.onProgress(addresses.length, addresses.length);
    }
  }

  /** Fills the empty fields of a row with the value of its remote address. */
  fill<Row extends ObjectRow>(row: Row): Row {
    const value = this.#known.get(remoteAddress(row)) ?? null;
    return value === null ? row : fillRow(row, this.#options.valuesOf(value));
  }
}

/** Whether a row has one of the fields, and it is null. */
export function lacksAny(row: ObjectRow, fields: readonly string[]): boolean {
  return fields.some((field) => row[field] === null);
}

/**
 * A row with values in those fields that it has and that are null; the same row if there are none.
 */
export function fillRow<Row extends ObjectRow>(
  row: Row,
  values: Readonly<Record<string, FieldValue>>,
): Row {
  const added = Object.entries(values)
    .filter(([field, value]) => value !== null && row[field] === null);
  return added.length === 0 ? row : { ...row, ...Object.fromEntries(added) };
}

/** Empty for a row without a remote address. */
function remoteAddress({ remoteAddress }: ObjectRow): string {
  return typeof remoteAddress === "string" ? remoteAddress : "";
}
