/**
 * Reading files and folders.
 *
 * @module
 */
import { guarded, toHostError } from "./deno_error.ts";
import type { Link, PathKind } from "../host.ts";

const CHUNK_BYTES = 128 * 1024;

/** Chunks of a file that are read without listening for Ctrl+C. */
const CHUNKS_UNHEARD = 32;

/** The whole of a small file. Files of `/proc`, whose size reads 0, are read to their end too. */
export function readFile(path: string): Uint8Array {
  return guarded(`Cannot read ${path}`, () => Deno.readFileSync(path));
}

/** The names in a directory, unsorted. */
export function listDirectory(path: string): string[] {
  return guarded(
    `Cannot list ${path}`,
    () => Array.from(Deno.readDirSync(path), ({ name }) => name),
  );
}

/** The symbolic links in a directory; one that vanishes or is refused meanwhile is left out. */
export function readLinks(path: string): Link[] {
  const links: Link[] = [];
  for (const name of linkNames(path)) {
    try {
      links.push([name, Deno.readLinkSync(`${path}/${name}`)]);
    } catch {
      continue;
    }
  }
  return links;
}

/** Where one symbolic link points to. */
export function readLink(path: string): string {
  return guarded(`Cannot read the link ${path}`, () => Deno.readLinkSync(path));
}

/**
 * A file, or standard input for `-`, in chunks. A chunk holds until the next one is asked for: they
 * share their memory. The file is closed when the reader stops, however it stops.
 */
export async function* openFile(path: string): AsyncGenerator<Uint8Array> {
  const what = path === "-" ? "Cannot read standard input" : `Cannot read ${path}`;
  // A regular file answers at once; waiting for another thread to read it would only take longer.
  const isReady = path !== "-" && isFile(path);
  const file = path === "-" ? Deno.stdin : await opened(path, { isReady, what });
  const buffer = new Uint8Array(CHUNK_BYTES);
  try {
    for (let turn = 1;; turn++) {
      // Now and then another thread all the same: only then is Ctrl+C heard.
      const atOnce = isReady && turn % CHUNKS_UNHEARD !== 0;
      const count = atOnce ? file.readSync(buffer) : await file.read(buffer);
      if (count === null) return;
      yield buffer.subarray(0, count);
    }
  } catch (thrown) {
    throw toHostError(thrown, what);
  } finally {
    if (path !== "-") file.close();
  }
}

/**
 * A named pipe opens only when its other end does: the program must hear Ctrl+C meanwhile. (With Deno
 * 2.7 it does not: there opening holds up everything else.)
 */
async function opened(
  path: string,
  { isReady, what }: { isReady: boolean; what: string },
): Promise<Deno.FsFile> {
  try {
    return isReady ? Deno.openSync(path) : await Deno.open(path);
  } catch (thrown) {
    throw toHostError(thrown, what);
  }
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** What a path names; what may not be looked at counts as a file, so that opening it says why. */
export function pathKind(path: string): PathKind {
  if (path === "-") return "file";
  try {
    return Deno.statSync(path).isDirectory ? "directory" : "file";
  } catch (thrown) {
    return toHostError(thrown, path).kind === "notFound" ? "missing" : "file";
  }
}

function linkNames(path: string): string[] {
  return guarded(
    `Cannot list ${path}`,
    () =>
      Array.from(Deno.readDirSync(path)).flatMap((entry) => entry.isSymlink ? [entry.name] : []),
  );
}
