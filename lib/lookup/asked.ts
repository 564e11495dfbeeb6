/**
 * One kind of thing to know about addresses.
 *
 * @module
 */
import type { ObjectRow } from "../model/field.ts";
import { CaptureError } from "../errors.ts";
import { HostError } from "../host/host.ts";
import type { OnProgress } from "./tally.ts";

/** How addresses are asked about. */
export interface AskLimits {
  /** Milliseconds that all of it may take. */
  readonly totalMilliseconds: number;
  /** Is told how many are done, of how many. */
  readonly onProgress: OnProgress;
}

/** What was found out about addresses. */
export interface Found<Value> {
  /** By address. */
  readonly found: ReadonlyMap<string, Value | null>;
  /** What failed as a whole. */
  readonly warnings: readonly string[];
}

/** A kind of thing to know: of which rows, about which addresses, and from whom. */
export interface Kind<Value> {
  /** Whether a row has a place for it that is empty. */
  readonly lacks: (row: ObjectRow) => boolean;
  /** Whether anyone is asked about an address. */
  readonly isAskable: (address: string) => boolean;
  /** Asks. */
  readonly ask: (addresses: readonly string[], limits: AskLimits) => Promise<Found<Value>>;
}

/** What is known about addresses; each is asked about once, whether there is an answer or not. */
export class Asked<Value> {
  readonly #kind: Kind<Value>;
  readonly #known = new Map<string, Value | null>();

  constructor(kind: Kind<Value>) {
    this.#kind = kind;
  }

  /** What is known of a row's remote end; null where that is nothing. */
  of(row: ObjectRow): Value | null {
    return this.#known.get(addressOf(row)) ?? null;
  }

  /** The remote addresses of rows that are still to be asked about, in order, each once. */
  openIn(rows: readonly ObjectRow[]): string[] {
    const { lacks, isAskable } = this.#kind;
    const wanted = new Set(rows.filter(lacks).map(addressOf));
    return [...wanted].filter((address) => !this.#known.has(address) && isAskable(address));
  }

  /** Asks about addresses, and resolves to what failed. */
  async findOut(addresses: readonly string[], limits: AskLimits): Promise<readonly string[]> {
    if (addresses.length === 0) return [];
    for (const address of addresses) this.#known.set(address, null);
    try {
      const { found, warnings } = await this.#kind.ask(addresses, limits);
      for (const [address, value] of found) this.#known.set(address, value);
      return warnings;
    } catch (error) {
      if (error instanceof CaptureError || error instanceof HostError) return [error.message];
      throw error;
    } finally {
      // What a cache knew, and what failed, is done too.
      limits.onProgress(addresses.length, addresses.length);
    }
  }
}

/** Empty where there is none, about which nobody is asked. */
function addressOf({ remoteAddress }: ObjectRow): string {
  return typeof remoteAddress === "string" ? remoteAddress : "";
}
