/**
 * SQLite databases through `node:sqlite`. Both are loaded at the first use of a database.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import {
  type Database,
  DatabaseError,
  type DatabaseErrorKind,
  type DatabaseOptions,
  type SqlRow,
  type Statement,
} from "../databases.ts";
import { checkFile, makeDatabaseFolder, plainPath } from "./database_files.ts";
import { statOf } from "./file_basics.ts";

/** Opens a database; see {@linkcode Databases}. */
export async function openSqlite(
  given: string,
  { readOnly = false, makeFolder = false, timeoutMilliseconds = 10_000 }: DatabaseOptions = {},
): Promise<Database> {
  const path = plainPath(given);
  if (makeFolder && !readOnly) makeDatabaseFolder(path);
  checkFile(path, { readOnly });
  const { DatabaseSync } = await import("node:sqlite");
  const options = { readOnly, timeout: timeoutMilliseconds, enableForeignKeyConstraints: false };
  const open = (at: string | URL) => told(path, () => new DatabaseSync(at, options));
  const database = open(path);
  return wrap(readOnly ? readable(database, path, open) : database, path);
}

/**
 * SQLite makes two files beside a database that has a log of changes, even to read it. Where the
 * folder cannot be written and nothing waits in the log, the database can be read without them.
 */
function readable(
  database: DatabaseSync,
  path: string,
  reopen: (url: URL) => DatabaseSync,
): DatabaseSync {
  try {
    told(path, () => database.prepare("PRAGMA schema_version").get());
    return database;
  } catch (error) {
    database.close();
    const isRefused = error instanceof DatabaseError && error.kind === "permissionDenied";
    if (!isRefused || (statOf(`${path}-wal`)?.size ?? 0) > 0) throw error;
    const url = immutableUrl(Deno.realPathSync(path), Deno.build.os);
    if (url === null) throw error;
    // Deno reads no URL without all permissions: whoever has fewer gets the first error.
    return orThrow(error, () => reopen(url));
  }
}

/**
 * The URL of a database that nothing changes, by its absolute path. Null for a path on a server: Deno
 * makes a path of this computer of it.
 */
export function immutableUrl(path: string, os: string): URL | null {
  if (os === "windows" && path.startsWith("\\\\")) return null;
  const slashed = os === "windows" ? path.replaceAll("\\", "/") : path;
  const encoded = slashed.split("/").map(encodeURIComponent).join("/");
  return new URL(`file://${encoded.startsWith("/") ? "" : "/"}${encoded}?immutable=1`);
}

function orThrow<Result>(error: unknown, action: () => Result): Result {
  try {
    return action();
  } catch {
    throw error;
  }
}

function wrap(database: DatabaseSync, path: string): Database {
  const execute = (sql: string) => told(path, () => database.exec(sql));
  const opened = identityOf(path);
  const isMoved = () => identityOf(path) !== opened;
  const close = () => {
    if (isMoved()) emptyLog(database);
    told(path, () => database.close());
  };
  return {
    execute,
    prepare: (sql) => {
      const statement = told(path, () => database.prepare(sql));
      const wrapped: Statement = {
        run: (...parameters) =>
          told(path, () => {
            const { lastInsertRowid, changes } = statement.run(...parameters);
            return { lastId: Number(lastInsertRowid), changes: Number(changes) };
          }),
        get: (...parameters) => told(path, () => statement.get(...parameters) as SqlRow),
        all: (...parameters) => told(path, () => statement.all(...parameters) as SqlRow[]),
        iterate: function* (...parameters) {
          try {
            yield* statement.iterate(...parameters) as Iterable<SqlRow>;
          } catch (error) {
            throw toDatabaseError(error, path);
          }
        },
      };
      return wrapped;
    },
    transaction: (run) => {
      execute("BEGIN IMMEDIATE");
      try {
        const result = run();
        execute("COMMIT");
        return result;
      } catch (error) {
        rollBack(database);
        throw error;
      }
    },
    isMoved,
    close,
    [Symbol.dispose]: close,
  };
}

/** What tells a file from others at its path, where the system does. */
function identityOf(path: string): string {
  const { dev, ino } = statOf(path) ?? {};
  return `${dev} ${ino}`;
}

/**
 * SQLite leaves the log of changes of a moved database at its old path, and would then take it for that
 * of the database which took its place.
 */
function emptyLog(database: DatabaseSync): void {
  try {
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {
    // The database was closed before, or cannot be written any more.
  }
}

/** SQLite has rolled back by itself where the disk is full. */
function rollBack(database: DatabaseSync): void {
  try {
    database.exec("ROLLBACK");
  } catch {
    // There is no transaction any more.
  }
}

function told<Result>(path: string, action: () => Result): Result {
  try {
    return action();
  } catch (error) {
    throw toDatabaseError(error, path);
  }
}

function toDatabaseError(error: unknown, path: string): unknown {
  if (error instanceof TypeError) return error; // a mistake of ours
  const message = error instanceof Error ? error.message : String(error);
  return new DatabaseError(kindOf(message), `${path}: ${message}`, { cause: error });
}

/** SQLite's messages are the same in every language. */
const KINDS: readonly (readonly [RegExp, DatabaseErrorKind])[] = [
  [/readonly|permission denied|access permission|not authorized/i, "permissionDenied"],
  // That there is a file, and that it can be read, was found out before.
  [/unable to open database file/i, "permissionDenied"],
  [/malformed|not a database|unsupported file format/i, "damaged"],
  // Our statements break no constraint, and our numbers are safe integers.
  [/constraint failed|too large to be represented|no such (?:table|column)/i, "damaged"],
  [/is locked|busy/i, "busy"],
  [/is full/i, "noSpace"],
];

function kindOf(message: string): DatabaseErrorKind {
  return KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? "other";
}
