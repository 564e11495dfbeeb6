/**
 * Writes the episodes of one run.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import { firstEpisodeSince, type KeptEpisode } from "./episode_rows.ts";
import { inferProgram } from "./infer_program.ts";
import type { Interning, Prepare, RunMoment } from "./interning.ts";
import { hasOwner, type Seen } from "./match_episodes.ts";

/** Where episodes are written. */
export interface WriterOptions {
  readonly interning: Interning;
  readonly run: RunMoment;
  /** The ID of the computer's name. */
  readonly computer: number | null;
}

/** Writes the episodes of one run. */
export class EpisodeWriter {
  readonly #prepare: Prepare;
  readonly #options: WriterOptions;
  /** Flows that an episode was in. */
  readonly #left = new Set<number>();

  constructor(prepare: Prepare, options: WriterOptions) {
    this.#prepare = prepare;
    this.#options = options;
  }

  /** Begins an episode; one that is known to be over has this run alone. */
  open(seen: Seen, isOver = false): void {
    const { interning, run, computer } = this.#options;
    const told = inferProgram(this.#prepare, seen, { computer });
    const { flow, port, process } = this.#idsOf(told, run);
    this.#prepare(
      "INSERT INTO episode (flow, port, process, first_run, lasted, state, created_at, note) " +
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    ).run(
      flow,
      port,
      process,
      run.id,
      isOver ? 0 : null,
      interning.text(told.row.state),
      millisecondsOf(told.row.createdAt),
      interning.text(told.row.note),
    );
  }

  /** Ends an episode. */
  close({ id }: KeptEpisode, lastRun: number): void {
    this.#prepare("UPDATE episode SET lasted = ? - first_run WHERE id = ?").run(lastRun, id);
  }

  /** Makes an episode last from, or until, this run, which is recorded late. */
  extend(known: KeptEpisode, isFirst: boolean): void {
    const { id, flow } = known;
    const { run } = this.#options;
    if (!isFirst) return this.close(known, run.id);
    // The IDs of episodes grow with their first run.
    this.#prepare(
      "UPDATE episode SET id = (SELECT max(id) + 1 FROM episode), first_run = ?1, " +
        "lasted = last_run - ?1 WHERE id = ?2",
    ).run(run.id, id);
    this.#options.interning.seeFlow(flow, run);
  }

  /** Keeps what is new of a connection; nearly always that is nothing. */
  update(known: KeptEpisode, seen: Seen): void {
    const merged = merge(known, seen);
    if (!isSame(known, merged, FLOW_FIELDS) || !isSameProcess(known, merged)) {
      this.#replace(known, merged);
    } else if (!isSame(known, merged, ["state", "note"])) {
      const { interning } = this.#options;
      const { state, note } = merged.row;
      this.#prepare("UPDATE episode SET state = ?, note = ? WHERE id = ?")
        .run(interning.text(state), interning.text(note), known.id);
    }
  }

  /** More is known of a connection than before, which puts it into another flow. */
  #replace(known: KeptEpisode, merged: Seen): void {
    const { interning, run } = this.#options;
    const first = this.#prepare("SELECT id, at FROM run WHERE id = ?").get(known.firstRun) as
      | RunMoment
      | undefined;
    const { flow, port, process } = this.#idsOf(merged, first ?? run);
    this.#prepare(
      "UPDATE episode SET flow = ?, port = ?, process = ?, state = ?, created_at = ?, note = ? " +
        "WHERE id = ?",
    ).run(
      flow,
      port,
      process,
      interning.text(merged.row.state),
      millisecondsOf(merged.row.createdAt),
      interning.text(merged.row.note),
      known.id,
    );
    if (flow !== known.flow) this.#left.add(known.flow);
  }

  /** Removes the flows that turned out to be others, and that no episode is of. */
  finish(): void {
    if (this.#left.size === 0) return;
    const ids = JSON.stringify([...this.#left]);
    const oldest = this.#prepare(
      "SELECT min(id) AS id FROM run WHERE at >= (SELECT min(at) FROM run JOIN flow " +
        "ON run.id = first_run WHERE flow.id IN (SELECT value FROM json_each(?)))",
    ).get(ids);
    this.#prepare(
      "DELETE FROM flow WHERE id IN (SELECT value FROM json_each(?)) " +
        "AND id NOT IN (SELECT flow FROM episode WHERE id >= ?)",
    ).run(ids, firstEpisodeSince(this.#prepare, Number(oldest?.id)));
  }

  #idsOf({ row, startedAt }: Seen, firstRun: RunMoment): {
    readonly flow: number;
    readonly port: number | null;
    readonly process: number | null;
  } {
    const { interning, computer } = this.#options;
    const program = interning.program(row);
    return {
      ...interning.flow(row, { computer, program, firstRun }),
      process: interning.process(row, startedAt, program),
    };
  }
}

/** A time in milliseconds since 1970; null where there is none. */
export function millisecondsOf(time: string | null): number | null {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? null : milliseconds;
}

/** The fields that are kept in the flow and its program, and the one that never changes. */
const FLOW_FIELDS = [
  "direction",
  "createdAt",
  "process",
  "path",
  "user",
  "socketService",
  "localHost",
  "remoteHost",
  "remoteHostSource",
] as const satisfies readonly (keyof Connection)[];

function isSame(one: Seen, other: Seen, fields: readonly (keyof Connection)[]): boolean {
  return fields.every((field) => one.row[field] === other.row[field]);
}

function isSameProcess(one: Seen, other: Seen): boolean {
  return one.row.pid === other.row.pid &&
    (one.startedAt === null) === (other.startedAt === null) &&
    one.row.services?.join("\n") === other.row.services?.join("\n");
}

/** A connection as it was seen last, with what was known of it before and could not be seen again. */
function merge(known: Seen, seen: Seen): Seen {
  const [old, row] = [known.row, seen.row];
  const owner = hasOwner(row) || !hasOwner(old) ? seen : known;
  const { pid, process, path, user, services } = owner.row;
  // A program can start another one in its place (exec), of which the old path tells nothing.
  const isSameProgram = process === null || process === old.process;
  const before = isSameProgram ? old : owner.row;
  const host = old.remoteHost === null ? row : old;
  return {
    startedAt: owner.startedAt ?? known.startedAt,
    row: {
      ...row,
      pid,
      process: process ?? before.process,
      path: path ?? before.path,
      user: user ?? before.user,
      services: services ?? before.services,
      socketService: row.socketService ?? old.socketService,
      createdAt: old.createdAt ?? row.createdAt,
      direction: old.direction ?? row.direction,
      localHost: old.localHost ?? row.localHost,
      remoteHost: host.remoteHost,
      remoteHostSource: host.remoteHostSource,
      note: isNoNews(old, row) ? old.note : row.note,
    },
  };
}

/** Whether a row says less of a connection than is known: that its owner could not be seen. */
function isNoNews(old: Connection, row: Connection): boolean {
  const wasInferred = old.pid === 0 && old.process !== null;
  return (row.pid === null && hasOwner(old)) || (row.pid === 0 && wasInferred);
}
