/**
 * Adds a look that is recorded after a later one: two writers, or saved snapshots in any order. It adds
 * what it saw and no other look did; it ends nothing.
 *
 * @module
 */
import { DatabaseError } from "../host/databases.ts";
import {
  firstEpisodeSince,
  type KeptEpisode,
  keptEpisode,
  OPEN_EPISODES,
  SELECT_EPISODES,
} from "./episode_rows.ts";
import { EpisodeWriter, type WriterOptions } from "./episode_writer.ts";
import type { Prepare, RunMoment } from "./interning.ts";
import { matchEpisodes } from "./match_episodes.ts";
import type { NewLook, RecordedRun } from "./new_look.ts";
import { LASTS_LONG, SHORT_RUNS } from "./schema.ts";

/** Adds a look at a computer that is not later than all others at it. */
export function recordLate(
  prepare: Prepare,
  look: NewLook,
  { interning, computer }: Pick<WriterOptions, "interning" | "computer">,
): Omit<RecordedRun, "latestAt"> {
  const before = prepare(
    "SELECT id, number, at FROM run WHERE computer IS ? AND at <= ? ORDER BY at DESC, id DESC",
  ).get(computer, look.at) as unknown as (RunMoment & { number: number }) | undefined;
  const after = prepare(
    "SELECT id, at FROM run WHERE computer IS ? AND at > ? ORDER BY at, id",
  ).get(computer, look.at) as unknown as RunMoment | undefined;
  const near = episodesNear(prepare, computer, [before, after])
    .map((episode) => asOf(look.at, episode));
  const { pairs, opened } = matchEpisodes(near, look.seen);
  const extended = pairs.filter(([{ first, last }]) =>
    first.at > look.at || (last !== null && last.at < look.at)
  );
  const isTwin = before?.at === look.at;
  if (!isTwin || opened.length > 0) {
    const number = (before?.number ?? 0) + 1;
    prepare("UPDATE run SET number = number + 1 WHERE computer IS ? AND at > ?")
      .run(computer, look.at);
    const { lastId } = prepare("INSERT INTO run (computer, number, at, view) VALUES (?, ?, ?, ?)")
      .run(computer, number, look.at, interning.view(look.view));
    const run = { id: lastId, at: look.at };
    const writer = new EpisodeWriter(prepare, { interning, run, computer });
    for (const [known] of extended) writer.extend(known, known.first.at > look.at);
    // Without a look after it, nobody has seen yet that they are gone.
    for (const seen of opened) writer.open(seen, after !== undefined);
  }
  const open = prepare(
    "SELECT count(*) AS n FROM episode JOIN flow ON flow.id = flow " +
      "WHERE last_run IS NULL AND computer IS ?",
  ).get(computer);
  const runs = prepare("SELECT max(number) AS n FROM run WHERE computer IS ?").get(computer);
  return {
    opened: opened.length,
    closed: 0,
    changed: 0,
    open: Number(open?.n),
    runs: Number(runs?.n),
  };
}

/** An episode with the times of its first and its last look; the last is null while it is open. */
interface TimedEpisode extends KeptEpisode {
  readonly first: RunMoment;
  readonly last: RunMoment | null;
}

/** The episodes that were there at the look before, at the look after, or at both. */
function episodesNear(
  prepare: Prepare,
  computer: number | null,
  [before, after]: readonly [RunMoment | undefined, RunMoment | undefined],
): TimedEpisode[] {
  const from = before ?? after!;
  const until = after ?? before!;
  // The IDs of looks are no times, but those that matter are among these.
  const { id: lowest } = prepare("SELECT min(id) AS id FROM run WHERE computer IS ? AND at >= ?")
    .get(computer, from.at) as { id: number };
  const short = firstEpisodeSince(prepare, lowest - SHORT_RUNS);
  const candidates = [
    ...prepare(OPEN_EPISODES).all(computer),
    ...prepare(
      `${SELECT_EPISODES} WHERE e.last_run >= ? AND e.${LASTS_LONG} AND f.computer IS ?`,
    ).all(lowest, computer),
    ...prepare(
      `${SELECT_EPISODES} WHERE e.id >= ? AND NOT e.${LASTS_LONG} AND f.computer IS ?`,
    ).all(short, computer),
  ];
  const moment = (id: number) => {
    const found = prepare("SELECT id, at FROM run WHERE id = ?").get(id);
    if (found === undefined) throw new DatabaseError("damaged", `there is no run ${id}`);
    return found as unknown as RunMoment;
  };
  return candidates.map(keptEpisode)
    .map((kept) => ({
      ...kept,
      first: moment(kept.firstRun),
      last: kept.lastRun === null ? null : moment(kept.lastRun),
    }))
    .filter(({ first, last }) => first.at <= until.at && (last === null || last.at >= from.at));
}

/** What was closed at a later look need not have been so at this one: its state is unknown. */
function asOf(at: number, episode: TimedEpisode): TimedEpisode {
  const hasEnded = episode.last !== null && episode.last.at < at;
  return hasEnded ? episode : { ...episode, row: { ...episode.row, state: null } };
}
