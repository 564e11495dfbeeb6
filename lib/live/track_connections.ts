/**
 * Follows connections from look to look: which one each row is, and what happened to it
 * ([ADR 40](../../docs/adr/0040-what-watch-tells.md)).
 *
 * @module
 */
import { atOnce, type Steps } from "../model/steps.ts";
import type { Change } from "../model/change.ts";
import type { Connection } from "../model/connection.ts";
import type { Process } from "../model/process.ts";
import { hasOwner, keepOwner } from "./keep_owner.ts";
import type { LiveChange, LiveRow } from "./live_row.ts";
import { type Followed, matchRows, ROWS_A_TURN } from "./match_rows.ts";
import { placeClosed } from "./place_closed.ts";
import { ProcessStarts } from "./process_starts.ts";

/** What one look has seen. */
export interface Sighting {
  /** The connections, in any order. */
  readonly connections: readonly Connection[];
  /** The processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Pick<Process, "startedAt">> | null;
  /** When, in milliseconds since 1970. */
  readonly at: number;
}

/** What is known after a look. */
export interface Tracked {
  /** The connections in the order of the look, and those that closed in the latest looks. */
  readonly rows: readonly LiveRow[];
  /**
   * What happened since the look before, none for the first one: what closed, then what changed its
   * state, then what opened, so that a port that is used again is closed before it is opened.
   */
  readonly changes: readonly LiveChange[];
  /** How many connections were opened and closed since the first look. */
  readonly opened: number;
  readonly closed: number;
}

/** For how many looks a connection is marked, and a closed one stays. */
const LOOKS_MARKED = 2;

/** The most closed connections that are kept; beyond them the oldest go. */
export const MOST_CLOSED = 5_000;

/** A connection that is followed. */
interface Entry extends Followed {
  readonly row: LiveRow;
  /** In which look its mark was set. */
  readonly markedIn: number;
}

/**
 * Follows connections from look to look. What it holds is what the latest look has, and what closed
 * lately: it does not grow.
 *
 * @example
 * ```ts
 * import { ConnectionTracker, joinSocket, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const look = (text: string) =>
 *   parseNetstat(text).rows.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * const tracker = new ConnectionTracker();
 * const see = (text: string) =>
 *   tracker.update({ connections: look(text), processes: null, at: 0 });
 *
 * see("  TCP  192.0.2.7:50123  198.51.100.4:443  ESTABLISHED  80");
 * const { changes } = see(`
 *   TCP  192.0.2.7:50123  198.51.100.4:443  TIME_WAIT    0
 *   TCP  0.0.0.0:8080     0.0.0.0:0         LISTENING    71
 * `);
 * assertEquals(changes.map(({ change, pid }) => [change, pid]), [["changed", 80], ["opened", 71]]);
 * ```
 */
export class ConnectionTracker {
  /** Whether closed connections stay, up to {@linkcode MOST_CLOSED}, instead of for two looks. */
  keepsClosed: boolean;
  readonly #starts = new ProcessStarts();
  /** Those of the latest look, with the closed ones between them. */
  #entries: readonly Entry[] = [];
  #look = 0;
  #latestId = 0;
  #opened = 0;
  #closed = 0;

  constructor({ keepsClosed = false }: { readonly keepsClosed?: boolean } = {}) {
    this.keepsClosed = keepsClosed;
  }

  /** Takes a look, and tells what changed since the one before. */
  update(sighting: Sighting): Tracked {
    return atOnce(this.steps(sighting));
  }

  /** The same in steps, between which the caller can pause. All must be done before the next look. */
  *steps({ connections, processes, at }: Sighting): Steps<Tracked> {
    this.#look++;
    this.#starts.take(processes);
    const open = this.#entries.filter(({ row }) => row.closedAt === null);
    const { rows, gone } = yield* matchRows(open, connections, this.#starts);
    const closed = this.#closedOnes(gone, at);
    const current: Entry[] = [];
    for (const [row, before] of rows) {
      current.push(
        before === null ? this.#begin(row, at) : this.#goOn(before, row),
      );
      if (current.length % ROWS_A_TURN === 0) yield;
    }
    this.#entries = placeClosed(this.#entries, { current, closed });
    yield;
    const changes = {
      closed: this.#changes("closed", closed, at),
      changed: this.#changes("changed", current, at),
      opened: this.#changes("opened", current, at),
    };
    this.#opened += changes.opened.length;
    this.#closed += changes.closed.length;
    return {
      rows: this.#entries.map(({ row }) => row),
      changes: [...changes.closed, ...changes.changed, ...changes.opened],
      opened: this.#opened,
      closed: this.#closed,
    };
  }

  /** A connection that is seen for the first time. */
  #begin(raw: Connection, at: number): Entry {
    const start = this.#starts.of(raw.pid);
    const isFirstLook = this.#look === 1;
    const row: LiveRow = {
      id: ++this.#latestId,
      connection: raw,
      mark: isFirstLook ? null : "opened",
      previousState: null,
      firstSeen: isFirstLook ? null : at,
      closedAt: null,
      processStartedAt: start?.text ?? null,
    };
    return { raw, shown: raw, start, markedIn: this.#look, row };
  }

  /** A connection that is still there. */
  #goOn(before: Entry, raw: Connection): Entry {
    const shown = keepOwner(before.shown, raw);
    const start = (hasOwner(raw) ? this.#starts.of(raw.pid) : null) ?? before.start;
    const isOtherwise = before.raw.state !== raw.state;
    const isMarked = isOtherwise || this.#isMarked(before);
    const row: LiveRow = {
      ...before.row,
      connection: shown,
      mark: isOtherwise ? "changed" : isMarked ? before.row.mark : null,
      previousState: isOtherwise ? before.raw.state : isMarked ? before.row.previousState : null,
      processStartedAt: start?.text ?? null,
    };
    return { raw, shown, start, markedIn: isOtherwise ? this.#look : before.markedIn, row };
  }

  /** The connections that are gone and still shown, the oldest first. */
  #closedOnes(gone: readonly Entry[], at: number): Entry[] {
    const before = this.#entries.filter((entry) =>
      entry.row.closedAt !== null && (this.keepsClosed || this.#isMarked(entry))
    );
    const now = gone.map((entry): Entry => ({
      ...entry,
      markedIn: this.#look,
      row: { ...entry.row, mark: "closed", previousState: null, closedAt: at },
    }));
    return [...before, ...now].sort((one, other) => one.markedIn - other.markedIn)
      .slice(-MOST_CLOSED);
  }

  #isMarked({ markedIn }: Entry): boolean {
    return this.#look - markedIn < LOOKS_MARKED;
  }

  /** What of one kind happened in this look. */
  #changes(kind: Change["change"], entries: readonly Entry[], at: number): LiveChange[] {
    const changedAt = new Date(at).toISOString();
    return entries.flatMap(({ row: { id, mark, connection, previousState }, markedIn }) => {
      if (mark !== kind || markedIn !== this.#look) return [];
      const before = kind === "closed" ? connection.state : previousState;
      return [{ id, change: kind, changedAt, previousState: before, ...connection }];
    });
  }
}
