/**
 * Since when the history knows the programs of a computer, and with whom they were connected.
 *
 * @module
 */
import type { Database, SqlRow } from "../host/databases.ts";
import { isoTime, type LookedAt } from "./looks.ts";

/** A program, and the first look at which it was there. */
export interface ProgramAge {
  readonly process: string | null;
  readonly path: string | null;
  /** ISO 8601 in UTC; null where that look is not kept any more. */
  readonly firstSeen: string | null;
}

/** Reads the programs that were seen at a computer. */
export function readProgramAges(database: Database, { id }: Pick<LookedAt, "id">): ProgramAge[] {
  return database.prepare(PROGRAMS).all(id).map(({ process, path, lost, at }: SqlRow) => ({
    process: process as string | null,
    path: path as string | null,
    firstSeen: lost === 1 ? null : isoTime(at as number),
  }));
}

const PROGRAMS = `
SELECT name.value AS process, file.value AS path, min(first.at) AS at, max(first.at IS NULL) AS lost
FROM flow f JOIN program p ON p.id = f.program
LEFT JOIN text name ON name.id = p.process LEFT JOIN text file ON file.id = p.path
LEFT JOIN run first ON first.id = f.first_run
WHERE f.computer IS ? AND (p.process IS NOT NULL OR p.path IS NOT NULL)
GROUP BY p.process, p.path`;

/** Which peers of which program. */
export interface PeerQuery {
  readonly process: string | null;
  readonly path: string | null;
  /** Milliseconds since 1970: those that were new later are left out. */
  readonly before: number;
  /** The most addresses to read. */
  readonly limit: number;
}

/** Reads remote addresses of a program's connections; a program without a path is known by its name. */
export function readPeersOf(
  database: Database,
  { id }: Pick<LookedAt, "id">,
  { process, path, before, limit }: PeerQuery,
): string[] {
  return database.prepare(PEERS).all(id, path, process, before, limit)
    .map(({ address }) => address as string);
}

const PEERS = `
SELECT DISTINCT remote.value AS address FROM program p
JOIN flow f ON f.program = p.id JOIN text remote ON remote.id = f.remote_address
LEFT JOIN run first ON first.id = f.first_run
LEFT JOIN text name ON name.id = p.process LEFT JOIN text file ON file.id = p.path
WHERE f.computer IS ?1 AND (file.value = ?2 COLLATE NOCASE OR
  (name.value = ?3 COLLATE NOCASE AND (?2 IS NULL OR file.value IS NULL)))
  AND (first.at < ?4 OR first.at IS NULL)
ORDER BY f.id LIMIT ?5`;
