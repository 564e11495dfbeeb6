/**
 * Putting a finished file in the place of an old one, of which everything but the content stays.
 *
 * @module
 */
import { folderOf } from "../file_paths.ts";
import { refusalOf } from "../refusals.ts";
import { replaceFile } from "../windows/replace_file.ts";
import { hasAttributes } from "./descriptors.ts";
import { isElevated } from "./elevation.ts";
import { orElse, statOf, writeWhole } from "./file_basics.ts";
import { openExisting } from "./planted_links.ts";

/**
 * Replaces the old file if that changes nothing but the content. A file that has several names, or
 * whose owner or attributes a new file would not have, is overwritten, and so is one that nothing can
 * be put in the place of, such as a file that is mounted by itself.
 */
export function putInPlace(
  { temporary, target, what }: { temporary: string; target: string; what: string },
): void {
  const old = statOf(target);
  if (old === null) return Deno.renameSync(temporary, target);
  if (old.isDirectory) throw refusalOf(what, "it is a folder");
  if (hasOneName(old) && replace(temporary, { target, old })) return;
  overwrite(target, { temporary, what });
}

function hasOneName({ nlink }: Deno.FileInfo): boolean {
  return (nlink ?? 1) <= 1;
}

function replace(
  temporary: string,
  { target, old }: { target: string; old: Deno.FileInfo },
): boolean {
  try {
    if (Deno.build.os === "windows") {
      return replaceFile({ from: temporary, to: target }, {
        exists: (path: string) => statOf(path) !== null,
        rename: Deno.renameSync,
        realPath: Deno.realPathSync,
      });
    }
    if (hasAttributes(target) || !takesOver(temporary, old)) return false;
    Deno.renameSync(temporary, target);
    return true;
  } catch {
    return false; // overwriting it fails too if it may not be written at all
  }
}

/** Gives the temporary file the owner and the mode of the old one, if that is allowed. */
function takesOver(temporary: string, { uid, gid, mode }: Deno.FileInfo): boolean {
  const own = Deno.statSync(temporary);
  const isSame = own.uid === uid && own.gid === gid;
  // Where others may exchange the file for a link, root would give them what that leads to.
  if (isElevated() && !isRootsOwn(folderOf(temporary))) {
    return isSame && own.mode === mode;
  }
  try {
    if (!isSame) Deno.chownSync(temporary, uid, gid);
    if (mode !== null) Deno.chmodSync(temporary, mode & 0o7777);
    return true;
  } catch {
    return false;
  }
}

/** Whether only root can exchange the files in a folder. */
function isRootsOwn(folder: string): boolean {
  const { uid, mode } = Deno.statSync(folder);
  return uid === 0 && ((mode ?? 0) & 0o022) === 0;
}

/**
 * Writes the content over the old one. What is longer than the old comes first: where the disk is
 * full, the old content is still whole.
 */
function overwrite(target: string, { temporary, what }: { temporary: string; what: string }): void {
  using content = Deno.openSync(temporary);
  using file = openExisting(target, { write: true, what });
  const { size } = content.statSync();
  const shared = Math.min(size, file.statSync().size);
  if (size > shared) {
    orElse(
      () => file.truncateSync(shared),
      () => copyRange(content, file, { from: shared, to: size }),
    );
  }
  copyRange(content, file, { from: 0, to: shared });
  file.truncateSync(size);
}

const COPIED_BYTES = 1 << 20;

function copyRange(
  source: Deno.FsFile,
  target: Deno.FsFile,
  { from, to }: { from: number; to: number },
): void {
  source.seekSync(from, Deno.SeekMode.Start);
  target.seekSync(from, Deno.SeekMode.Start);
  const buffer = new Uint8Array(COPIED_BYTES);
  for (let at = from; at < to;) {
    const count = source.readSync(buffer.subarray(0, to - at));
    if (count === null) break;
    writeWhole(target, buffer.subarray(0, count));
    at += count;
  }
}
