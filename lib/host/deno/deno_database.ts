/**
 * SQLite databases through `node:sqlite`, which is loaded at the first use.
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

/** Opens a database; see {@linkcode Databases}. */
export async function openDatabase(
  path: string,
  { readOnly = false, timeoutMilliseconds = 10_000 }: DatabaseOptions = {},
): Promise<Database> {
  const { DatabaseSync } = await import("node:sqlite");
  const open = () => new DatabaseSync(path, { readOnly, timeout: timeoutMilliseconds });
  return wrap(told(path, open), path);
}

function wrap(database: DatabaseSync, path: string): Database {
  const execute = (sql: string) => told(path, () => database.exec(sql));
  const close = () => told(path, () => database.close());
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
          const rows = told(path, () => statement.iterate(...parameters))[Symbol.iterator]();
          for (;;) {
            const next = told(path, () => rows.next());
            if (next.done) return;
            yield next.value as SqlRow;
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
    close,
    [Symbol.dispose]: close,
  };
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
    const message = error instanceof Error ? error.message : String(error);
    throw new DatabaseError(kindOf(message), `${path}: ${message}`, { cause: error });
  }
}

/** SQLite's messages are the same in every language. */
const KINDS: readonly (readonly [RegExp, DatabaseErrorKind])[] = [
  [/unable to open database file/i, "notFound"],
  [/readonly database|permission denied|access permission|not authorized/i, "permissionDenied"],
  [/malformed|not a database|unsupported file format/i, "damaged"],
  [/is locked|busy/i, "busy"],
  [/is full/i, "noSpace"],
];

function kindOf(message: string): DatabaseErrorKind {
  return KINDS.find(([pattern]) => pattern.test(message))?.[1] ?? "other";
}
