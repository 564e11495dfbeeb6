/**
 * What reading and writing files share.
 *
 * @module
 */

/** Writes all bytes to a file or a stream. */
export function writeWhole(file: Pick<Deno.FsFile, "writeSync">, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** The mode of a file that only its owner may read. */
export const PRIVATE_FILE = 0o600;

/** The same of a folder. */
export const PRIVATE_FOLDER = 0o700;

const LINE_FEED = 0x0a;

/** Whether the last line of a file of this size has its end; an empty file has no line without. */
export function endsInLine(file: Deno.FsFile, size: number): boolean {
  if (size === 0) return true;
  file.seekSync(size - 1, Deno.SeekMode.Start);
  const last = new Uint8Array(1);
  return file.readSync(last) !== 1 || last[0] === LINE_FEED;
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

/** A part of a name that nobody can foresee. */
export function randomName(): string {
  return crypto.randomUUID().slice(0, 8);
}
