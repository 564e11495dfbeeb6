/**
 * Cache files, to which several processes append, and which they rewrite, at the same time.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { guarded, toHostError } from "../refusals.ts";
import { separatorOf } from "./descriptors.ts";
import {
  endsInLine,
  orElse,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  statOf,
  writeWhole,
} from "./file_basics.ts";

/** The cache folder of a system, by its environment variables; null where these do not name one. */
export function cacheFolder(os: "windows" | "linux", env: Environment): string | null {
  if (os === "linux") {
    return folderIn(env("XDG_CACHE_HOME"), "") ?? folderIn(env("HOME"), "/.cache");
  }
  const own = windowsFolder(env("LOCALAPPDATA"));
  return own === null ? null : `${own}\\cache`;
}

/** The data folder of a system, by its environment variables; null where these do not name one. */
export function dataFolder(os: "windows" | "linux", env: Environment): string | null {
  return os === "linux"
    ? folderIn(env("XDG_DATA_HOME"), "") ?? folderIn(env("HOME"), "/.local/share")
    : windowsFolder(env("LOCALAPPDATA"));
}

function folderIn(base: string | undefined, below: string): string | null {
  return base?.startsWith("/") ? `${base.replace(/\/+$/, "")}${below}/netwho` : null;
}

function windowsFolder(local = ""): string | null {
  return /^[A-Za-z]:\\/.test(local) ? `${local.replace(/\\+$/, "")}\\netwho` : null;
}

/** Returns an environment variable. */
type Environment = (name: string) => string | undefined;

/** The whole of a file; null where it does not exist. */
export function readCache(path: string): Uint8Array | null {
  try {
    return Deno.readFileSync(path);
  } catch (thrown) {
    const error = toHostError(thrown, `Cannot read ${path}`);
    if (error.kind === "notFound") return null;
    throw error;
  }
}

/** Appends lines. They begin on a new line even where a writer died in the middle of the last one. */
export function appendCache(path: string, bytes: Uint8Array): void {
  locked(path, () => {
    appendWhole(path, isCut(path) ? concat([LINE_END, bytes]) : bytes);
  });
}

/** Replaces the content with what `change` makes of it, whole or not at all. */
export function rewriteCache(path: string, change: (bytes: Uint8Array) => Uint8Array): void {
  locked(path, () => {
    const bytes = change(readCache(path) ?? new Uint8Array());
    // One name for all: only the holder of the lock writes it, over what a killed one left behind.
    const temporary = `${path}.tmp`;
    const remove = () => statOf(temporary) && Deno.removeSync(temporary);
    orElse(remove, () => {
      writeSynced(temporary, bytes);
      Deno.renameSync(temporary, path);
    });
  });
}

const LINE_END = new Uint8Array([0x0a]);

/** The lock is a separate file, since the one that it guards is replaced. */
function locked(path: string, action: () => void): void {
  guarded(`Cannot write ${path}`, () => {
    using lock = openLock(`${path}.lock`); // the end of the process releases it too
    lock.lockSync(true);
    action();
  });
}

function openLock(path: string): Deno.FsFile {
  const open = () => Deno.openSync(path, { write: true, create: true, mode: PRIVATE_FILE });
  try {
    return open();
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
    // The names that were looked up show who this user talks to.
    Deno.mkdirSync(folderOf(path), { recursive: true, mode: PRIVATE_FOLDER });
    return open();
  }
}

function folderOf(path: string): string {
  const end = separatorOf(path);
  return end > 0 ? path.slice(0, end) : ".";
}

/** Appends bytes in one go; where that fails, the file is as it was. */
function appendWhole(path: string, bytes: Uint8Array): void {
  const before = statOf(path);
  using file = Deno.openSync(path, { append: true, create: true, mode: PRIVATE_FILE });
  orElse(() => {
    if (before) Deno.truncateSync(path, before.size);
    else Deno.removeSync(path);
  }, () => writeWhole(file, bytes));
}

/** Whether the last line lacks its end. */
function isCut(path: string): boolean {
  const size = statOf(path)?.size ?? 0;
  if (size === 0) return false;
  using file = Deno.openSync(path);
  return !endsInLine(file, size);
}

function writeSynced(path: string, bytes: Uint8Array): void {
  const options = { write: true, create: true, truncate: true, mode: PRIVATE_FILE };
  using file = Deno.openSync(path, options);
  writeWhole(file, bytes);
  file.syncSync(); // otherwise a crash can leave an empty file under the new name
}
