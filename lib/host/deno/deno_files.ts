/**
 * Reading files and folders.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import type { Abortable, Files, Link } from "../host.ts";
import { attempt, guarded, refusalOf, toHostError } from "../refusals.ts";
import { sizeInWords } from "../../text/size_in_words.ts";
import { appendLines } from "./append_lines.ts";
import { followLinks } from "./descriptors.ts";
import { isNull, refuseToReadDevice } from "./device_refusals.ts";
import { statOf } from "./file_basics.ts";
import { currentFolder, makeFolder, removeFile } from "./user_folders.ts";
import { createFile } from "./write_file.ts";

/** The files of this machine, without the cache. */
export function denoFiles(): Omit<
  Files,
  "cacheFolder" | "dataFolder" | "configFolder" | "readCache" | "appendCache" | "rewriteCache"
> {
  return {
    readFile,
    readFileInBackground,
    readPart: (path, part) => part(readFile(path)),
    listDirectory,
    readLinks,
    readLink,
    fileIdentity,
    open: openFile,
    pathKind,
    realPath,
    currentFolder,
    makeFolder,
    removeFile,
    createFile,
    appendLines,
  };
}

/** As much as a tool may print: the largest file of a recording. */
const LARGEST_FILE = 2 ** 30;

/** Files of `/proc`, whose size reads 0, are read to their end too. */
function readFile(path: string): Uint8Array {
  const what = `Cannot read ${path}`;
  refuseToReadDevice(path, what);
  const size = statOf(path)?.size ?? 0;
  if (size > LARGEST_FILE) {
    throw refusalOf(what, `it is larger than ${sizeInWords(LARGEST_FILE)}`);
  }
  return guarded(what, () => Deno.readFileSync(path));
}

async function readFileInBackground(path: string): Promise<Uint8Array> {
  const what = `Cannot read ${path}`;
  refuseToReadDevice(path, what);
  try {
    return await Deno.readFile(path);
  } catch (thrown) {
    throw toHostError(thrown, what);
  }
}

function listDirectory(path: string): string[] {
  return Array.from(entriesOf(path), ({ name }) => name);
}

function entriesOf(path: string): Iterable<Deno.DirEntry> {
  return guarded(`Cannot list ${path}`, () => Deno.readDirSync(path));
}

function readLinks(path: string): Iterable<Link> {
  return linksAmong(entriesOf(path), path);
}

/** A link that vanishes meanwhile is left out. Where one is refused, so are all others of its folder. */
function* linksAmong(entries: Iterable<Deno.DirEntry>, folder: string): Generator<Link> {
  for (const { name, isSymlink } of entries) {
    if (!isSymlink) continue;
    let target: string | null = null;
    try {
      target = Deno.readLinkSync(`${folder}/${name}`);
    } catch (thrown) {
      if (toHostError(thrown, folder).kind !== "permissionDenied") continue;
    }
    yield [name, target];
    if (target === null) return;
  }
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
  if (isNull(path)) return "other";
  const { value, refusal } = attempt(() => guarded(path, () => Deno.statSync(path)));
  if (value?.isDirectory) return "directory";
  if (value?.isFile === false || refusal?.kind === "linkLoop") return "other";
  if (followLinks(path).descriptor !== null) return "other";
  return refusal?.kind === "notFound" ? "missing" : "file";
}

function realPath(path: string): string {
  return attempt(() => guarded(path, () => Deno.realPathSync(path))).value ?? path;
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
  if (path !== "-") refuseToReadDevice(path, what);
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
