/**
 * The databases of this machine. What opens one is a chunk of its own: most commands open none.
 *
 * @module
 */
import type { Database, DatabaseOptions, Databases } from "../databases.ts";
import { databaseFile, renameDatabase } from "./database_files.ts";

/** Opens a database; see {@linkcode Databases}. */
export async function openDatabase(path: string, options?: DatabaseOptions): Promise<Database> {
  const { openSqlite } = await import("./sqlite_database.ts");
  return await openSqlite(path, options);
}

/** The databases of this machine. */
export const denoDatabases: Databases = { openDatabase, databaseFile, renameDatabase };
