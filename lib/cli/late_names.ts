/**
 * Names and owners in the changes that `netwho watch` writes: a change waits for them a moment only.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { sleepUnless } from "../host/sleeps.ts";
import { KnownPeers } from "../live/knowledge/known_peers.ts";
import { type LiveLook, type LiveRow, LOOKED_UP } from "../live/live_row.ts";
import type { WatchPlan } from "../live/watch_plan.ts";

/** How long changes wait for names, in milliseconds. */
const LONGEST_WAIT = 100;

/** How long the connections of the first look wait, in milliseconds: none of them is news. */
const LONGEST_FIRST_WAIT = 1_000;

/** What names depend on. */
export interface LateNamesOptions {
  readonly plan: Pick<WatchPlan, "lookups" | "selection" | "isReplayed">;
  readonly signal: AbortSignal;
  /** Is told once of each thing that went wrong. */
  readonly onTrouble: (text: string) => void;
  /** Is told once of each thing that changes no row. @default nobody */
  readonly onNote?: (text: string) => void;
}

/** The fields that are looked up. */
const LATE_FIELDS: ReadonlySet<string> = new Set(LOOKED_UP);

/** Adds names and owners as they come to be known. */
export class LateNames {
  readonly #host: Pick<Host, "sleep">;
  readonly #plan: LateNamesOptions["plan"];
  readonly #peers: KnownPeers;
  /** Whether a connection may be chosen, whatever its name. */
  readonly #mayBeChosen: (row: LiveRow) => boolean;
  #wait = LONGEST_FIRST_WAIT;
  #onKnown: () => void = () => {};

  /** @param own has the clock that goes on while a recording is played. */
  constructor(host: Host, own: Pick<Host, "sleep">, { plan, ...options }: LateNamesOptions) {
    this.#host = own;
    this.#plan = plan;
    const settled = plan.selection.groups
      .filter(({ fields }) => !fields.some((name) => LATE_FIELDS.has(name)));
    this.#mayBeChosen = ({ connection }) => settled.every(({ matches }) => matches(connection));
    const { lookups, isReplayed } = plan;
    const onKnown = () => this.#onKnown();
    this.#peers = new KnownPeers(host, { ...options, lookups, isReplayed, onKnown });
  }

  /** A look with what is known of its peers; waits a moment for those that are new. */
  async addTo(look: LiveLook): Promise<LiveLook> {
    const { resolve: names, owner: owners } = this.#plan.lookups;
    if (!names && !owners) return look;
    const isOpened = ({ mark }: LiveRow) => mark === "opened";
    const open = look.rows.filter((row) => row.closedAt === null && this.#mayBeChosen(row));
    // The new ones first: they are waited for.
    const sought = [...open.filter(isOpened), ...open.filter((row) => !isOpened(row))];
    this.#peers.seek(sought, { names: names ?? false, owners: owners ?? false });
    await this.#moment();
    return {
      ...look,
      rows: look.rows.map((row) => ({ ...row, connection: this.#peers.fill(row.connection) })),
      changes: look.changes.map((change) => this.#peers.fill(change)),
    };
  }

  /** Waits until nothing is being looked up, but not for long. */
  async #moment(): Promise<void> {
    const wait = this.#wait;
    this.#wait = LONGEST_WAIT;
    if (!this.#peers.isLooking) return;
    const done = new AbortController();
    this.#onKnown = () => {
      if (!this.#peers.isLooking) done.abort();
    };
    await sleepUnless(this.#host, wait, done.signal);
    this.#onKnown = () => {};
  }
}
