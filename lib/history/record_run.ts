/**
 * Adds a look at a computer to the history.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { CaptureError } from "../errors.ts";
import type { Connection } from "../model/connection.ts";
import { type KeptEpisode, keptEpisode, SELECT_EPISODES } from "./episode_rows.ts";
import { Interning, type RunMoment, type RunView } from "./interning.ts";
import { hasOwner, matchEpisodes, type Seen } from "./match_episodes.ts";
import type { History } from "./open_history.ts";

/** How to record a snapshot. */
export interface RecordOptions {
  /** With which netwho, on which system, and with which rights it was taken. */
  readonly view: Omit<RunView, "hiddenBy">;
  /** When it was taken, in milliseconds since 1970. @default what the snapshot tells */
  readonly at?: number;
}

/** What a recorded snapshot brought. */
export interface RecordedRun {
  /** Episodes that began with it. */
  readonly opened: number;
  /** Episodes that had ended before it. */
  readonly closed: number;
  /** Episodes that are in another state. */
  readonly changed: number;
  /** Episodes that are open after it. */
  readonly open: number;
  /** The number of looks at this computer. */
  readonly runs: number;
}

/**
 * Adds a snapshot: connections that were there at the computer's look before go on as the same
 * episodes, new ones begin, those that are gone end.
 *
 * @throws {CaptureError} if the snapshot does not tell when it was taken, and if the history refuses.
 */
export async function recordRun(
  history: History,
  snapshot: WholeSnapshot,
  { view, at = Date.parse(snapshot.observedAt ?? "") }: RecordOptions,
): Promise<RecordedRun> {
  if (Number.isNaN(at)) {
    throw new CaptureError("Cannot add this to the history: it does not tell when it was seen");
  }
  const { connections, unseen } = snapshot;
  const isHidden = connections.some(({ pid, process }) => pid === null && process === null);
  const whole = { ...view, hiddenBy: isHidden ? unseen.hiddenBy : null };
  return await Promise.resolve(
    history.database.transaction(() =>
      record(history, seenIn(snapshot), {
        computer: snapshot.computer,
        at,
        view: whole,
      })
    ),
  );
}

/** What is to be recorded beside the connections. */
interface Look {
  readonly computer: string | null;
  readonly at: number;
  readonly view: RunView;
}

function seenIn({ connections, processes }: WholeSnapshot): Seen[] {
  return connections.map((row) => {
    const { startedAt = null } = (row.pid === null ? null : processes?.get(row.pid)) ?? {};
    return { row, startedAt: millisecondsOf(startedAt) };
  });
}

function record(history: History, seen: readonly Seen[], look: Look): RecordedRun {
  const interning = new Interning(history.statement);
  const computer = interning.text(look.computer);
  const before = history.statement(
    "SELECT id, number, at FROM run WHERE computer IS ? ORDER BY at DESC, id DESC LIMIT 1",
  ).get(computer) as { id: number; number: number; at: number } | undefined;
  const number = (before?.number ?? 0) + 1;
  const { lastId } = history.statement(
    "INSERT INTO run (computer, number, at, view) VALUES (?, ?, ?, ?)",
  ).run(computer, number, look.at, interning.view(look.view));
  const run = { id: lastId, at: look.at };
  const writer = new EpisodeWriter(history, interning, { run, computer });
  const open = history.statement(
    `${SELECT_EPISODES} WHERE e.last_run IS NULL AND f.computer IS ? ORDER BY e.id`,
  ).all(computer).map(keptEpisode);
  const { pairs, opened, gone } = matchEpisodes(open, seen);
  let changed = 0;
  for (const [known, now] of pairs) {
    writer.update(known, now);
    if (known.row.state !== now.row.state) changed++;
  }
  for (const one of opened) writer.open(one);
  for (const { id } of gone) writer.close(id, before!.id);
  return {
    opened: opened.length,
    closed: gone.length,
    changed,
    open: pairs.length + opened.length,
    runs: number,
  };
}

/** Writes the episodes of one run. */
class EpisodeWriter {
  readonly #history: History;
  readonly #interning: Interning;
  readonly #run: RunMoment;
  readonly #computer: number | null;

  constructor(
    history: History,
    interning: Interning,
    { run, computer }: { readonly run: RunMoment; readonly computer: number | null },
  ) {
    this.#history = history;
    this.#interning = interning;
    this.#run = run;
    this.#computer = computer;
  }

  open(seen: Seen): void {
    const { row } = seen;
    const ids = this.#ids(seen, this.#run);
    this.#history.statement(
      "INSERT INTO episode (flow, port, process, first_run, state, created_at, note) " +
        "VALUES (?, ?, ?, ?, ?, ?, ?)",
    ).run(
      ids.flow,
      ids.port,
      ids.process,
      this.#run.id,
      this.#interning.text(row.state),
      millisecondsOf(row.createdAt),
      this.#interning.text(row.note),
    );
  }

  close(id: number, lastRun: number): void {
    this.#history.statement("UPDATE episode SET last_run = ? WHERE id = ?").run(lastRun, id);
  }

  /** Keeps what is new of a connection; nearly always that is nothing. */
  update(known: KeptEpisode, seen: Seen): void {
    const merged = merge(known, seen);
    if (isSameOwner(known, merged) && FLOW_FIELDS.every((field) => equal(known, merged, field))) {
      if (equal(known, merged, "state") && equal(known, merged, "note")) return;
      this.#history.statement("UPDATE episode SET state = ?, note = ? WHERE id = ?").run(
        this.#interning.text(merged.row.state),
        this.#interning.text(merged.row.note),
        known.id,
      );
      return;
    }
    const first = this.#history.statement("SELECT id, at FROM run WHERE id = ?")
      .get(known.firstRun) as RunMoment | undefined;
    const ids = this.#ids(merged, first ?? this.#run);
    this.#history.statement(
      "UPDATE episode SET flow = ?, port = ?, process = ?, state = ?, created_at = ?, note = ? " +
        "WHERE id = ?",
    ).run(
      ids.flow,
      ids.port,
      ids.process,
      this.#interning.text(merged.row.state),
      millisecondsOf(merged.row.createdAt),
      this.#interning.text(merged.row.note),
      known.id,
    );
    if (ids.flow !== known.flow) this.#removeUnused(known.flow);
  }

  #ids({ row, startedAt }: Seen, firstRun: RunMoment): {
    readonly flow: number;
    readonly port: number | null;
    readonly process: number | null;
  } {
    const program = this.#interning.program(row);
    return {
      ...this.#interning.flow(row, { computer: this.#computer, program, firstRun }),
      process: this.#interning.process(row, startedAt, program),
    };
  }

  /** Removes a flow that no episode is of: it was another than it seemed. */
  #removeUnused(flow: number): void {
    this.#history.statement(
      "DELETE FROM flow WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM episode WHERE flow = ?1)",
    ).run(flow);
  }
}

/** The fields that are kept in the flow, in the program or once for the episode. */
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

function equal(one: Seen, other: Seen, field: keyof Connection): boolean {
  return one.row[field] === other.row[field];
}

function isSameOwner(one: Seen, other: Seen): boolean {
  return equal(one, other, "pid") && (one.startedAt === null) === (other.startedAt === null) &&
    one.row.services?.join("\n") === other.row.services?.join("\n");
}

/** A connection as it was seen last, with what was known of it before and could not be seen again. */
function merge(known: Seen, seen: Seen): Seen {
  const [old, row] = [known.row, seen.row];
  const owner = hasOwner(row) || !hasOwner(old) ? seen : known;
  const isSameProgram = old.process === owner.row.process || owner.row.process === null;
  const unseen = isSameProgram && hasOwner(old) ? old : owner.row;
  const host = old.remoteHost === null ? row : old;
  return {
    startedAt: owner.startedAt ?? known.startedAt,
    row: {
      ...row,
      pid: owner.row.pid,
      process: owner.row.process ?? unseen.process,
      path: owner.row.path ?? unseen.path,
      user: owner.row.user ?? unseen.user,
      services: owner.row.services ?? unseen.services,
      socketService: row.socketService ?? old.socketService,
      createdAt: old.createdAt ?? row.createdAt,
      direction: old.direction ?? row.direction,
      localHost: old.localHost ?? row.localHost,
      remoteHost: host.remoteHost,
      remoteHostSource: host.remoteHostSource,
      // A note that the owner could not be seen is no news of one that is known.
      note: row.pid === null && hasOwner(old) ? old.note : row.note,
    },
  };
}

/** A time in milliseconds since 1970; null where there is none. */
function millisecondsOf(time: string | null): number | null {
  const milliseconds = Date.parse(time ?? "");
  return Number.isNaN(milliseconds) ? null : milliseconds;
}
