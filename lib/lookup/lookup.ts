/**
 * Looks up names and owners for the remote ends of rows.
 *
 * @module
 */
import { scopeOf } from "../address/scope.ts";
import type { Host } from "../host/host.ts";
import type { FieldValue, ObjectRow } from "../model/field.ts";
import type { OwnerRecord } from "../model/owner.ts";
import type { RowLookup } from "../rows/stages.ts";
import { AddressLookup } from "./address_lookup.ts";
import type { ServerChoice } from "./names/question.ts";
import { isAskable } from "../address/askable.ts";
import { reverseNames } from "./names/reverse_names.ts";
import { lookUpOwners } from "./owners/look_up_owners.ts";
import { type OnProgress, ProgressCounter } from "./progress_counter.ts";

/** What to look up, where, and for how long. */
export interface LookupPlan {
  /** Whether to look up names: `remoteHost`. */
  readonly resolve: boolean;
  /** Whether to look up owners: `remoteAsn`, `remoteOwner`, `remoteCountry`, `remoteNetwork`. */
  readonly owner: boolean;
  /** Whether to query the registries about owners too. */
  readonly rdap: boolean;
  /** The name server; null for the system's. */
  readonly server: ServerChoice | null;
  /** The folder where answers are kept; null to keep none. */
  readonly cacheFolder: string | null;
  /** The time-out of one query in milliseconds. */
  readonly questionMilliseconds: number;
  /** The time-out of all look-ups of a run together in milliseconds. */
  readonly totalMilliseconds: number;
  /** Ends the call early: it then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** The functions that find names and owners. */
export interface LookupSources {
  /** Finds the names of addresses. */
  readonly reverseNames: typeof reverseNames;
  /** Finds the owners of public addresses. */
  readonly lookUpOwners: typeof lookUpOwners;
}

/** What to look up, and with what. */
export interface RowLookupOptions {
  /** The machine that queries. */
  readonly host: Host;
  /** What to look up. */
  readonly plan: LookupPlan;
  /** Receives the number of look-ups done and their total so far; names and owners count each. */
  readonly onProgress?: OnProgress;
  /** Receives notes that do not affect the rows, such as an unusable cache. */
  readonly onNote?: (note: string) => void;
  /** The functions that find names and owners. @default this library's own */
  readonly sources?: LookupSources;
}

/** Rows with names and owners. */
export interface LookedUpRows<Row> {
  /** The rows in the order given. */
  readonly rows: Row[];
  /**
   * A warning for each kind of look-up that failed altogether; an address without a name is none.
   */
  readonly warnings: readonly string[];
}

/**
 * Adds names and owners to the remote ends of rows: sockets, connections, or any rows that have a
 * `remoteAddress` and fields to fill. Fills only fields that are null, and looks up each address
 * once. Leaves out addresses that no server can know, such as wildcards and those of this machine
 * and its link; only public addresses have owners.
 *
 * @example
 * ```ts
 * import { joinSocket, lookUpRows, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseNetstat("  TCP    192.0.2.7:50123    8.8.8.8:443    ESTABLISHED    4711");
 * const connections = rows.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * const asked: string[] = [];
 * const named = await lookUpRows(connections, {
 *   host: { now: () => 0 } as never,
 *   plan: {
 *     resolve: true,
 *     owner: false,
 *     rdap: false,
 *     server: null,
 *     cacheFolder: null,
 *     questionMilliseconds: 2_000,
 *     totalMilliseconds: 30_000,
 *   },
 *   sources: {
 *     reverseNames: (_host, addresses) => {
 *       asked.push(...addresses);
 *       return Promise.resolve({ names: new Map([["8.8.8.8", "dns.google"]]), warnings: [] });
 *     },
 *     lookUpOwners: () => Promise.reject(new Error("not asked")),
 *   },
 * });
 * assertEquals(asked, ["8.8.8.8"]);
 * assertEquals(named.rows[0]?.remoteHost, "dns.google");
 * ```
 */
export async function lookUpRows<Row extends ObjectRow>(
  rows: readonly Row[],
  options: RowLookupOptions,
): Promise<LookedUpRows<Row>> {
  const lookup = new Lookup(options);
  return { rows: await lookup.addTo(rows), warnings: lookup.warnings() };
}

/**
 * Adds names and owners to the rows of one run. Looks up each address once, in whichever batch it
 * comes; all batches share the time-out.
 */
export class Lookup implements RowLookup {
  /** The fields that it can fill; none if the plan asks for nothing. */
  readonly fields: readonly string[];
  readonly #host: Host;
  readonly #plan: LookupPlan;
  readonly #names: AddressLookup<string>;
  readonly #owners: AddressLookup<OwnerRecord>;
  readonly #progress: ProgressCounter;
  readonly #warnings = new Set<string>();
  #spentMilliseconds = 0;

  constructor(options: RowLookupOptions) {
    const { host, plan, onProgress } = options;
    this.fields = [
      ...plan.resolve ? REMOTE_NAME_FIELDS : [],
      ...plan.owner ? REMOTE_OWNER_FIELDS : [],
    ];
    this.#host = host;
    this.#plan = plan;
    this.#names = nameLookup(options);
    this.#owners = ownerLookup(options);
    this.#progress = new ProgressCounter(onProgress);
  }

  /** What failed so far, each message once. */
  warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** The rows in the order given, with their empty fields filled; the rows given do not change. */
  async addTo<Row extends ObjectRow>(rows: readonly Row[]): Promise<Row[]> {
    const { resolve, owner } = this.#plan;
    await this.#lookUp(
      resolve ? this.#names.openIn(rows) : [],
      owner ? this.#owners.openIn(rows) : [],
    );
    return rows.map((row) => this.#owners.fill(this.#names.fill(row)));
  }

  async #lookUp(nameless: readonly string[], ownerless: readonly string[]): Promise<void> {
    if (nameless.length === 0 && ownerless.length === 0) return;
    const { signal } = this.#plan;
    signal?.throwIfAborted();
    const totalMilliseconds = this.#plan.totalMilliseconds - this.#spentMilliseconds;
    if (totalMilliseconds <= 0) {
      this.#warnings.add(timeIsUp(this.#plan));
      return;
    }
    const started = this.#host.now();
    // Both are counted before either starts, so that the first answer does not look like the last.
    const namesDone = this.#progress.part(nameless.length);
    const ownersDone = this.#progress.part(ownerless.length);
    const warnings = await Promise.all([
      this.#names.lookUp(nameless, { totalMilliseconds, onProgress: namesDone, signal }),
      this.#owners.lookUp(ownerless, { totalMilliseconds, onProgress: ownersDone, signal }),
    ]);
    signal?.throwIfAborted();
    for (const warning of warnings.flat()) this.#warnings.add(warning);
    this.#spentMilliseconds += this.#host.now() - started;
  }
}

/** The fields that names fill. */
export const REMOTE_NAME_FIELDS = ["remoteHost"] as const;

/** The fields that owners fill. */
export const REMOTE_OWNER_FIELDS = [
  "remoteAsn",
  "remoteOwner",
  "remoteCountry",
  "remoteNetwork",
] as const;

function nameLookup({ host, plan, sources, onNote }: RowLookupOptions): AddressLookup<string> {
  const { server, cacheFolder, questionMilliseconds } = plan;
  const options = { server, cacheFolder, questionMilliseconds, onNote };
  const find = sources?.reverseNames ?? reverseNames;
  return new AddressLookup({
    fields: REMOTE_NAME_FIELDS,
    valuesOf: (name) => ({ remoteHost: name }),
    isAskable,
    find: async (addresses, limits) => {
      const { names, warnings } = await find(host, addresses, { ...options, ...limits });
      return { found: names, warnings };
    },
  });
}

function ownerLookup(
  { host, plan, sources, onNote }: RowLookupOptions,
): AddressLookup<OwnerRecord> {
  const { server, cacheFolder, questionMilliseconds, rdap } = plan;
  const options = { server, cacheFolder, questionMilliseconds, rdap, dns: true, onNote };
  const find = sources?.lookUpOwners ?? lookUpOwners;
  return new AddressLookup({
    fields: REMOTE_OWNER_FIELDS,
    valuesOf: ownerValues,
    isAskable: (address) => scopeOf(address) === "public",
    find: async (addresses, limits) => {
      const { owners, warnings } = await find(host, addresses, { ...options, ...limits });
      return { found: owners, warnings };
    },
  });
}

/** The values of {@linkcode REMOTE_OWNER_FIELDS} for an owner. */
export function ownerValues(
  owner: OwnerRecord,
): Record<typeof REMOTE_OWNER_FIELDS[number], FieldValue> {
  return {
    remoteAsn: owner.asn,
    remoteOwner: owner.organization ?? owner.asName,
    remoteCountry: owner.registryCountry,
    remoteNetwork: owner.network,
  };
}

function timeIsUp({ totalMilliseconds }: LookupPlan): string {
  return `Cannot look up all addresses: the ${totalMilliseconds / 1000} s for look-ups are over; ` +
    "allow more with --timeout SECONDS";
}
