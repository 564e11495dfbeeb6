/**
 * Whether a program, a listener or a peer was seen before a moment.
 *
 * @module
 */
import type { Database, SqlRow, SqlValue, Statement } from "../host/databases.ts";

/** A row of the table `flow`. */
export type FoundFlow = SqlRow & {
  readonly id: number;
  /** The ID of the computer's name. */
  readonly computer: number | null;
  readonly program: number | null;
};

/** The rows of the table `program` that are the same program. */
export interface LikePrograms {
  /** Equal for those that are the same program. */
  readonly key: string;
  readonly ids: readonly number[];
}

/** Stands for the programs of connections whose owner was not seen. */
export const NO_PROGRAMS: readonly number[] = [];

/**
 * Tells which rows of the table `program` are the same program: those with the same path, or with the
 * same name where one of the two has no path. Accounts and services do not matter.
 */
export class SamePrograms {
  readonly #known = new Map<number, { readonly name: SqlValue; readonly path: SqlValue }>();
  readonly #byPath = new Map<SqlValue, number[]>();
  readonly #byName = new Map<SqlValue, number[]>();
  readonly #byNameAlone = new Map<SqlValue, number[]>();

  constructor(database: Database) {
    for (const row of database.prepare("SELECT id, process, path FROM program").iterate()) {
      const [id, name, path] = [row.id as number, row.process!, row.path!];
      this.#known.set(id, { name, path });
      if (path !== null) push(this.#byPath, path, id);
      if (name !== null) push(this.#byName, name, id);
      if (name !== null && path === null) push(this.#byNameAlone, name, id);
    }
  }

  /** The programs that are the same as one; null where nothing is known of it but an account. */
  like(program: number | null): LikePrograms | null {
    const { name, path } = this.#known.get(program ?? -1) ?? { name: null, path: null };
    if (path !== null) {
      const nameless = this.#byNameAlone.get(name) ?? [];
      return { key: `${path}`, ids: [...this.#byPath.get(path)!, ...nameless] };
    }
    return name === null ? null : { key: `${name}`, ids: this.#byName.get(name)! };
  }
}

function push(lists: Map<SqlValue, number[]>, key: SqlValue, id: number): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [id]);
  else list.push(id);
}

/** Which ends to look for, and of which programs. */
export interface WantedEnds {
  readonly kind: "listener" | "peer";
  /** The IDs of programs; {@linkcode NO_PROGRAMS} for unseen ones, null for whatever program. */
  readonly programs: readonly number[] | null;
}

/** Tells what was seen before a moment, at the same computer. */
export class SeenBefore {
  readonly #database: Database;
  readonly #moment: number;
  readonly #statements = new Map<string, Statement>();

  /** @param moment milliseconds since 1970. */
  constructor(database: Database, moment: number) {
    this.#database = database;
    this.#moment = moment;
  }

  /** Whether any of some programs was seen at the computer of a flow. */
  hasProgram(flow: FoundFlow, programs: readonly number[]): boolean {
    return this.#finds(BY_PROGRAM, [JSON.stringify(programs)], flow);
  }

  /** Whether the listener or the peer of a flow was seen at its computer. */
  hasEnds(flow: FoundFlow, { kind, programs }: WantedEnds): boolean {
    const whose = programs === null ? null : programs.length === 0 ? UNOWNED : BY_PROGRAM;
    const ids = programs === null || programs.length === 0 ? [] : [JSON.stringify(programs)];
    const ends = kind === "listener"
      ? ["f.local_address IS ? AND f.local_port IS ?", flow.local_address, flow.local_port]
      : flow.remote_port === null
      ? ["f.remote_port IS NULL AND f.local_port IS ?", flow.local_port]
      : ["f.remote_port = ?", flow.remote_port];
    const [where, ...values] = ends as [string, ...SqlValue[]];
    const place = flow.remote_address === null
      ? "f.remote_address IS NULL AND f.remote_host IS ?"
      : "f.remote_address = ?";
    const conditions = [place, ...whose === null ? [] : [whose], "f.protocol = ?", where];
    return this.#finds(conditions.join(" AND "), [
      flow.remote_address ?? flow.remote_host!,
      ...ids,
      flow.protocol!,
      ...values,
    ], flow);
  }

  #finds(conditions: string, values: readonly SqlValue[], { computer }: FoundFlow): boolean {
    let statement = this.#statements.get(conditions);
    if (statement === undefined) {
      // A flow whose first look is not kept any more is older than all that are.
      statement = this.#database.prepare(
        `SELECT 1 FROM flow f LEFT JOIN run first ON first.id = f.first_run ` +
          `WHERE ${conditions} AND f.computer IS ? AND (first.at < ? OR first.at IS NULL) LIMIT 1`,
      );
      this.#statements.set(conditions, statement);
    }
    return statement.get(...values, computer, this.#moment) !== undefined;
  }
}

const BY_PROGRAM = "f.program IN (SELECT value FROM json_each(?))";
const UNOWNED = "f.program IS NULL";
