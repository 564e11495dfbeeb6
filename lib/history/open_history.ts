/**
 * Opens the history of a user: a SQLite database, see `docs/adr/0030-history-in-sqlite.md`.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { type Database, DatabaseError, type Databases, type Statement } from "../host/databases.ts";
import type { Clock, Files } from "../host/host.ts";
import { VERSION } from "../version.ts";
import { historyError, type HistoryUse } from "./history_errors.ts";
import { ownHistory } from "./history_path.ts";
import { migrate, versionOf } from "./migrate.ts";
import { APPLICATION_ID, STEPS } from "./schema.ts";

/** The parts of the host that the history needs. */
export type HistoryHost = Databases & Clock & Pick<Files, "dataFolder">;

/** An open history. */
export interface History extends Disposable {
  /** The file. */
  readonly path: string;
  /** The database; another one after {@linkcode History.renew}. */
  readonly database: Database;
  /** The new name of a damaged database that this one took the place of; null if there was none. */
  readonly setAside: string | null;
  /** Prepares a statement once, and returns it each time. */
  statement(sql: string): Statement;
  /**
   * Opens the file anew.
   *
   * @param suspicion what was found: a database that is damaged is set aside and a new one begun; the
   * one that is said to be damaged is, whatever SQLite finds.
   */
  renew(suspicion?: "maybeDamaged" | "damaged"): Promise<void>;
}

/** How to open a history. */
export interface HistoryOptions {
  /** Only to read. @default false: it is made where it is missing */
  readonly readOnly?: boolean;
  /** Milliseconds to wait for another writer. @default 10000 */
  readonly timeoutMilliseconds?: number;
}

/**
 * Opens a history. To write, one that is missing is made, and one that is damaged is set aside under
 * another name and a new one begun: nothing is overwritten.
 *
 * @throws {CaptureError} if it cannot be used: it says why and what to do.
 */
export async function openHistory(
  host: HistoryHost,
  path: string,
  options: HistoryOptions = {},
): Promise<History> {
  const history = new OpenHistory(host, path, options);
  await history.renew();
  return history;
}

class OpenHistory implements History {
  readonly path: string;
  setAside: string | null = null;
  readonly #host: HistoryHost;
  readonly #options: HistoryOptions;
  #database: Database | null = null;
  readonly #statements = new Map<string, Statement>();

  constructor(host: HistoryHost, path: string, options: HistoryOptions) {
    this.#host = host;
    this.path = path;
    this.#options = options;
  }

  get database(): Database {
    if (this.#database === null) throw new DatabaseError("other", `${this.path} is closed`);
    return this.#database;
  }

  statement(sql: string): Statement {
    let prepared = this.#statements.get(sql);
    if (prepared === undefined) {
      this.#statements.set(sql, prepared = this.database.prepare(sql));
    }
    return prepared;
  }

  async renew(suspicion?: "maybeDamaged" | "damaged"): Promise<void> {
    const isGone = this.#database?.isMoved() ?? false; // and with it what is damaged
    this[Symbol.dispose]();
    try {
      if (suspicion === "damaged" && !isGone) this.#moveAside();
      const isWhole = await this.#openWhole(suspicion);
      // Once more: another netwho may have set it aside, and begun anew, at the same moment.
      if (!isWhole && !(await this.#openWhole("maybeDamaged"))) {
        this.#moveAside();
        this.#database = await this.#open();
      }
    } catch (error) {
      this[Symbol.dispose]();
      throw historyError(error, this.path, this.#options.readOnly ? "read" : "write");
    }
  }

  /** Opens it; returns false where it is damaged, which is an error only where it is to be read. */
  async #openWhole(suspicion?: "maybeDamaged" | "damaged"): Promise<boolean> {
    try {
      this.#database = await this.#open();
      if (suspicion === "maybeDamaged") checkWhole(this.#database);
      return true;
    } catch (error) {
      const isDamaged = error instanceof DatabaseError && error.kind === "damaged";
      if (!isDamaged) throw error;
      this[Symbol.dispose]();
      if (this.#options.readOnly !== true) return false;
      this.#checkMark("read");
      throw error;
    }
  }

  async #open(): Promise<Database> {
    const isReadOnly = this.#options.readOnly === true;
    const makeFolder = this.path === ownHistory(this.#host);
    if (!isReadOnly) await this.#lookFirst();
    const database = await this.#host.openDatabase(this.path, { ...this.#options, makeFolder });
    try {
      if (isReadOnly) checkOurs(database, this.path);
      else await this.#prepareToWrite(database);
      checkVersion(database, this.path);
      return database;
    } catch (error) {
      closeQuietly(database);
      throw error;
    }
  }

  /** A database that is another program's, or of a later version, is not opened to write at all. */
  async #lookFirst(): Promise<void> {
    if ((this.#host.databaseFile(this.path)?.size ?? 0) === 0) return;
    try {
      using database = await this.#host.openDatabase(this.path, { readOnly: true });
      checkOurs(database, this.path);
      if (versionOf(database) > STEPS.length) checkVersion(database, this.path);
    } catch (error) {
      const isRefused = error instanceof DatabaseError && error.kind !== "damaged";
      if (!isRefused) throw error; // otherwise opening it to write says why
    }
  }

  async #prepareToWrite(database: Database): Promise<void> {
    checkOurs(database, this.path); // the first look can have been refused
    // Has an effect only before there are tables: see trimHistory.
    database.execute("PRAGMA auto_vacuum = INCREMENTAL; PRAGMA synchronous = FULL");
    if (!migrate(database, STEPS)) return;
    database.execute(`PRAGMA journal_size_limit = ${LOG_BYTES}`);
    for (let turn = 1;; turn++) {
      try {
        const mode = database.prepare("PRAGMA journal_mode = WAL").get()?.journal_mode;
        if (mode === "wal") return;
        throw new DatabaseError("other", `SQLite can keep no log of changes there, only ${mode}`);
      } catch (error) {
        // SQLite does not wait by itself where two processes open a new database at the same time.
        const isBusy = error instanceof DatabaseError && error.kind === "busy";
        if (!isBusy || turn === TURNS) throw error;
        await this.#host.sleep(PAUSE);
      }
    }
  }

  /** A path that was mistyped may be anything: only a damaged file that is ours is called a history. */
  #checkMark(use: HistoryUse): void {
    const file = this.#host.databaseFile(this.path);
    if (file === null || this.path === ownHistory(this.#host) || isMarked(file.header())) return;
    throw new CaptureError(`Cannot ${use} the history ${this.path}: it is no history of netwho`, {
      hint: "Give another file with --db" + (use === "read" ? "" : ", or move this one elsewhere"),
    });
  }

  #moveAside(): void {
    if (this.#host.databaseFile(this.path) === null) return;
    this.#checkMark("write");
    const time = new Date(this.#host.now()).toISOString().slice(0, 19).replaceAll(":", "-");
    const base = this.path.slice(this.path.search(/[^/\\]*$/));
    const name = `${base}.damaged-${time}Z`;
    try {
      this.#host.renameDatabase(this.path, name);
    } catch (error) {
      if (!(error instanceof DatabaseError)) throw error;
      const { message } = historyError(error, this.path, "write") as CaptureError;
      throw new CaptureError(message.replace(/^Cannot write the/, "Cannot set aside the damaged"), {
        hint: "End other programs that use it (Windows renames no open file), or move it yourself",
        cause: error,
      });
    }
    this.setAside = `${this.path.slice(0, this.path.length - base.length)}${name}`;
  }

  [Symbol.dispose](): void {
    this.#statements.clear();
    if (this.#database !== null) closeQuietly(this.#database);
    this.#database = null;
  }
}

/** A database that is damaged or was removed can refuse even that. */
function closeQuietly(database: Database): void {
  try {
    database.close();
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
  }
}

const APPLICATION_ID_OFFSET = 68;

/** Whether the header of a database has our mark, even if the rest of it is damaged. */
function isMarked(header: Uint8Array): boolean {
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  return header.length >= APPLICATION_ID_OFFSET + 4 &&
    view.getUint32(APPLICATION_ID_OFFSET) === APPLICATION_ID;
}

/** An empty database becomes ours; one that another program made is left alone. */
function checkOurs(database: Database, path: string): void {
  const { owner, version, tables } = database.prepare(OWNER).get()!;
  if (owner === APPLICATION_ID || (tables === 0 && version === 0)) return;
  throw new CaptureError(`Cannot use ${path} as the history: another program's database is in it`, {
    hint: "Give another file with --db",
  });
}

/** One statement sees one state: another netwho may begin the history at this moment. */
const OWNER = `
SELECT count(*) AS tables, (SELECT application_id FROM pragma_application_id) AS owner,
  (SELECT user_version FROM pragma_user_version) AS version FROM sqlite_schema`;

function checkVersion(database: Database, path: string): void {
  const version = versionOf(database);
  if (version === STEPS.length) return;
  if (version === 0) {
    throw new CaptureError(`Cannot read the history ${path}: there is nothing in it yet`, {
      hint: "Add to it with netwho log",
    });
  }
  const known = `netwho ${VERSION} knows versions up to ${STEPS.length}`;
  throw version > STEPS.length
    ? new CaptureError(
      `Cannot use the history ${path}: it is of version ${version}, and ${known}`,
      {
        hint: "Use the newer netwho that wrote it, or give another file with --db",
      },
    )
    : new CaptureError(`Cannot read the history ${path}: it is of the older version ${version}`, {
      hint: "netwho log brings it up to date",
    });
}

/** The most bytes that the log of changes keeps when nothing is in it. */
const LOG_BYTES = 4_000_000;

/** How often, and after how many milliseconds, to try again. */
const [TURNS, PAUSE] = [100, 50];

/** Looks at the whole of a database, which takes a second or two for one of a year. */
function checkWhole(database: Database): void {
  const found = database.prepare("PRAGMA integrity_check(1)").get()?.integrity_check;
  if (found !== "ok") throw new DatabaseError("damaged", String(found));
  const [lost] = database.prepare("PRAGMA foreign_key_check").all();
  if (lost !== undefined) throw new DatabaseError("damaged", `${lost.table} lacks ${lost.parent}`);
}
