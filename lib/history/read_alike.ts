/**
 * Reads the connections of a span for questions that need little of each: those that are alike in it are
 * read once, and given as often as they were there. A week is counted in a fraction of the time.
 *
 * @module
 */
import type { Database } from "../host/databases.ts";
import type { Episode } from "../model/episode.ts";
import { BATCH_ROWS } from "../rows/rows.ts";
import type { Looks, Span } from "./looks.ts";
import { episodeRow, episodesFrom, readEpisodes } from "./read_episodes.ts";
import { EPISODE_COLUMNS, SeenEpisodes } from "./seen_episodes.ts";

/** The fields that connections of the same flow, in the same state, have in common. */
const ALIKE = [
  ...["computer", "protocol", "state", "direction", "process", "path", "services", "user"],
  ...["localAddress", "localHost", "localScope"],
  ...["remoteAddress", "remoteHost", "remoteScope", "remoteHostSource"],
] as const satisfies readonly (keyof Episode)[];

const ALIKE_NAMES: ReadonlySet<string> = new Set(ALIKE);

/** Whether {@linkcode readAlike} gives all that is asked for. */
export function areAlike(fields: readonly string[]): boolean {
  return fields.every((name) => ALIKE_NAMES.has(name));
}

/** Reads the episodes that overlap a span. Only the fields of {@linkcode areAlike} are right in each. */
export function* readAlike(database: Database, looks: Looks, span: Span): Generator<Episode[]> {
  const began = looks.idsIn(span);
  const isMixed = began === null ||
    database.prepare(OUTSIDE).get(began.first, began.last, span.since, span.until) !== undefined;
  if (isMixed) return yield* readEpisodes(database, looks, span);
  const { first, last } = episodesFrom(database, began);
  const episodes = new SeenEpisodes(database, looks);
  for (const { times, ...columns } of database.prepare(GROUPS).iterate(first, last)) {
    const row = episodeRow(episodes.of(columns));
    for (let left = times as number; left > 0; left -= BATCH_ROWS) {
      yield new Array<Episode>(Math.min(left, BATCH_ROWS)).fill(row);
    }
  }
  yield* readEpisodes(database, looks, { ...span, beganBefore: true });
}

/** A look that was recorded late is among others by its ID, but not by its time. */
const OUTSIDE = "SELECT 1 FROM run WHERE id BETWEEN ? AND ? AND at NOT BETWEEN ? AND ? LIMIT 1";

/** The latest episode of each group in a range of IDs, and how many are in it; the latest group first. */
const GROUPS = `
SELECT ${EPISODE_COLUMNS}, alike.times FROM (
  SELECT max(id) AS id, count(*) AS times FROM episode WHERE id BETWEEN ? AND ?
  GROUP BY flow, state, note, process IS NULL
) alike CROSS JOIN episode e ON e.id = alike.id ORDER BY e.id DESC`;
