/**
 * Reads the connections of a span from a history: all that were there at some time in it, or the state
 * at one look. Reads them one by one, so that the length of the history does not matter.
 *
 * A look that was recorded late has a higher ID than later ones. Ranges of IDs find few rows fast; the
 * times of the looks decide.
 *
 * @module
 */
import type { Database } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";
import type { Episode } from "../model/episode.ts";
import { gatherRows } from "../rows/rows.ts";
import { firstEpisodeSince } from "./episode_rows.ts";
import { LASTS_LONG, SHORT_RUNS } from "./schema.ts";
import type { IdRange, Look, LookedAt, Looks, Span } from "./looks.ts";
import { EPISODE_COLUMNS, type SeenEpisode, SeenEpisodes } from "./seen_episodes.ts";

/** What to read, and in which order. */
export interface ReadOrder {
  /** Only the episodes that began before the span. @default false */
  readonly beganBefore?: boolean;
  /** Whether the episode that was recorded first comes first. @default false: it comes last */
  readonly oldestFirst?: boolean;
}

/** Finds the episodes that overlap a span. */
export function* episodesIn(
  database: Database,
  looks: Looks,
  { since, until, oldestFirst = false, beganBefore = false }: Span & ReadOrder,
): Generator<SeenEpisode> {
  const later = looks.idsIn({ since, until: Infinity });
  if (later === null) return;
  const episodes = new SeenEpisodes(database, looks);
  const began = looks.idsIn({ since, until });
  const { first, last } = began === null ? NO_IDS : episodesFrom(database, began);
  const before = looks.idsIn({ since: -Infinity, until: since - 1 });
  const highest = before === null ? 0 : episodesFrom(database, before).last;
  const order = oldestFirst ? "ORDER BY e.id" : "ORDER BY e.id DESC";
  const within = () => database.prepare(`${WITHIN} ${order}`).iterate(first, last);
  const shortest = episodesFrom(database, { first: later.first - SHORT_RUNS, last: 0 }).first;
  const others = () =>
    database.prepare(`${OTHERS} ${order}`).iterate(first, last, later.first, highest, shortest);
  const parts = beganBefore ? [others] : oldestFirst ? [others, within] : [within, others];
  for (const part of parts) {
    for (const columns of part()) {
      const episode = episodes.of(columns);
      if (episode.first.at <= until && episode.last.at >= since) yield episode;
    }
  }
}

const NO_IDS: IdRange = { first: 1, last: 0 };

/** The episodes in a range of IDs. */
export const WITHIN = `SELECT ${EPISODE_COLUMNS} FROM episode e WHERE e.id BETWEEN ? AND ?`;

/**
 * Those outside of it, up to an ID, that were still there at a look or later. Each part has an index of
 * its own: the plus keeps SQLite from taking all episodes up to the ID instead.
 */
export const OTHERS = `SELECT ${EPISODE_COLUMNS} FROM episode e WHERE e.id IN (
  SELECT id FROM episode WHERE ${LASTS_LONG} AND last_run >= ?3
    AND +id <= ?4 AND +id NOT BETWEEN ?1 AND ?2
  UNION ALL
  SELECT id FROM episode WHERE NOT ${LASTS_LONG} AND +last_run >= ?3
    AND id BETWEEN ?5 AND ?4 AND +id NOT BETWEEN ?1 AND ?2
  UNION ALL
  SELECT id FROM episode WHERE last_run IS NULL AND +id <= ?4 AND +id NOT BETWEEN ?1 AND ?2
)`;

/** The episodes that began at a range of looks: their IDs grow with those of the looks. */
export function episodesFrom(database: Database, { first, last }: IdRange): IdRange {
  const from = (look: number) => firstEpisodeSince((sql) => database.prepare(sql), look);
  return { first: from(first), last: from(last + 1) - 1 };
}

/** Reads the episodes that overlap a span in batches, those that were recorded last first. */
export function readEpisodes(
  database: Database,
  looks: Looks,
  { since, until, beganBefore, oldestFirst }: Span & ReadOrder,
): Generator<Episode[]> {
  const which = { since, until, beganBefore, oldestFirst };
  return gatherRows(episodesIn(database, looks, which).map(episodeRow));
}

/** The row of an episode. */
export function episodeRow({ row, first, last, closedBefore }: SeenEpisode): Episode {
  return {
    firstSeen: first.time,
    lastSeen: last.time,
    closedBefore,
    timesSeen: last.number - first.number + 1,
    ...row,
  };
}

/** The connections that were there at a look, in the order in which they were recorded. */
export function readState(
  database: Database,
  looks: Looks,
  { look: { at, time }, computer }: { look: Look; computer: LookedAt },
): Connection[] {
  const episodes = episodesIn(database, looks, { since: at, until: at, oldestFirst: true });
  return [...episodes].filter(({ first }) => first.computer === computer.id)
    .map(({ row }) => ({ observedAt: time, ...row }));
}
