/**
 * Opens the history of a user.
 *
 * @module
 */
import type { Database, Databases, Statement } from "../host/databases.ts";
import { SCHEMA } from "./schema.ts";

/** An open history. */
export interface History extends Disposable {
  /** The file. */
  readonly path: string;
  readonly database: Database;
  /** Prepares a statement once, and returns it each time. */
  readonly statement: (sql: string) => Statement;
}

/** Opens a history; to write, it is made where it is missing. */
export async function openHistory(
  host: Databases,
  path: string,
  { readOnly = false }: { readonly readOnly?: boolean } = {},
): Promise<History> {
  const database = await host.openDatabase(path, { readOnly });
  if (!readOnly) {
    database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
    database.transaction(() => {
      const version = database.prepare("PRAGMA user_version").get()?.user_version;
      if (version === 0) database.execute(SCHEMA);
    });
  }
  const statements = new Map<string, Statement>();
  const statement = (sql: string) => {
    let prepared = statements.get(sql);
    if (prepared === undefined) statements.set(sql, prepared = database.prepare(sql));
    return prepared;
  };
  return { path, database, statement, [Symbol.dispose]: () => database.close() };
}
