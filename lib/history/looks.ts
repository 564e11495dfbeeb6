/**
 * The looks that a history was made of: at which computers, since when, how often, and when nobody looked.
 *
 * @module
 */
import { type Database, DatabaseError, type SqlRow, type Statement } from "../host/databases.ts";
import { timeText } from "./episode_rows.ts";

/** A span of time, both ends included, in milliseconds since 1970. */
export interface Span {
  readonly since: number;
  readonly until: number;
}

/** A look at a computer: a row of the table `run`. */
export interface Look {
  readonly id: number;
  /** Its place among the looks at its computer. */
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The same as the fields of rows hold times. */
  readonly time: string;
}

/** A computer of the history. */
export interface LookedAt {
  /** The ID of its name among the texts; null where its name is unknown. */
  readonly id: number | null;
  readonly name: string | null;
  readonly first: Look;
  readonly latest: Look;
}

/** The looks of a history. */
export class Looks {
  /** The computers that were looked at. */
  readonly computers: readonly LookedAt[];
  readonly #database: Database;
  readonly #known = new Map<number, FoundLook>();
  readonly #byId: Statement;
  readonly #next: Statement;

  constructor(database: Database) {
    this.#database = database;
    this.computers = findComputers(database);
    this.#byId = database.prepare("SELECT id, computer, number, at FROM run WHERE id = ?");
    this.#next = database.prepare(
      "SELECT at FROM run WHERE computer IS ? AND at > ? ORDER BY at LIMIT 1",
    );
  }

  /**
   * A look by its ID, and the time of the next one at its computer.
   *
   * @throws {DatabaseError} if there is none.
   */
  get(id: number): FoundLook {
    const known = this.#known.get(id);
    if (known !== undefined) return known;
    const row = this.#byId.get(id);
    if (row === undefined) throw new DatabaseError("damaged", `look ${id} is missing`);
    const next = this.#next.get(row.computer!, row.at!)?.at as number | undefined ?? null;
    const look = {
      ...lookOf(row),
      computer: row.computer as number | null,
      next: next === null ? null : isoTime(next),
    };
    if (this.#known.size >= MOST_KEPT) this.#known.clear();
    this.#known.set(id, look);
    return look;
  }

  /** The computer with an ID among the texts. */
  computer(id: number | null): LookedAt {
    return this.computers.find((computer) => computer.id === id)!;
  }

  /** Finds the last look at a computer at or before a moment; null where there is none. */
  lastBefore({ id }: LookedAt, moment: number): Look | null {
    const found = this.#database.prepare(
      "SELECT id, number, at FROM run WHERE computer IS ? AND at <= ? ORDER BY at DESC, id DESC LIMIT 1",
    ).get(id, moment);
    return found === undefined ? null : lookOf(found);
  }

  /** Finds the first look at a computer after a moment; null where there is none. */
  firstAfter({ id }: LookedAt, moment: number): Look | null {
    const found = this.#database.prepare(
      "SELECT id, number, at FROM run WHERE computer IS ? AND at > ? ORDER BY at, id LIMIT 1",
    ).get(id, moment);
    return found === undefined ? null : lookOf(found);
  }

  /** The lowest and the highest ID of the looks in a span; null where nobody looked. */
  idsIn(span: Span): IdRange | null {
    const ids = this.#database.prepare(
      "SELECT min(id) AS first, max(id) AS last FROM run WHERE computer IS ? AND at BETWEEN ? AND ?",
    );
    const ranges = this.computers.map(({ id }) => ids.get(id, span.since, span.until)!)
      .filter(({ first }) => first !== null) as unknown as IdRange[];
    return ranges.length === 0 ? null : {
      first: Math.min(...ranges.map(({ first }) => first)),
      last: Math.max(...ranges.map(({ last }) => last)),
    };
  }

  /** The times of the looks at a computer in a span, in order. */
  *timesIn({ id }: LookedAt, { since, until }: Span): Generator<number> {
    const rows = this.#database.prepare(
      "SELECT at FROM run WHERE computer IS ? AND at BETWEEN ? AND ? ORDER BY at",
    ).iterate(id, since, until);
    for (const { at } of rows) yield at as number;
  }

  /** The times of some looks around one, in order. */
  timesAround({ id }: LookedAt, look: Look): number[] {
    const some = (comparison: string, order: string) =>
      this.#database.prepare(
        `SELECT at FROM run WHERE computer IS ? AND at ${comparison} ? ORDER BY at ${order} LIMIT 25`,
      ).all(id, look.at).map(({ at }) => at as number);
    return [...some("<=", "DESC").toReversed(), ...some(">", "ASC")];
  }
}

/** A look, and what it is among the others at its computer. */
export interface FoundLook extends Look {
  /** The ID of the computer's name. */
  readonly computer: number | null;
  /** When the next look was; null after the latest one. */
  readonly next: string | null;
}

/** A range of IDs, both ends included; empty where the last one is below the first. */
export interface IdRange {
  readonly first: number;
  readonly last: number;
}

/** The most looks that are kept in memory. */
const MOST_KEPT = 10_000;

/** Finds the computers of a history: those without a name first, then in the order of their IDs. */
function findComputers(database: Database): LookedAt[] {
  // From one computer to the next through the index, whatever the number of looks.
  const next = database.prepare("SELECT min(computer) AS id FROM run WHERE computer > ?");
  const unnamed = database.prepare("SELECT 1 FROM run WHERE computer IS NULL LIMIT 1").get();
  const ids: (number | null)[] = unnamed === undefined ? [] : [null];
  for (let id: number | null = -1; id !== null;) {
    id = next.get(id)!.id as number | null;
    if (id !== null) ids.push(id);
  }
  const name = database.prepare("SELECT value FROM text WHERE id = ?");
  const one = (order: string) =>
    database.prepare(
      `SELECT id, number, at FROM run WHERE computer IS ? ORDER BY at ${order}, id ${order} LIMIT 1`,
    );
  const [first, latest] = [one("ASC"), one("DESC")];
  return ids.map((id) => ({
    id,
    name: id === null ? null : name.get(id)?.value as string ?? null,
    first: lookOf(first.get(id)!),
    latest: lookOf(latest.get(id)!),
  }));
}

function lookOf({ id, number, at }: SqlRow): Look {
  return {
    id: id as number,
    number: number as number,
    at: at as number,
    time: isoTime(at as number),
  };
}

/**
 * Milliseconds since 1970 as the fields hold times.
 *
 * @throws {DatabaseError} for what is no time.
 */
export function isoTime(moment: number): string {
  const time = timeText(moment);
  if (time === null) throw new DatabaseError("damaged", `${moment} is no time`);
  return time;
}
