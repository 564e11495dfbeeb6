/**
 * Reads the connections of a span from a history: all that were there at some time in it, or the state
 * at one look. Reads them one by one, so that the length of the history does not matter.
 *
 * A look that was recorded late has a higher ID than later ones. Ranges of IDs find few rows fast; the
 * times of the looks decide.
 *
 * @module
 */
import { type Database, DatabaseError } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";
import type { Episode } from "../model/episode.ts";
import { BATCH_ROWS } from "../rows/rows.ts";
import { firstEpisodeSince } from "./late_run.ts";
import { type KeptEpisode, keptEpisode, SELECT_EPISODES } from "./episode_rows.ts";
import {
  type FoundLook,
  type IdRange,
  type Look,
  type LookedAt,
  Looks,
  type Span,
} from "./looks.ts";

/** An episode, and the looks that it is from. */
export interface SeenEpisode {
  readonly id: number;
  /** The ID of its flow. */
  readonly flow: number;
  /** The connection as it was seen last, without the time. */
  readonly row: Connection;
  readonly first: FoundLook;
  /** The last look at which it was there. */
  readonly last: Look;
  /** When the first look was at which it was gone; null if it was there at the latest one. */
  readonly closedBefore: number | null;
}

/** In which order to read. */
export interface ReadOrder {
  /** Whether the episode that was recorded first comes first. @default false: it comes last */
  readonly oldestFirst?: boolean;
}

/** Finds the episodes that overlap a span. */
export function* episodesIn(
  database: Database,
  looks: Looks,
  { since, until, oldestFirst = false }: Span & ReadOrder,
): Generator<SeenEpisode> {
  const later = looks.idsIn({ since, until: Infinity });
  if (later === null) return;
  const began = looks.idsIn({ since, until });
  const { first, last } = began === null ? NO_IDS : episodesFrom(database, began);
  const order = oldestFirst ? "ORDER BY e.id" : "ORDER BY e.id DESC";
  const within = () => database.prepare(`${WITHIN} ${order}`).iterate(first, last);
  const others = () => database.prepare(`${OTHERS} ${order}`).iterate(first, last, later.first);
  for (const part of oldestFirst ? [others, within] : [within, others]) {
    for (const row of part()) {
      const episode = seenEpisode(keptEpisode(row), looks);
      if (episode.first.at <= until && episode.last.at >= since) yield episode;
    }
  }
}

const NO_IDS: IdRange = { first: 1, last: 0 };

/** The episodes in a range of IDs. */
export const WITHIN = `${SELECT_EPISODES} WHERE e.id BETWEEN ? AND ?`;

/** Those outside of it that were still there at a look or later: each part has an index of its own. */
export const OTHERS = `${SELECT_EPISODES} WHERE e.id IN (
  SELECT id FROM episode
  WHERE last_run <> first_run AND last_run >= ?3 AND id NOT BETWEEN ?1 AND ?2
  UNION ALL
  SELECT id FROM episode WHERE last_run IS NULL AND id NOT BETWEEN ?1 AND ?2
)`;

/** The episodes that began at a range of looks: their IDs grow with those of the looks. */
export function episodesFrom(database: Database, { first, last }: IdRange): IdRange {
  const from = (look: number) => firstEpisodeSince((sql) => database.prepare(sql), look);
  return { first: from(first), last: from(last + 1) - 1 };
}

/** Finds the looks of an episode; one that is open was there at the latest look at its computer. */
export function seenEpisode(
  { id, flow, row, firstRun, lastRun }: KeptEpisode,
  looks: Looks,
): SeenEpisode {
  const first = looks.get(firstRun);
  const ended = lastRun === null ? null : looks.get(lastRun);
  const last = ended ?? looks.computer(first.computer).latest;
  return { id, flow, row, first, last, closedBefore: ended?.next ?? null };
}

/** Reads the episodes that overlap a span in batches, those that were recorded last first. */
export function* readEpisodes(database: Database, looks: Looks, span: Span): Generator<Episode[]> {
  let batch: Episode[] = [];
  for (const episode of episodesIn(database, looks, span)) {
    batch.push(episodeRow(episode));
    if (batch.length < BATCH_ROWS) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** The row of an episode. */
export function episodeRow({ row, first, last, closedBefore }: SeenEpisode): Episode {
  const { observedAt: _, ...connection } = row;
  return {
    firstSeen: isoTime(first.at),
    lastSeen: isoTime(last.at),
    closedBefore: closedBefore === null ? null : isoTime(closedBefore),
    timesSeen: last.number - first.number + 1,
    ...connection,
  };
}

/** The connections that were there at a look, in the order in which they were recorded. */
export function readState(
  database: Database,
  looks: Looks,
  { look: { at }, computer }: { look: Look; computer: LookedAt },
): Connection[] {
  const observedAt = isoTime(at);
  const episodes = episodesIn(database, looks, { since: at, until: at, oldestFirst: true });
  return [...episodes].filter(({ first }) => first.computer === computer.id)
    .map(({ row }) => ({ ...row, observedAt }));
}

/**
 * Milliseconds since 1970 as the fields hold times.
 *
 * @throws {DatabaseError} for what is no time.
 */
export function isoTime(moment: number): string {
  const date = new Date(moment);
  if (Number.isNaN(date.getTime())) throw new DatabaseError("damaged", `${moment} is no time`);
  return date.toISOString();
}
