/**
 * Appending to a file that other programs append to at the same time.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import type { HeldContent } from "../host.ts";
import { guarded, refusalOf } from "../refusals.ts";
import { refuseDeviceName } from "./device_refusals.ts";
import { endsInLine, orElse, statOf, writeWhole } from "./file_basics.ts";
import { openOrMake } from "./planted_links.ts";
import { whileWriting } from "./write_refusals.ts";

/** How long another program may have the file locked: an appending netwho is done in no time. */
const PATIENCE_MILLISECONDS = 10_000;
const PAUSE_MILLISECONDS = 10;
const LATER = "Close it in the other program, and try again";

/** What is looked at of the beginning of a file. */
const START_BYTES = 64 * 1024;

/**
 * Appends lines under a lock, in one go; where that fails, the file is as it was. The lines depend on
 * what the file holds by then, so that several programs that start a file write one header.
 */
export async function appendLines(
  path: string,
  lines: (held: HeldContent) => Uint8Array,
): Promise<void> {
  const what = `Cannot append to ${path}`;
  refuseDeviceName(path, what);
  const isNew = statOf(path) === null;
  using file = await openLocked(path, what); // closing it releases the lock
  const { size, held } = guarded(what, () => {
    const { size } = file.statSync();
    return { size, held: { start: startOf(file), endsInLine: endsInLine(file, size) } };
  });
  const bytes = lines(held);
  guarded(what, () =>
    orElse(() => {
      file.truncateSync(size);
      if (isNew && size === 0) Deno.removeSync(path);
    }, () => {
      file.seekSync(0, Deno.SeekMode.End);
      writeWhole(file, bytes);
    }));
}

async function openLocked(path: string, what: string): Promise<Deno.FsFile> {
  if (statOf(path)?.isDirectory) throw refusalOf(what, "it is a folder");
  // On Windows a file that is only appended to cannot be cut back.
  const write = Deno.build.os === "windows" ? { write: true } : { append: true };
  const open = () => openOrMake(path, { read: true, ...write, what });
  for (let waited = 0;; waited += PAUSE_MILLISECONDS) {
    const file = whileWriting({ path, what }, open);
    const isLate = waited > PATIENCE_MILLISECONDS;
    // Its name may belong to another file by now, if it was replaced.
    if (!isLockedByOthers(file)) {
      if (isLate || isAt(path, file)) return file;
    } else if (isLate) {
      file.close();
      throw refusalOf(what, "another program has locked it", { hint: LATER });
    }
    file.close();
    await delay(PAUSE_MILLISECONDS);
  }
}

/** Locks a file, if nobody else has. A file system without locks does not lock it. */
function isLockedByOthers(file: Deno.FsFile): boolean {
  try {
    return !file.tryLockSync(true);
  } catch {
    return false;
  }
}

function isAt(path: string, file: Deno.FsFile): boolean {
  // Windows replaces no open file, and does not always tell which one it is.
  if (Deno.build.os === "windows") return true;
  const [own, there] = [file.statSync(), statOf(path)];
  return there !== null && own.dev === there.dev && own.ino === there.ino;
}

function startOf(file: Deno.FsFile): Uint8Array {
  file.seekSync(0, Deno.SeekMode.Start);
  const buffer = new Uint8Array(START_BYTES);
  return buffer.subarray(0, file.readSync(buffer) ?? 0);
}
