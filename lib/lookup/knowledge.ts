/**
 * Names and owners for the remote ends of rows.
 *
 * @module
 */
import { scopeOf } from "../address/scope.ts";
import type { ObjectRow } from "../model/field.ts";
import type { Host } from "../host/host.ts";
import type { OwnerRecord } from "../model/owner.ts";
import { isAskable } from "../address/askable.ts";
import { reverseNames } from "./names/reverse_names.ts";
import { lookUpOwners } from "./owners/owners.ts";
import { Asked } from "./asked.ts";
import { fill, lacksName, lacksOwner } from "./fill.ts";
import type { Lookups } from "./lookups.ts";
import { type OnProgress, Tally } from "./tally.ts";

/** Who finds out. */
export interface Askers {
  /** Finds the names of addresses. */
  readonly reverseNames: typeof reverseNames;
  /** Finds the owners of public addresses. */
  readonly lookUpOwners: typeof lookUpOwners;
}

/** What to find out, and with what. */
export interface KnowledgeOptions {
  /** The machine that asks. */
  readonly host: Host;
  /** What is wanted. */
  readonly lookups: Lookups;
  /** Is told how much is done, of how much so far; names and owners count each. */
  readonly onProgress?: OnProgress;
  /** Is told what does no harm to what is found: that a cache is of no use. */
  readonly onNote?: (note: string) => void;
  /** Who is asked; tests bring their own. */
  readonly askers?: Askers;
}

/**
 * What is known of addresses, for the length of a run: each is asked about once, in whichever batch
 * of rows it comes, and all batches share the time there is.
 */
export class Knowledge {
  readonly #host: Host;
  readonly #lookups: Lookups;
  readonly #names: Asked<string>;
  readonly #owners: Asked<OwnerRecord>;
  readonly #tally: Tally;
  readonly #warnings = new Set<string>();
  #spentMilliseconds = 0;

  constructor(options: KnowledgeOptions) {
    const { host, lookups, onProgress = () => {} } = options;
    this.#host = host;
    this.#lookups = lookups;
    this.#names = names(options);
    this.#owners = owners(options);
    this.#tally = new Tally(onProgress);
  }

  /** What the user should know of look-ups that failed as a whole, each once. */
  get warnings(): readonly string[] {
    return [...this.#warnings];
  }

  /** The rows, in order, with what they lack filled where it was found; none is changed itself. */
  async addTo<Row extends ObjectRow>(rows: readonly Row[]): Promise<Row[]> {
    const { resolve, owner } = this.#lookups;
    await this.#findOut(
      resolve ? this.#names.openIn(rows) : [],
      owner ? this.#owners.openIn(rows) : [],
    );
    return rows.map((row) => fill(row, { name: this.#names.of(row), owner: this.#owners.of(row) }));
  }

  async #findOut(nameless: readonly string[], ownerless: readonly string[]): Promise<void> {
    if (nameless.length === 0 && ownerless.length === 0) return;
    const totalMilliseconds = this.#lookups.totalMilliseconds - this.#spentMilliseconds;
    if (totalMilliseconds <= 0) {
      this.#warnings.add(timeIsUp(this.#lookups));
      return;
    }
    const started = this.#host.now();
    // Both are counted before either begins, so that the first answer does not look like the last.
    const namesDone = this.#tally.part(nameless.length);
    const ownersDone = this.#tally.part(ownerless.length);
    const warnings = await Promise.all([
      this.#names.findOut(nameless, { totalMilliseconds, onProgress: namesDone }),
      this.#owners.findOut(ownerless, { totalMilliseconds, onProgress: ownersDone }),
    ]);
    for (const warning of warnings.flat()) this.#warnings.add(warning);
    this.#spentMilliseconds += this.#host.now() - started;
  }
}

function names({ host, lookups, askers, onNote }: KnowledgeOptions): Asked<string> {
  const { server, cacheFolder, questionMilliseconds } = lookups;
  const options = { server, cacheFolder, questionMilliseconds, onNote };
  const find = askers?.reverseNames ?? reverseNames;
  return new Asked({
    lacks: lacksName,
    isAskable,
    ask: async (addresses, limits) => {
      const { names, warnings } = await find(host, addresses, { ...options, ...limits });
      return { found: names, warnings };
    },
  });
}

function owners({ host, lookups, askers, onNote }: KnowledgeOptions): Asked<OwnerRecord> {
  const { server, cacheFolder, questionMilliseconds, rdap } = lookups;
  const options = { server, cacheFolder, questionMilliseconds, rdap, dns: true, onNote };
  const find = askers?.lookUpOwners ?? lookUpOwners;
  return new Asked({
    lacks: lacksOwner,
    isAskable: (address) => scopeOf(address) === "public",
    ask: async (addresses, limits) => {
      const { owners, warnings } = await find(host, addresses, { ...options, ...limits });
      return { found: owners, warnings };
    },
  });
}

function timeIsUp({ totalMilliseconds }: Lookups): string {
  return `Cannot look up all addresses: the ${totalMilliseconds / 1000} s for look-ups are over, ` +
    "and --timeout SECONDS gives more";
}
