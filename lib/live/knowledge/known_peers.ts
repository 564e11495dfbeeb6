/**
 * The names and owners of the peers on the screen, found in the background: each peer is asked about
 * once, a few at a time, and what was found is shown as it comes.
 *
 * @module
 */
import { isRefusal } from "../../capture/passing_errors.ts";
import { NotRecordedError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { addFound, type Values } from "../../lookup/found_values.ts";
import type { LookupPlan, RowLookupOptions } from "../../lookup/lookup.ts";
import type { Connection } from "../../model/connection.ts";
import type { ObjectRow } from "../../model/field.ts";
import type { LiveRow } from "../live_row.ts";

/** What can be found about a peer. */
export type PeerFact = "names" | "owners";

/** How to look up, and whom to tell. */
export interface KnownPeersOptions {
  /** Where to ask, with which limits for one batch; its switches do not matter. */
  readonly lookups: LookupPlan;
  /** Whether a recording answers: it holds the answers about all peers together. @default false */
  readonly isReplayed?: boolean;
  /** Ends all look-ups. */
  readonly signal: AbortSignal;
  /** Is told that more is known. */
  readonly onKnown: () => void;
  /** Is told once of each thing that went wrong. */
  readonly onTrouble: (text: string) => void;
  /** Is told once of each thing that changes no row, such as a cache that is not used. @default nobody */
  readonly onNote?: (text: string) => void;
  /** Opens a look-up. @default the library's, loaded on first use */
  readonly openLookup?: (options: RowLookupOptions) => PeerLookup | Promise<PeerLookup>;
}

/** Adds names or owners to rows. */
export interface PeerLookup {
  readonly addTo: (rows: readonly ObjectRow[]) => Promise<readonly ObjectRow[]>;
  readonly warnings: () => readonly string[];
}

/** The most peers that are kept: more than a screen's connections have. */
const MOST_PEERS = 20_000;

/** How long a peer waits that could not be asked about, in milliseconds. */
const RETRY = 60_000;

/** Names and owners of peers. */
export class KnownPeers {
  readonly #facts: Readonly<Record<PeerFact, FactSeeker>>;

  constructor(host: Host, options: KnownPeersOptions) {
    const { lookups: { rdap, databases = [] }, isReplayed = false } = options;
    const isKept = databases.length > 0;
    const few = isReplayed ? Infinity : 32;
    // A registry is asked for one address a second, so that larger batches are long in coming.
    const batch = isKept ? 1_000 : rdap && !isReplayed ? 4 : few;
    this.#facts = {
      names: new FactSeeker(host, { ...options, names: NAME_VALUES, batch: few, isKept: false }),
      owners: new FactSeeker(host, { ...options, names: OWNER_VALUES, batch, isKept }),
    };
  }

  /** Whether look-ups are under way. */
  get isLooking(): boolean {
    return Object.values(this.#facts).some(({ isLooking }) => isLooking);
  }

  /**
   * Looks up what is wanted and not known of the peers of these rows, those of the first rows first; the
   * peers of earlier calls that have not been asked about are given up. Never waits.
   *
   * @throws what a look-up threw that nobody foresaw.
   */
  seek(rows: readonly LiveRow[], wanted: Readonly<Record<PeerFact, boolean>>): void {
    for (const fact of ["names", "owners"] as const) {
      this.#facts[fact].seek(wanted[fact] ? rows : []);
    }
  }

  /** The rows of which more is known than they say, with that in them, by their IDs. */
  filled(rows: readonly LiveRow[]): ReadonlyMap<number, LiveRow> {
    const filled = new Map<number, LiveRow>();
    if (Object.values(this.#facts).every(({ knowsNothing }) => knowsNothing)) return filled;
    for (const row of rows) {
      const connection = this.fill(row.connection);
      if (connection !== row.connection) filled.set(row.id, { ...row, connection });
    }
    return filled;
  }

  /** A connection with what is known of its peer. */
  fill<Row extends Pick<Connection, "remoteAddress"> & ObjectRow>(row: Row): Row {
    return this.#facts.owners.fill(this.#facts.names.fill(row));
  }
}

/** What is found with names, and with owners. */
const NAME_VALUES = ["remoteHost", "remoteHostSource"] as const;
const OWNER_VALUES = ["remoteAsn", "remoteOwner", "remoteCountry", "remoteNetwork"] as const;

interface SeekerOptions extends KnownPeersOptions {
  /** The fields that it fills. */
  readonly names: typeof NAME_VALUES | typeof OWNER_VALUES;
  /** How many peers are asked about together. */
  readonly batch: number;
  /** Whether a look-up is kept, since it read files. The others have a time limit of their own each. */
  readonly isKept: boolean;
}

/** A look-up remembers all addresses, so that it is not kept for ever. */
const MOST_OF_LOOKUP = 10_000;

/** Finds one kind of facts. */
class FactSeeker {
  readonly #host: Host;
  readonly #options: SeekerOptions;
  /** What was found by address, the one that was used last at the end; none where there is nothing. */
  readonly #known = new Map<string, Values>();
  /** When those may be asked about again whom nobody could be asked about. */
  readonly #retries = new Map<string, number>();
  readonly #told = new Set<string>();
  #wanted: readonly LiveRow[] = [];
  #isLooking = false;
  /** Whether nothing can be looked up, as in a recording that does not hold it. */
  #isGivenUp = false;
  #bug: unknown = null;
  #lookup: { readonly lookup: PeerLookup; asked: number } | null = null;

  constructor(host: Host, options: SeekerOptions) {
    this.#host = host;
    this.#options = options;
  }

  get isLooking(): boolean {
    return this.#isLooking;
  }

  get knowsNothing(): boolean {
    return this.#known.size === 0;
  }

  seek(rows: readonly LiveRow[]): void {
    if (this.#bug !== null) throw this.#bug;
    this.#wanted = rows;
    if (this.#isLooking || rows.length === 0) return;
    this.#isLooking = true;
    this.#work().catch((error) => {
      if (!this.#options.signal.aborted) this.#bug = error;
    }).finally(() => {
      this.#isLooking = false;
      if (!this.#options.signal.aborted) this.#options.onKnown();
    });
  }

  fill<Row extends Pick<Connection, "remoteAddress"> & ObjectRow>(row: Row): Row {
    const found = row.remoteAddress === null ? undefined : this.#known.get(row.remoteAddress);
    if (found === undefined || found === NOTHING || row[this.#key] !== null) {
      return row;
    }
    return addFound(row, found);
  }

  async #work(): Promise<void> {
    // The caller goes on first.
    await Promise.resolve();
    const { signal, onKnown } = this.#options;
    while (!signal.aborted && !this.#isGivenUp) {
      const batch = this.#nextBatch();
      if (batch.length === 0) return;
      await this.#lookUp(batch);
      if (!signal.aborted) onKnown();
    }
  }

  /** The first addresses that nothing is known of. */
  #nextBatch(): readonly string[] {
    const batch = new Set<string>();
    const now = this.#host.now();
    for (const { connection } of this.#wanted) {
      const address = connection.remoteAddress;
      if (address === null || connection[this.#key] !== null) continue;
      const known = this.#known.get(address);
      if (known !== undefined && now < (this.#retries.get(address) ?? Infinity)) continue;
      batch.add(address);
      if (batch.size === this.#options.batch) break;
    }
    return [...batch];
  }

  /** The field that tells whether a row has it. */
  get #key(): "remoteHost" | "remoteOwner" {
    return this.#options.names === NAME_VALUES ? "remoteHost" : "remoteOwner";
  }

  async #lookUp(addresses: readonly string[]): Promise<void> {
    const { signal, names } = this.#options;
    const empty = Object.fromEntries([...names, "note"].map((name) => [name, null]));
    const sought = addresses.map((remoteAddress) => ({ ...empty, remoteAddress }));
    let warnings: readonly string[] = [];
    let rows: readonly ObjectRow[] = [];
    try {
      const lookup = await this.#open(addresses.length);
      rows = await lookup.addTo(sought);
      warnings = lookup.warnings();
    } catch (error) {
      signal.throwIfAborted();
      if (!isRefusal(error)) throw error;
      // A file that cannot be read, a recording that lacks it: asking again would not help.
      this.#isGivenUp = true;
      warnings = [this.#explain(error)];
    }
    const again = this.#host.now() + RETRY;
    for (const [index, address] of addresses.entries()) {
      const { remoteAddress: _address, ...values } = rows[index] ?? {};
      const isEmpty = Object.values(values).every((value) => value === null);
      this.#known.delete(address);
      this.#known.set(address, isEmpty ? NOTHING : values as Values);
      if (isEmpty && warnings.length > 0) this.#retries.set(address, again);
      else this.#retries.delete(address);
    }
    this.#forgetOldest();
    for (const warning of warnings) this.#tell(warning);
  }

  async #open(count: number): Promise<PeerLookup> {
    const { lookups, signal, names, isKept, onNote, openLookup = openPeerLookup } = this.#options;
    const kept = this.#lookup;
    if (kept !== null && kept.asked < MOST_OF_LOOKUP) {
      kept.asked += count;
      return kept.lookup;
    }
    const lookup = await openLookup({
      ...lookups,
      ...isKept && { totalMilliseconds: Infinity },
      resolve: names === NAME_VALUES,
      owner: names === OWNER_VALUES,
      signal,
      host: this.#host,
      onNote: (note) => onNote && this.#tell(note, onNote),
    });
    this.#lookup = isKept ? { lookup, asked: count } : null;
    return lookup;
  }

  /** Keeps the peers that are wanted, and of the others those that were found last. */
  #forgetOldest(): void {
    if (this.#known.size <= MOST_PEERS) return;
    const wanted = new Set(this.#wanted.map(({ connection }) => connection.remoteAddress));
    for (const address of this.#known.keys()) {
      if (this.#known.size <= MOST_PEERS) return;
      if (wanted.has(address)) continue;
      this.#known.delete(address);
      this.#retries.delete(address);
    }
  }

  #explain(error: Error): string {
    if (!(error instanceof NotRecordedError)) return error.message;
    const what = this.#options.names === NAME_VALUES ? "names" : "owners";
    return `Cannot look up ${what}: the recording does not hold those of these peers`;
  }

  #tell(text: string, whom = this.#options.onTrouble): void {
    if (this.#told.has(text) || this.#told.size >= MOST_TOLD) return;
    this.#told.add(text);
    whom(text);
  }
}

/** Of a peer of which nothing was found. */
const NOTHING: Values = {};

/** Different troubles after which nobody reads more of them. */
const MOST_TOLD = 20;

/** Loaded on first use: most runs look nothing up. */
async function openPeerLookup(options: RowLookupOptions): Promise<PeerLookup> {
  const { Lookup } = await import("../../lookup/lookup.ts");
  return new Lookup(options);
}
