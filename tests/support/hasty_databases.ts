/**
 * Databases that do not wait for the disk, for tests that write very often.
 *
 * @module
 */
import type { Databases } from "../../lib/host/databases.ts";
import { denoDatabases } from "../../lib/host/deno/deno_database.ts";

/** The same as the real ones, except that a power cut would lose something. */
export const hastyDatabases: Databases = {
  ...denoDatabases,
  openDatabase: async (path, options) => {
    const database = await denoDatabases.openDatabase(path, options);
    const hurry = (sql: string) => sql.replace("synchronous = FULL", "synchronous = OFF");
    return { ...database, execute: (sql) => database.execute(hurry(sql)) };
  },
};
