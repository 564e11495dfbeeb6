/**
 * Log files, to which several processes may append at the same time.
 *
 * @module
 */
import { folderOf } from "../file_paths.ts";
import type { Logs } from "../logs.ts";
import { guarded, toHostError } from "../refusals.ts";
import { refuseDeviceName } from "./device_refusals.ts";
import { PRIVATE_FILE, statOf, writeWhole } from "./file_basics.ts";
import { openOrMake } from "./planted_links.ts";
import { makeFolder } from "./user_folders.ts";

/** The logs of this machine. */
export function denoLogs(): Logs {
  return { appendLog, rotateLog, readLogEnd, lockFile };
}

/** The file is not kept open: Windows renames no open file. */
function appendLog(path: string, bytes: Uint8Array): number {
  return guarded(`Cannot write ${path}`, () => {
    using file = openWithFolder(path, { append: true });
    writeWhole(file, bytes);
    return file.statSync().size;
  });
}

function rotateLog(path: string, kept: number): void {
  guarded(`Cannot rename ${path}`, () => {
    for (let number = kept; number > 0; number--) {
      const from = number === 1 ? path : `${path}.${number - 1}`;
      if (statOf(from) !== null) Deno.renameSync(from, `${path}.${number}`);
    }
  });
}

function readLogEnd(path: string, bytes: number): Uint8Array | null {
  try {
    using file = Deno.openSync(path);
    const { size } = file.statSync();
    file.seekSync(Math.max(0, size - bytes), Deno.SeekMode.Start);
    const buffer = new Uint8Array(bytes);
    let length = 0;
    for (;;) {
      const count = file.readSync(buffer.subarray(length));
      if (!count) return buffer.subarray(0, length); // a full buffer reads 0 bytes
      length += count;
    }
  } catch (thrown) {
    const error = toHostError(thrown, `Cannot read ${path}`);
    if (error.kind === "notFound") return null;
    throw error;
  }
}

function lockFile(path: string): Disposable | null {
  return guarded(`Cannot lock ${path}`, () => {
    const file = openWithFolder(path, { write: true });
    try {
      if (file.tryLockSync(true)) return file;
    } catch (thrown) {
      file.close();
      throw thrown;
    }
    file.close();
    return null;
  });
}

/** Opens a file, which is made with its folder where they are missing. */
function openWithFolder(path: string, options: Deno.OpenOptions): Deno.FsFile {
  refuseDeviceName(path, `Cannot write ${path}`);
  const open = () =>
    openOrMake(path, { ...options, mode: PRIVATE_FILE, what: `Cannot write ${path}` });
  try {
    return open();
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotFound)) throw thrown;
    makeFolder(folderOf(path));
    return open();
  }
}
