/**
 * Brings the tables of a history to the version that this netwho knows.
 *
 * @module
 */
import type { Database } from "../host/databases.ts";

/**
 * Takes a database from its version to that of the last step, in one transaction: all or nothing.
 * Version 0 is an empty database; step 0 makes version 1 of it.
 *
 * @returns false, with nothing changed, if the database is of a later version.
 */
export function migrate(database: Database, steps: readonly string[]): boolean {
  if (versionOf(database) === steps.length) return true;
  return database.transaction(() => {
    const version = versionOf(database); // another process may have been faster
    if (version > steps.length) return false;
    for (const step of steps.slice(version)) database.execute(step);
    if (version < steps.length) database.execute(`PRAGMA user_version = ${steps.length}`);
    return true;
  });
}

/** The version of a database's tables. */
export function versionOf(database: Database): number {
  return Number(database.prepare("PRAGMA user_version").get()?.user_version ?? 0);
}
