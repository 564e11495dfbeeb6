/**
 * SQLite databases, as a part of the host.
 *
 * @module
 */

/** A value of a column. Integers are safe integers. */
export type SqlValue = null | number | string | Uint8Array;

/** A row: its values by the names of the columns. */
export type SqlRow = Record<string, SqlValue>;

/** Values for the parameters `?` of a statement, in order. */
export type SqlParameters = readonly SqlValue[];

/** A prepared statement. */
export interface Statement {
  /** Runs it, and returns the ID of the row that was inserted last, and how many were changed. */
  run(...parameters: SqlParameters): { readonly lastId: number; readonly changes: number };
  /** The first row; undefined without any. */
  get(...parameters: SqlParameters): SqlRow | undefined;
  /** All rows. */
  all(...parameters: SqlParameters): SqlRow[];
  /** The rows one by one. */
  iterate(...parameters: SqlParameters): Iterable<SqlRow>;
}

/** An open database. */
export interface Database extends Disposable {
  /** Runs statements without parameters. */
  execute(sql: string): void;
  /** Prepares a statement. */
  prepare(sql: string): Statement;
  /**
   * Runs a function in a transaction that may write: all of what it does takes effect, or nothing.
   * Waits for other writers.
   */
  transaction<Result>(run: () => Result): Result;
  /** Whether its file is no longer at its path: it was renamed, removed or replaced. */
  isMoved(): boolean;
  close(): void;
}

/** How to open a database. */
export interface DatabaseOptions {
  /** Only to read. The file must exist. @default false: it is created where it is missing */
  readonly readOnly?: boolean;
  /** Makes its folder too where it is missing, for this user alone. @default false */
  readonly makeFolder?: boolean;
  /** Milliseconds to wait for another writer. @default 10000 */
  readonly timeoutMilliseconds?: number;
}

/** What is at the path of a database. */
export interface DatabaseFile {
  /** Its size in bytes, with what SQLite keeps in files beside it. */
  readonly size: number;
  /**
   * Reads its first 100 bytes, SQLite's header; fewer if the file is shorter or may not be read. Not
   * while this process has it open: that would end the locks that SQLite holds.
   */
  readonly header: () => Uint8Array;
}

/** Opens databases. */
export interface Databases {
  /**
   * Opens a SQLite database. Not part of a recording. A file that it makes is this user's alone.
   *
   * @throws {DatabaseError} from this and from every statement.
   */
  openDatabase(path: string, options?: DatabaseOptions): Promise<Database>;
  /** What is at a path; null where there is nothing. */
  databaseFile(path: string): DatabaseFile | null;
  /**
   * Gives a closed database another name in its folder, with what SQLite keeps in files beside it.
   *
   * @throws {DatabaseError} where there is something of that name, too.
   */
  renameDatabase(path: string, name: string): void;
}

/** Why a database refuses. */
export type DatabaseErrorKind =
  | "notFound" // the file to read does not exist
  | "noFolder" // the folder to put it in does not exist
  | "noFile" // it is a folder or a device
  | "permissionDenied" // it may not be read or written
  | "damaged" // it is no database, or a broken one
  | "busy" // another program writes for longer than the time-out
  | "noSpace" // the disk is full
  | "other";

/** A refusal of a database. */
export class DatabaseError extends Error {
  override readonly name = "DatabaseError";

  constructor(readonly kind: DatabaseErrorKind, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}
