/**
 * Adds a look at a computer to the history.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { CaptureError } from "../errors.ts";
import { DatabaseError } from "../host/databases.ts";
import { keptEpisode, OPEN_EPISODES } from "./episode_rows.ts";
import { EpisodeWriter } from "./episode_writer.ts";
import { Interning, type RunView } from "./interning.ts";
import { recordLate } from "./late_run.ts";
import { type NewLook, newLookOf, type RecordedRun } from "./new_look.ts";
import { isoTime } from "./looks.ts";
import { matchEpisodes } from "./match_episodes.ts";
import type { History } from "./open_history.ts";
import { writeSafely } from "./write_safely.ts";

export type { RecordedRun } from "./new_look.ts";

/** How to record a snapshot. */
export interface RecordOptions {
  /** With which netwho, on which system, and with which rights it was taken. */
  readonly view: Omit<RunView, "hiddenBy">;
  /** When it was taken, in milliseconds since 1970. @default what the snapshot tells */
  readonly at?: number;
}

/**
 * Adds a snapshot: connections that were there at the computer's look before go on as the same
 * episodes, new ones begin, those that are gone end. When it returns, that is on the disk.
 *
 * A database that turns out to be damaged is set aside and a new one begun: see `setAside` of the
 * history.
 *
 * @throws {CaptureError} if the snapshot does not tell when it was taken, and if the history refuses.
 */
export async function recordRun(
  history: History,
  snapshot: WholeSnapshot,
  { view, at = Date.parse(snapshot.observedAt ?? "") }: RecordOptions,
): Promise<RecordedRun> {
  if (!Number.isSafeInteger(at)) {
    throw new CaptureError("Cannot add this to the history: it does not tell when it was seen");
  }
  const look = newLookOf(snapshot, { view, at });
  return await writeSafely(
    history,
    () => history.database.transaction(() => record(history, look)),
  );
}

/** The computer's look before. */
interface Before {
  readonly id: number;
  readonly number: number;
  readonly at: number;
}

function record(history: History, look: NewLook): RecordedRun {
  const prepare = (sql: string) => history.statement(sql);
  const interning = new Interning(prepare);
  const computer = interning.text(look.computer);
  const before = prepare(
    "SELECT id, number, at FROM run WHERE computer IS ? ORDER BY at DESC, id DESC LIMIT 1",
  ).get(computer) as unknown as Before | undefined;
  if (before !== undefined && look.at <= before.at) {
    isoTime(before.at); // nothing would ever be later than what is no time
    return { ...recordLate(prepare, look, { interning, computer }), latestAt: before.at };
  }
  const number = (before?.number ?? 0) + 1;
  const { lastId } = prepare("INSERT INTO run (computer, number, at, view) VALUES (?, ?, ?, ?)")
    .run(computer, number, look.at, interning.view(look.view));
  const run = { id: lastId, at: look.at };
  const open = prepare(OPEN_EPISODES).all(computer).map(keptEpisode);
  if (before === undefined && open.length > 0) {
    throw new DatabaseError("damaged", "there are episodes of a computer without looks at it");
  }
  const { pairs, opened, gone } = matchEpisodes(open, look.seen);
  const writer = new EpisodeWriter(prepare, { interning, run, computer });
  for (const [known, seen] of pairs) writer.update(known, seen);
  for (const seen of opened) writer.open(seen);
  for (const known of gone) writer.close(known, before!.id);
  writer.finish();
  return {
    opened: opened.length,
    closed: gone.length,
    changed: pairs.filter(([known, seen]) => known.row.state !== seen.row.state).length,
    open: pairs.length + opened.length,
    runs: number,
    latestAt: null,
  };
}
