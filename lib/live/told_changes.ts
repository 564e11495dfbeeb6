/**
 * Which changes a reader of the stream is told, so that it knows at each moment which of the chosen
 * connections are there ([ADR 40](../../docs/adr/0040-what-watch-tells.md)).
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import type { Selection } from "../rows/choose/selection.ts";
import type { LiveChange, LiveLook, LiveRow } from "./live_row.ts";

/** How to tell. */
export interface TellingOptions {
  /** The connections to tell of. */
  readonly selection: Pick<Selection, "active" | "matches">;
  /** Whether the connections of the first look are left out. */
  readonly isChangesOnly: boolean;
}

/**
 * Chooses what is told of each look. A connection that the filters choose is told as opened, when it
 * is there at the first look, when it opens, and when it comes to be chosen without another state:
 * because its program or its name is known. From then on its changes are told, also the one after
 * which the filters do not choose it any more; that is the last.
 */
export class ToldChanges {
  readonly #selection: TellingOptions["selection"];
  readonly #isChangesOnly: boolean;
  /** The connections that the reader knows to be there. */
  readonly #known = new Set<number>();
  #isFirst = true;

  constructor({ selection, isChangesOnly }: TellingOptions) {
    this.#selection = selection;
    this.#isChangesOnly = isChangesOnly;
  }

  /**
   * Returns what is told of a look.
   *
   * @param found a connection that is told in any case: that which was waited for.
   */
  of(
    { rows, changes, at }: Pick<LiveLook, "rows" | "changes" | "at">,
    found: LiveRow | null,
  ): Change[] {
    const told = changes.filter((change) => this.#isTold(change));
    const current = rows.filter(({ closedAt }) => closedAt === null);
    const added = this.#isFirst || this.#selection.active
      ? current.filter((row) => this.#isChosenAnew(row))
      : [];
    const isQuiet = this.#isFirst && this.#isChangesOnly;
    this.#isFirst = false;
    const opened = (row: LiveRow) => changeOf(row, { kind: "opened", at });
    const all: LiveChange[] = [...told, ...isQuiet ? [] : added.map(opened)];
    if (found !== null && !all.some(({ id }) => id === found.id)) {
      const kind = this.#known.has(found.id) && !isQuiet ? "changed" : "opened";
      all.push(changeOf(found, { kind, at }));
    }
    return all;
  }

  #isTold(change: LiveChange): boolean {
    const { id } = change;
    if (change.change === "closed") return this.#known.delete(id);
    if (!this.#selection.matches(change)) return this.#known.delete(id);
    this.#known.add(id);
    return true;
  }

  #isChosenAnew({ id, connection }: LiveRow): boolean {
    if (this.#known.has(id) || !this.#selection.matches(connection)) return false;
    this.#known.add(id);
    return true;
  }
}

function changeOf(
  { id, connection }: LiveRow,
  { kind, at }: { readonly kind: Change["change"]; readonly at: number },
): LiveChange {
  const previousState = kind === "opened" ? null : connection.state;
  return { id, change: kind, changedAt: new Date(at).toISOString(), previousState, ...connection };
}
