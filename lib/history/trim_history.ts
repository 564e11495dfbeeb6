/**
 * Removes from the history what is older than is wanted.
 *
 * @module
 */
import type { Prepare } from "./interning.ts";
import { firstEpisodeSince } from "./episode_rows.ts";
import type { History } from "./open_history.ts";
import { LASTS_LONG } from "./schema.ts";
import { writeSafely } from "./write_safely.ts";

/** What to keep. */
export interface TrimOptions {
  /** How long to keep what was seen, in milliseconds. */
  readonly keepMilliseconds: number;
  /** The present time, in milliseconds since 1970. */
  readonly now: number;
}

/** What was removed. */
export interface Trimmed {
  readonly episodes: number;
  readonly runs: number;
}

/**
 * Removes the episodes that were seen last before a time, the looks before it that no episode begins
 * or ends with, and what nothing refers to any more. The look at which something was first seen stays.
 *
 * Begins only when the oldest is a thirtieth older than wanted, so that hourly looks do not search the
 * whole history each time. Removes in pieces, between which others can write. Room that is free is
 * used again; where it is much, the file gets smaller.
 *
 * @throws {CaptureError} if the history refuses.
 */
export async function trimHistory(
  history: History,
  { keepMilliseconds, now }: TrimOptions,
): Promise<Trimmed> {
  const prepare: Prepare = (sql) => history.statement(sql);
  const inOnePiece = <Result>(action: () => Result) =>
    writeSafely(history, () => history.database.transaction(action));
  const until = now - keepMilliseconds;
  const isDue = await writeSafely(
    history,
    () => hasEpisodeBefore(prepare, until - keepMilliseconds / 30),
  );
  const removed = { episodes: 0, runs: 0 };
  if (!isDue) return removed;
  for (;;) {
    const count = await inOnePiece(() => removeEpisodes(prepare, until));
    removed.episodes += count;
    if (count === 0) break;
  }
  await inOnePiece(() => removeFlows(prepare));
  for (;;) {
    const count = await inOnePiece(() => removeRuns(prepare, until));
    removed.runs += count;
    if (count === 0) break;
  }
  await inOnePiece(() => removeUnused(prepare));
  await writeSafely(history, () => shrink(history));
  return removed;
}

/** The most rows that are removed at once. */
const PIECE = 2000;

/** The first run that is not older than a time; above all others where all are. */
function firstRunSince(prepare: Prepare, until: number): number {
  const found = prepare("SELECT min(id) AS id FROM run WHERE at >= ?").get(until);
  return (found?.id as number | null) ?? Number.MAX_SAFE_INTEGER;
}

/** Episodes with IDs below a limit that were seen last before a time; open ones at the latest look. */
const OLD_EPISODES = `
FROM episode
JOIN flow ON flow.id = episode.flow
WHERE episode.id < ?1 AND ?2 > CASE
  WHEN last_run IS NULL THEN (SELECT max(at) FROM run WHERE run.computer IS flow.computer)
  ELSE (SELECT at FROM run WHERE run.id = last_run)
END`;

function hasEpisodeBefore(prepare: Prepare, until: number): boolean {
  const limit = firstEpisodeSince(prepare, firstRunSince(prepare, until));
  return prepare(`SELECT 1 ${OLD_EPISODES} LIMIT 1`).get(limit, until) !== undefined;
}

function removeEpisodes(prepare: Prepare, until: number): number {
  const limit = firstEpisodeSince(prepare, firstRunSince(prepare, until));
  return prepare(
    `DELETE FROM episode WHERE id IN (SELECT episode.id ${OLD_EPISODES} LIMIT ${PIECE})`,
  ).run(limit, until).changes;
}

/** No index tells the episodes of a flow: one look at all of them does. */
function removeFlows(prepare: Prepare): void {
  prepare("DELETE FROM flow WHERE id NOT IN (SELECT flow FROM episode)").run();
}

/** The latest look at each computer stays: its open episodes were there then. */
function removeRuns(prepare: Prepare, until: number): number {
  const limit = firstRunSince(prepare, until);
  return prepare(`
DELETE FROM run WHERE id IN (
  SELECT id FROM run WHERE id < ?1
    AND id NOT IN (SELECT first_run FROM flow)
    AND id NOT IN (SELECT first_run FROM episode WHERE id < ?2)
    AND id NOT IN (SELECT last_run FROM episode WHERE last_run < ?1 AND ${LASTS_LONG})
    AND (
      NOT EXISTS (
        SELECT 1 FROM episode JOIN flow ON flow.id = flow
        WHERE last_run IS NULL AND flow.computer IS run.computer
      ) OR EXISTS (
        SELECT 1 FROM run AS later WHERE later.computer IS run.computer AND later.at > run.at
      )
    )
  LIMIT ${PIECE}
)`).run(limit, firstEpisodeSince(prepare, limit)).changes;
}

function removeUnused(prepare: Prepare): void {
  prepare(`DELETE FROM process WHERE id NOT IN
    (SELECT process FROM episode WHERE process IS NOT NULL)`).run();
  prepare(`DELETE FROM program WHERE id NOT IN
    (SELECT program FROM flow WHERE program IS NOT NULL
      UNION SELECT program FROM process WHERE program IS NOT NULL)`).run();
  prepare("DELETE FROM view WHERE id NOT IN (SELECT view FROM run)").run();
  const used = TEXT_COLUMNS.map(([table, column]) =>
    `SELECT ${column} FROM ${table} WHERE ${column} IS NOT NULL`
  );
  prepare(`DELETE FROM text WHERE id NOT IN (${used.join(" UNION ")})`).run();
}

/** Every column that refers to a text. */
const TEXT_COLUMNS: readonly (readonly [table: string, column: string])[] = [
  ["view", "netwho"],
  ["view", "os"],
  ["view", "hidden_by"],
  ["run", "computer"],
  ["program", "process"],
  ["program", "path"],
  ["program", "user"],
  ["program", "services"],
  ["flow", "computer"],
  ["flow", "protocol"],
  ["flow", "direction"],
  ["flow", "local_address"],
  ["flow", "local_host"],
  ["flow", "remote_address"],
  ["flow", "remote_host"],
  ["flow", "socket_service"],
  ["flow", "remote_host_source"],
  ["episode", "state"],
  ["episode", "note"],
];

/** Gives room back to the system where more than a quarter of the file is free. */
function shrink({ database }: History): void {
  const number = (pragma: string) =>
    Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
  const [pages, free] = [number("page_count"), number("freelist_count")];
  // A row for each page: all must be read.
  if (free > pages / 4) database.prepare(`PRAGMA incremental_vacuum(${free})`).all();
}
