/**
 * Episodes with their connections and the looks that they are from.
 *
 * @module
 */
import { type Database, DatabaseError, type SqlRow, type Statement } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";
import { keptEpisode, SELECT_EPISODES, serviceOf, timeText } from "./episode_rows.ts";
import type { FoundLook, Look, Looks } from "./looks.ts";

/** An episode, and the looks that it is from. */
export interface SeenEpisode {
  /** The connection as it was seen last. */
  readonly row: TimelessConnection;
  readonly first: FoundLook;
  /** The last look at which it was there. */
  readonly last: Look;
  /** When the first look was at which it was gone; null if it was there at the latest one. */
  readonly closedBefore: string | null;
}

/** A connection without the time at which it was seen. */
export type TimelessConnection = Omit<Connection, "observedAt">;

/** The columns of `episode e` that {@linkcode SeenEpisodes.of} needs. */
export const EPISODE_COLUMNS =
  "e.id, e.flow, e.port, e.process, e.first_run AS firstRun, e.last_run AS lastRun, e.state, " +
  "e.created_at AS createdAt, e.note";

/**
 * Makes episodes of their columns. Reading all that one refers to takes far longer than reading the
 * episode, so what those of one flow and one process share is kept, up to a limit.
 */
export class SeenEpisodes {
  readonly #looks: Looks;
  readonly #whole: Statement;
  readonly #text: Statement;
  readonly #shared = new Map<string, TimelessConnection>();
  readonly #texts = new Map<number, string>();

  constructor(database: Database, looks: Looks) {
    this.#looks = looks;
    this.#whole = database.prepare(`${SELECT_EPISODES} WHERE e.id = ?`);
    this.#text = database.prepare("SELECT value FROM text WHERE id = ?");
  }

  /** Makes an episode; one that is open was there at the latest look at its computer. */
  of(columns: SqlRow): SeenEpisode {
    const { firstRun, lastRun } = columns;
    const first = this.#looks.get(firstRun as number);
    const ended = lastRun === null ? null : this.#looks.get(lastRun as number);
    const last = ended ?? this.#looks.computer(first.computer).latest;
    return { row: this.#row(columns), first, last, closedBefore: ended?.next ?? null };
  }

  #row({ id, flow, process, port, state, createdAt, note }: SqlRow): TimelessConnection {
    const key = `${flow} ${process}`;
    let shared = this.#shared.get(key);
    if (shared === undefined) {
      const { observedAt: _, ...row } = keptEpisode(this.#whole.get(id!)!).row;
      shared = row;
      keep(this.#shared, key, shared);
    }
    return {
      ...shared,
      ...portOf(shared, port as number | null),
      state: this.#textOf(state as number | null),
      createdAt: createdAt === null ? null : timeText(createdAt as number),
      note: this.#textOf(note as number | null),
    };
  }

  #textOf(id: number | null): string | null {
    if (id === null) return null;
    let text = this.#texts.get(id);
    if (text === undefined) {
      text = this.#text.get(id)?.value as string | undefined;
      if (text === undefined) throw new DatabaseError("damaged", `text ${id} is missing`);
      keep(this.#texts, id, text);
    }
    return text;
  }
}

/** The port that is another one for each connection of a flow, and its service. */
function portOf(
  { direction, protocol }: TimelessConnection,
  port: number | null,
): Partial<TimelessConnection> {
  if (port === null) return {};
  const service = serviceOf(protocol, port);
  return direction === "inbound"
    ? { remotePort: port, remoteService: service }
    : { localPort: port, localService: service };
}

/** The most values that are kept. */
const MOST_KEPT = 10_000;

function keep<Key, Value>(kept: Map<Key, Value>, key: Key, value: Value): void {
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, value);
}
