/**
 * Cache files, to which several processes append, and which they rewrite, at the same time.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { fileNameOf, folderOf, siblingOf } from "../file_paths.ts";
import { sizeInWords } from "../../text/size_in_words.ts";
import { guarded, refusalOf, toHostError } from "../refusals.ts";
import { isElevated } from "./elevation.ts";
import {
  endsInLine,
  orElse,
  PRIVATE_FILE,
  PRIVATE_FOLDER,
  randomName,
  statOf,
  writeWhole,
} from "./file_basics.ts";
import { openOrMake, refusePlantedLink } from "./planted_links.ts";

/** The cache folder of a system, by its environment variables; null where these do not name one. */
export function cacheFolder(os: "windows" | "linux", env: Environment): string | null {
  if (os === "linux") {
    return folderIn(env("XDG_CACHE_HOME"), "") ?? folderIn(env("HOME"), "/.cache");
  }
  const own = folderOnWindows(env("LOCALAPPDATA"));
  return own === null ? null : `${own}\\cache`;
}

/** The data folder of a system, by its environment variables; null where these do not name one. */
export function dataFolder(os: "windows" | "linux", env: Environment): string | null {
  return os === "linux"
    ? folderIn(env("XDG_DATA_HOME"), "") ?? folderIn(env("HOME"), "/.local/share")
    : folderOnWindows(env("LOCALAPPDATA"));
}

/** The config folder of a system, by its environment variables; null where these do not name one. */
export function configFolder(os: "windows" | "linux", env: Environment): string | null {
  return os === "linux"
    ? folderIn(env("XDG_CONFIG_HOME"), "") ?? folderIn(env("HOME"), "/.config")
    : folderOnWindows(env("APPDATA"));
}

/**
 * The cache folder, unless root would keep its files among those of somebody else, as with a `sudo` that
 * keeps HOME: they could not write there any more, and would decide which names root sees.
 */
export function ownCacheFolder(folder: string | null): string | null {
  if (folder === null || Deno.build.os !== "linux" || !isElevated()) return folder;
  for (let at = folder;; at = folderOf(at)) {
    const found = statOf(at);
    if (found !== null) return found.uid === 0 ? folder : null;
    if (folderOf(at) === at) return folder;
  }
}

function folderIn(base: string | undefined, below: string): string | null {
  return base?.startsWith("/") ? `${base.replace(/\/+$/, "")}${below}/netwho` : null;
}

function folderOnWindows(base = ""): string | null {
  return /^(?:[A-Za-z]:\\|\\\\[^\\]+\\[^\\])/.test(base)
    ? `${base.replace(/\\+$/, "")}\\netwho`
    : null;
}

/** Returns an environment variable. */
type Environment = (name: string) => string | undefined;

/** Files of netwho's own are compacted long before; a larger one would not fit into memory. */
const LARGEST_CACHE = 64_000_000;

/** The whole of a file; null where it does not exist. */
export function readCache(path: string): Uint8Array | null {
  const size = statOf(path)?.size ?? 0;
  if (size > LARGEST_CACHE) {
    const state = `it has ${sizeInWords(size)}, and is nothing that netwho wrote`;
    throw refusalOf(`Cannot read ${path}`, state);
  }
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
    removeRemains(path);
    const temporary = `${path}.${randomName()}.tmp`;
    const remove = () => statOf(temporary) && Deno.removeSync(temporary);
    orElse(remove, () => {
      writeSynced(temporary, bytes);
      Deno.renameSync(temporary, path);
    });
  });
}

/** Removes what killed rewrites left behind: only the holder of the lock has such a file. */
function removeRemains(path: string): void {
  const folder = folderOf(path);
  const name = fileNameOf(path);
  for (const entry of Deno.readDirSync(folder)) {
    const middle = entry.name.startsWith(name) ? entry.name.slice(name.length) : "";
    if (/^\.(?:[0-9a-f]{8}\.)?tmp$/.test(middle)) Deno.removeSync(siblingOf(path, entry.name));
  }
}

const LINE_END = new Uint8Array([0x0a]);

/** The lock is a separate file, since the one that it guards is replaced. */
function locked(path: string, action: () => void): void {
  const what = `Cannot write ${path}`;
  refusePlantedLink(path, what);
  guarded(what, () => {
    using _lock = openLocked(`${path}.lock`); // the end of the process releases it too
    action();
  });
}

function openLocked(path: string): Deno.FsFile {
  const lock = openLock(path);
  orElse(() => lock.close(), () => lock.lockSync(true));
  return lock;
}

function openLock(path: string): Deno.FsFile {
  const what = `Cannot write ${path}`;
  const open = () => openOrMake(path, { write: true, mode: PRIVATE_FILE, what });
  try {
    return open();
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
    // The names that were looked up show who this user talks to.
    Deno.mkdirSync(folderOf(path), { recursive: true, mode: PRIVATE_FOLDER });
    return open();
  }
}

/** Appends bytes in one go; where that fails, the file is as it was. */
function appendWhole(path: string, bytes: Uint8Array): void {
  const before = statOf(path);
  const what = `Cannot write ${path}`;
  using file = openOrMake(path, { append: true, mode: PRIVATE_FILE, what });
  orElse(() => {
    if (before) Deno.truncateSync(path, before.size);
    else Deno.removeSync(path);
  }, () => writeWhole(file, bytes));
}

/** Whether the last line lacks its end. */
function isCut(path: string): boolean {
  if (statOf(path) === null) return false;
  using file = Deno.openSync(path);
  return !endsInLine(file, file.statSync().size);
}

function writeSynced(path: string, bytes: Uint8Array): void {
  using file = Deno.openSync(path, { write: true, createNew: true, mode: PRIVATE_FILE });
  writeWhole(file, bytes);
  file.syncSync(); // otherwise a crash can leave an empty file under the new name
}
