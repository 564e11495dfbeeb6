/**
 * Facts about a history as a whole.
 *
 * @module
 */
import type { Databases } from "../host/databases.ts";
import { historyError } from "./history_errors.ts";
import { isoTime } from "./looks.ts";
import { versionOf } from "./migrate.ts";
import type { History } from "./open_history.ts";

/** Facts about a history. */
export interface HistoryFacts {
  /** The version of its tables. */
  readonly version: number;
  /** Its size in bytes, with what SQLite keeps beside it. */
  readonly bytes: number;
  /** The times of the first and the last look, ISO 8601 in UTC; null without any. */
  readonly firstRunAt: string | null;
  readonly lastRunAt: string | null;
  readonly runs: number;
  readonly episodes: number;
  readonly computers: number;
}

/**
 * Reads the facts about a history.
 *
 * @throws {CaptureError} if the history refuses.
 */
export function historyFacts(host: Databases, history: History): HistoryFacts {
  try {
    const found = history.statement(
      "SELECT min(at) AS first, max(at) AS last, count(*) AS runs, " +
        "(SELECT count(*) FROM episode) AS episodes, " +
        "(SELECT count(*) FROM (SELECT DISTINCT computer FROM run)) AS computers FROM run",
    ).get() as unknown as Found;
    return {
      version: versionOf(history.database),
      bytes: host.databaseFile(history.path)?.size ?? 0,
      firstRunAt: found.first === null ? null : isoTime(found.first),
      lastRunAt: found.last === null ? null : isoTime(found.last),
      runs: found.runs,
      episodes: found.episodes,
      computers: found.computers,
    };
  } catch (error) {
    throw historyError(error, history.path, "read");
  }
}

interface Found {
  readonly first: number | null;
  readonly last: number | null;
  readonly runs: number;
  readonly episodes: number;
  readonly computers: number;
}
