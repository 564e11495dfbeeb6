/**
 * The files of databases.
 *
 * @module
 */
import { DatabaseError, type DatabaseErrorKind, type DatabaseFile } from "../databases.ts";
import { folderOf, separatorOf, siblingOf } from "../file_paths.ts";
import type { HostErrorKind } from "../host.ts";
import { toHostError } from "../refusals.ts";
import { deviceAt } from "./device_refusals.ts";
import { PRIVATE_FILE, PRIVATE_FOLDER, statOf } from "./file_basics.ts";
import { openOrMake, refusePlantedLink } from "./planted_links.ts";

/** A path that SQLite takes for that of a file. */
export function plainPath(path: string): string {
  return /^(?:file:|:memory:|$)/i.test(path) ? `./${path}` : path;
}

/** Makes the folder of a database, for this user alone. */
export function makeDatabaseFolder(path: string): void {
  const folder = folderOf(path);
  try {
    Deno.mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (thrown) {
    throw refusal(thrown, folder);
  }
}

/**
 * Makes a file that is missing, so that nobody else can read it. SQLite says little of a refusal.
 *
 * On Linux a file that is there is not opened: closing it would end the locks that SQLite holds for
 * this process.
 */
export function checkFile(path: string, { readOnly }: { readonly readOnly: boolean }): void {
  if (deviceAt(path) !== null) throw new DatabaseError("noFile", `${path} is a device`);
  try {
    if (!readOnly) refusePlantedLink(path, path);
    const found = readOnly ? Deno.statSync(path) : statOf(path);
    const isNamed = separatorOf(path) < path.length - 1; // a folder to be is no file either
    if (found === null && isNamed) {
      // Not only a new one: the path can be a link to a file that is still missing.
      openOrMake(path, { write: true, mode: PRIVATE_FILE, what: path }).close();
    } else if (!found?.isFile) throw new DatabaseError("noFile", `${path} is no file`);
    else if (found.size > 0 && found.size < LEAST_BYTES) {
      throw new DatabaseError("damaged", `${path}: file is not a database`);
    } else if (Deno.build.os === "windows") {
      Deno.openSync(path, { read: true, write: !readOnly }).close();
    }
  } catch (thrown) {
    if (thrown instanceof DatabaseError) throw thrown;
    const error = refusal(thrown, path);
    if (error.kind !== "notFound" || readOnly) throw error;
    throw new DatabaseError("noFolder", error.message, { cause: thrown });
  }
}

/** The least size of a page. SQLite takes a file of one byte for an empty database. */
const LEAST_BYTES = 512;

function refusal(thrown: unknown, path: string): DatabaseError {
  const { kind, message } = toHostError(thrown, path);
  return new DatabaseError(KIND_OF_REFUSAL[kind] ?? "other", message, { cause: thrown });
}

const KIND_OF_REFUSAL: Readonly<Partial<Record<HostErrorKind, DatabaseErrorKind>>> = {
  notFound: "notFound",
  permissionDenied: "permissionDenied",
  readOnly: "permissionDenied",
  busy: "busy",
  noSpace: "noSpace",
};

/** The files that SQLite keeps beside a database: the log of changes, and an index of the log. */
const BESIDE = ["-wal", "-shm", "-journal"];

/** See {@linkcode Databases}. */
export function databaseFile(given: string): DatabaseFile | null {
  const path = plainPath(given);
  const found = statOf(path);
  if (found === null) return null;
  const sizes = BESIDE.map((suffix) => statOf(`${path}${suffix}`)?.size ?? 0);
  return {
    size: sizes.reduce((sum, size) => sum + size, found.size),
    header: () => headerOf(path),
  };
}

function headerOf(path: string): Uint8Array {
  try {
    using file = Deno.openSync(path);
    const header = new Uint8Array(100);
    return header.subarray(0, file.readSync(header) ?? 0);
  } catch {
    return new Uint8Array();
  }
}

/** See {@linkcode Databases}. The log goes first: SQLite would throw away a log without its database. */
export function renameDatabase(given: string, name: string): void {
  const path = plainPath(given);
  try {
    // SQLite keeps its files where a link leads to.
    const from = Deno.realPathSync(path);
    const to = siblingOf(from, name);
    if (["", ...BESIDE].some((suffix) => statOf(`${to}${suffix}`) !== null)) {
      throw new DatabaseError("other", `${to} exists already`);
    }
    for (const suffix of [...BESIDE, ""]) {
      if (statOf(`${from}${suffix}`) !== null) {
        Deno.renameSync(`${from}${suffix}`, `${to}${suffix}`);
      }
    }
  } catch (thrown) {
    throw thrown instanceof DatabaseError ? thrown : refusal(thrown, path);
  }
}
