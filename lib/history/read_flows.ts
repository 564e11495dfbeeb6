/**
 * Reads which programs had which peers and listeners before a moment: one connection of each.
 *
 * @module
 */
import type { Database, SqlRow } from "../host/databases.ts";
import type { Connection } from "../model/connection.ts";
import type { Looks, Span } from "./looks.ts";
import { episodesFrom } from "./read_episodes.ts";
import { EPISODE_COLUMNS, SeenEpisodes } from "./seen_episodes.ts";

/**
 * Reads the first connection of every program and peer that was there at a moment or before, observed
 * when it was there first.
 */
export function readFlows(
  database: Database,
  looks: Looks,
  { until }: Pick<Span, "until">,
): Connection[] {
  return connectionsOf(database, looks, database.prepare(FIRST_OF_FLOWS).iterate(until));
}

/** Reads the first connection of every program and peer that was new in a span. */
export function readNewFlows(database: Database, looks: Looks, span: Span): Connection[] {
  const ids = looks.idsIn(span);
  if (ids === null) return [];
  const { first } = episodesFrom(database, ids);
  const rows = database.prepare(FIRST_OF_NEW_FLOWS).iterate(
    ...[first, ids.first, ids.last, span.since, span.until],
  );
  return connectionsOf(database, looks, rows);
}

function connectionsOf(
  database: Database,
  looks: Looks,
  found: Iterable<SqlRow>,
): Connection[] {
  const episodes = new SeenEpisodes(database, looks);
  return [...found].map((columns) => {
    const { row, first } = episodes.of(columns);
    return { observedAt: first.time, ...row };
  });
}

/** A flow whose first look is not kept any more is older than all that are. */
const FIRST_OF_FLOWS = `
SELECT ${EPISODE_COLUMNS} FROM (SELECT min(id) AS id FROM episode GROUP BY flow) oldest
CROSS JOIN episode e ON e.id = oldest.id CROSS JOIN flow f ON f.id = e.flow
LEFT JOIN run first ON first.id = f.first_run
WHERE first.at <= ? OR first.at IS NULL ORDER BY e.id`;

const FIRST_OF_NEW_FLOWS = `
SELECT ${EPISODE_COLUMNS} FROM (SELECT min(id) AS id FROM episode WHERE id >= ? GROUP BY flow) oldest
CROSS JOIN episode e ON e.id = oldest.id CROSS JOIN flow f ON f.id = e.flow
CROSS JOIN run first ON first.id = f.first_run
WHERE f.first_run BETWEEN ? AND ? AND first.at BETWEEN ? AND ? ORDER BY e.id`;
