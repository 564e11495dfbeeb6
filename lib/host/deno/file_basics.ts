/**
 * What reading and writing files share.
 *
 * @module
 */

/** Writes all bytes to a file. */
export function writeWhole(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
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
