/**
 * Reads what changed between the looks of a span: connections that were opened and closed. That a
 * connection went from one state to another in between is not kept.
 *
 * @module
 */
import type { Database, SqlRow } from "../host/databases.ts";
import type { Change } from "../model/change.ts";
import { gatherRows } from "../rows/rows.ts";
import type { IdRange, Looks, Span } from "./looks.ts";
import { episodesFrom } from "./read_episodes.ts";
import { LASTS_LONG, SHORT_RUNS } from "./schema.ts";
import { EPISODE_COLUMNS, SeenEpisodes } from "./seen_episodes.ts";

/**
 * Reads the changes that looks in a span showed, in the order of time, in batches. What the first look
 * at a computer showed was not opened then, as far as anybody knows.
 */
export function readChanges(database: Database, looks: Looks, span: Span): Generator<Change[]> {
  return gatherRows(changesIn(database, looks, span));
}

function* changesIn(database: Database, looks: Looks, span: Span): Generator<Change> {
  const began = looks.idsIn(span);
  if (began === null) return;
  const episodes = new SeenEpisodes(database, looks);
  for (const { opened, ...columns } of findChanges(database, looks, { ...span, began })) {
    const { row, first, last, closedBefore } = episodes.of(columns);
    yield {
      ...opened === 1
        ? { change: "opened", changedAt: first.time, previousState: null, observedAt: first.time }
        : {
          change: "closed",
          changedAt: closedBefore,
          previousState: row.state,
          observedAt: last.time,
        },
      ...row,
    };
  }
}

/** Finds the changes, in the order of time; at one look those that were closed come first. */
function findChanges(
  database: Database,
  looks: Looks,
  { since, until, began }: Span & { began: IdRange },
): Iterable<SqlRow> {
  // What was gone at the first look of the span was there at the one before it.
  const before = looks.computers.flatMap((computer) =>
    looks.lastBefore(computer, since - 1)?.id ?? []
  );
  const ended = {
    first: Math.min(began.first, ...before),
    last: Math.max(began.last, ...before),
  };
  const opened = episodesFrom(database, began);
  const short = episodesFrom(database, { ...ended, first: ended.first - SHORT_RUNS });
  const firstLooks = looks.computers.map(({ first }) => first.id);
  return database.prepare(CHANGES).iterate(
    opened.first,
    opened.last,
    JSON.stringify(firstLooks),
    short.first,
    short.last,
    ended.first,
    ended.last,
    since,
    until,
  );
}

/** The changes of a span, sorted by SQLite, which needs little memory. */
export const CHANGES = `
SELECT ${EPISODE_COLUMNS}, opened FROM (
  SELECT e.id, 1 AS opened, first.at FROM episode e JOIN run first ON first.id = e.first_run
  WHERE e.id BETWEEN ?1 AND ?2 AND e.first_run NOT IN (SELECT value FROM json_each(?3))
  UNION ALL
  SELECT closed.id, 0, (
    SELECT next.at FROM run next WHERE next.computer IS last.computer AND next.at > last.at
    ORDER BY next.at LIMIT 1
  ) FROM (
    SELECT id, last_run FROM episode
    WHERE id BETWEEN ?4 AND ?5 AND NOT ${LASTS_LONG} AND +last_run BETWEEN ?6 AND ?7
    UNION ALL
    SELECT id, last_run FROM episode WHERE ${LASTS_LONG} AND last_run BETWEEN ?6 AND ?7
  ) closed JOIN run last ON last.id = closed.last_run
) change JOIN episode e ON e.id = change.id
WHERE change.at BETWEEN ?8 AND ?9 ORDER BY change.at, opened, e.id`;
