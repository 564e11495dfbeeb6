/**
 * Reading files and folders, and writing files that appear whole or not at all.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import { concat } from "@std/bytes/concat";
import { type Abortable, type Files, type FileWriter, HostError, type Link } from "../host.ts";
import { attempt, guarded, toHostError } from "../refusals.ts";
import { undoAtExit } from "./interruption.ts";

/** The files of this machine, without the cache. */
export function denoFiles(): Omit<
  Files,
  "cacheFolder" | "readCache" | "appendCache" | "rewriteCache"
> {
  return {
    readFile,
    readFileInBackground,
    listDirectory,
    readLinks,
    readLink,
    fileIdentity,
    open: openFile,
    pathKind,
    createFile,
  };
}

/** Files of `/proc`, whose size reads 0, are read to their end too. */
function readFile(path: string): Uint8Array {
  return guarded(`Cannot read ${path}`, () => Deno.readFileSync(path));
}

async function readFileInBackground(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (thrown) {
    throw toHostError(thrown, `Cannot read ${path}`);
  }
}

function listDirectory(path: string): string[] {
  return entriesOf(path).map(({ name }) => name);
}

function entriesOf(path: string): Deno.DirEntry[] {
  return guarded(`Cannot list ${path}`, () => [...Deno.readDirSync(path)]);
}

/** A link that vanishes or is refused meanwhile is left out. */
function readLinks(path: string): Link[] {
  return entriesOf(path).flatMap(({ name, isSymlink }): Link[] => {
    if (!isSymlink) return [];
    try {
      return [[name, Deno.readLinkSync(`${path}/${name}`)]];
    } catch {
      return [];
    }
  });
}

function readLink(path: string): string {
  return guarded(`Cannot read the link ${path}`, () => Deno.readLinkSync(path));
}

async function fileIdentity(path: string): Promise<string | null> {
  try {
    const { dev, ino } = await Deno.stat(path);
    return `${dev} ${ino}`;
  } catch (thrown) {
    return toHostError(thrown, path).kind === "notFound" ? "missing" : null;
  }
}

/** The kind of a path; one that may not be looked at counts as a file, so that opening it says why. */
export function pathKind(path: string): ReturnType<Files["pathKind"]> {
  if (path === "-") return "file";
  const { value, refusal } = attempt(() => guarded(path, () => Deno.statSync(path)));
  if (refusal !== null) return refusal.kind === "notFound" ? "missing" : "file";
  return value.isDirectory ? "directory" : "file";
}

const CHUNK_BYTES = 64 * 1024;

/** Chunks of a file that are read before an interruption is heard. */
const CHUNKS_UNHEARD = 32;

/**
 * A file, or standard input for `-`, in chunks. A chunk holds until the next one is asked for: they
 * share their memory. The file is closed when the reader stops, however it stops.
 */
async function* openFile(
  path: string,
  { signal }: Abortable = {},
): AsyncGenerator<Uint8Array> {
  signal?.throwIfAborted();
  const what = path === "-" ? "Cannot read standard input" : `Cannot read ${path}`;
  const unlessAborted = <Value>(value: Promise<Value>) =>
    signal === undefined ? value : abortable(value, signal);
  // A regular file answers at once; waiting for another thread to read it would only take longer.
  const isReady = path !== "-" && statOf(path)?.isFile === true;
  const buffer = new Uint8Array(CHUNK_BYTES);
  let file: Pick<Deno.FsFile, "read" | "readSync" | "close"> | undefined;
  try {
    // A named pipe opens only when its other end does: the program must hear an interruption
    // meanwhile. (With Deno 2.7 it does not: there opening blocks everything else.)
    if (path === "-") file = Deno.stdin;
    else file = isReady ? Deno.openSync(path) : await unlessAborted(Deno.open(path));
    for (let turn = 1;; turn++) {
      // Now and then an asynchronous read all the same: only then is an interruption heard.
      const atOnce = isReady && turn % CHUNKS_UNHEARD !== 0;
      const count = atOnce ? file.readSync(buffer) : await unlessAborted(file.read(buffer));
      if (count === null) return;
      yield buffer.subarray(0, count);
      signal?.throwIfAborted();
    }
  } catch (thrown) {
    signal?.throwIfAborted();
    throw toHostError(thrown, what);
  } finally {
    if (path !== "-") file?.close();
  }
}

/**
 * Starts a file. New content goes to a temporary file beside it, which `commit` renames over the
 * path; the end of the program removes it. Appended content stays in memory until `commit` adds it in
 * one go; where that fails, the file is cut back to its former size. A device (`/dev/null`, `NUL`) or
 * a named pipe is written directly.
 */
export function createFile(path: string, { append = false } = {}): FileWriter {
  if (isNul(path)) return { write: () => {}, commit: () => {}, discard: () => {} };
  if (isDevice(path)) return deviceWriter(path);
  return append ? appendWriter(path) : replaceWriter(path);
}

/** Deno opens NUL of Windows only with every permission. */
function isNul(path: string): boolean {
  return Deno.build.os === "windows" && /^nul$/i.test(path);
}

function isDevice(path: string): boolean {
  const stat = statOf(path);
  return stat !== null && !stat.isFile && !stat.isDirectory;
}

function replaceWriter(path: string): FileWriter {
  const what = `Cannot write ${path}`;
  const target = throughLink(path);
  if (statOf(target)?.isDirectory) throw new HostError("other", `${what}: it is a folder`);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  const file = guarded(what, () => Deno.openSync(temporary, { write: true, createNew: true }));
  const forget = undoAtExit(() => discard());
  let isDone = false;
  const discard = () => {
    if (isDone) return;
    file[Symbol.dispose]();
    isDone = true;
    forget();
    guarded(what, () => Deno.removeSync(temporary));
  };
  return {
    write: (bytes) => orElse(discard, () => guarded(what, () => writeWhole(file, bytes))),
    commit: () =>
      orElse(discard, () =>
        guarded(what, () => {
          file[Symbol.dispose](); // Windows renames no open file
          copyMode(target, temporary);
          Deno.renameSync(temporary, target);
          isDone = true;
          forget();
        })),
    discard,
  };
}

function appendWriter(path: string): FileWriter {
  const what = `Cannot append to ${path}`;
  let pieces: Uint8Array[] = [];
  return {
    write: (bytes) => void pieces.push(bytes.slice()),
    commit: () => guarded(what, () => appendWhole(path, concat(pieces))),
    discard: () => void (pieces = []),
  };
}

function deviceWriter(path: string): FileWriter {
  const what = `Cannot write ${path}`;
  const file = guarded(what, () => Deno.openSync(path, { write: true }));
  const close = () => file[Symbol.dispose](); // also a second time
  return {
    write: (bytes) => orElse(close, () => guarded(what, () => writeWhole(file, bytes))),
    commit: close,
    discard: close,
  };
}

/** Appends bytes in one go; where that fails, the file is as it was. */
export function appendWhole(
  path: string,
  bytes: Uint8Array,
  { mode }: { mode?: number } = {},
): void {
  const before = statOf(path);
  using file = Deno.openSync(path, { append: true, create: true, ...mode && { mode } });
  orElse(() => {
    if (before) Deno.truncateSync(path, before.size);
    else Deno.removeSync(path);
  }, () => writeWhole(file, bytes));
}

/** Writes all bytes to a file. */
export function writeWhole(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** A link's file is replaced, not the link. */
function throughLink(path: string): string {
  try {
    return Deno.lstatSync(path).isSymlink ? Deno.realPathSync(path) : path;
  } catch {
    return path;
  }
}

function copyMode(from: string, to: string): void {
  const mode = statOf(from)?.mode;
  if (Deno.build.os !== "windows" && mode) Deno.chmodSync(to, mode & 0o777);
}

/** Facts about a path from the system; null where it has none to tell. */
export function statOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}

/** Does something; undoes it where it fails. */
export function orElse(undo: () => void, action: () => void): void {
  try {
    action();
  } catch (thrown) {
    undo();
    throw thrown;
  }
}
