/**
 * Writing files that appear whole or not at all (ADR 19).
 *
 * @module
 */
import { type FileWriter, HostError } from "../host.ts";
import { attempt, guarded } from "../refusals.ts";
import { deviceName, isNullDevice } from "../windows/device_names.ts";
import { descriptorWriter, streamWriter } from "./byte_streams.ts";
import { followLinks, hasAttributes, separatorOf } from "./descriptors.ts";
import { orElse, PRIVATE_FILE, statOf, writeWhole } from "./file_basics.ts";
import { hearInterruption, undoAtExit } from "./interruption.ts";

/**
 * Starts a file. Its content goes to a temporary file, which `commit` puts in its place; the end of
 * the program removes it. A pipe, a device (`/dev/null`, `NUL`) and an open file such as /dev/stdout
 * are written directly.
 */
export function createFile(path: string): FileWriter {
  const what = `Cannot write ${path}`;
  if (isNull(path)) return { write: () => {}, commit: () => {}, discard: () => {} };
  refuseDeviceName(path, what);
  const { path: target, descriptor } = followLinks(path);
  if (descriptor?.isOwn) return descriptorWriter(path, descriptor);
  const old = existing(path, what);
  if (old?.isDirectory || /\/$/.test(path)) throw new HostError("other", `${what}: it is a folder`);
  if (old !== null && (!old.isFile || descriptor !== null)) return streamWriter(path, old);
  // The system decides who may write: a file that is read-only must not be replaced either.
  if (old !== null) guarded(what, () => Deno.openSync(path, { write: true }).close());
  return fileWriter(target, { what, isNew: old === null });
}

/** Whether a path is NUL of Windows, which Deno opens only with every permission. */
export function isNull(path: string): boolean {
  return Deno.build.os === "windows" && isNullDevice(path);
}

/** @throws {HostError} if Windows takes the path for a device: what is written there is no file. */
export function refuseDeviceName(path: string, what: string): void {
  const device = Deno.build.os === "windows" ? deviceName(path) : null;
  if (device === null) return;
  throw new HostError("other", `${what}: on Windows ${device} is a device and no file`);
}

/** What is at a path; null for nothing. */
function existing(path: string, what: string): Deno.FileInfo | null {
  const { value, refusal } = attempt(() => guarded(what, () => Deno.statSync(path)));
  if (refusal !== null && refusal.kind !== "notFound") throw refusal;
  return value;
}

function fileWriter(
  target: string,
  { what, isNew }: { what: string; isNew: boolean },
): FileWriter {
  const { temporary, file } = openTemporary(target, { what, isNew });
  let isDone = false;
  const discard = () => {
    if (isDone) return;
    isDone = true;
    forget();
    file[Symbol.dispose]();
    if (statOf(temporary) !== null) guarded(what, () => Deno.removeSync(temporary));
  };
  const forget = undoAtExit(discard);
  return {
    // At once: Windows removes no file that is still being written.
    write: async (bytes) => {
      orElse(discard, () => guarded(what, () => writeWhole(file, bytes)));
      await hearInterruption();
    },
    commit: () => {
      orElse(discard, () =>
        guarded(what, () => {
          file[Symbol.dispose](); // Windows renames no open file
          putInPlace(temporary, target);
        }));
      discard();
    },
    discard,
  };
}

interface Temporary {
  readonly temporary: string;
  readonly file: Deno.FsFile;
}

/**
 * Opens a file beside the target, so that it can be renamed. Where the folder takes no new files, it is
 * in the system's folder for temporary files, and its content is copied into the existing target.
 */
function openTemporary(
  target: string,
  { what, isNew }: { what: string; isNew: boolean },
): Temporary {
  // Short, since the target's name may be as long as a name can be.
  const temporary = `${target.slice(0, separatorOf(target) + 1)}.netwho-${randomName()}.tmp`;
  // The old file may be private. A new one gets what the system gives it.
  const mode = isNew ? 0o666 : PRIVATE_FILE;
  const open = (path: string) => Deno.openSync(path, { write: true, createNew: true, mode });
  try {
    return { temporary, file: open(temporary) };
  } catch (thrown) {
    return guarded(what, () => {
      if (isNew) throw thrown;
      const elsewhere = Deno.makeTempFileSync({ prefix: "netwho-", suffix: ".tmp" });
      return { temporary: elsewhere, file: Deno.openSync(elsewhere, { write: true }) };
    });
  }
}

function randomName(): string {
  return crypto.randomUUID().slice(0, 8);
}

/**
 * Renames the temporary file over the target if that changes nothing but the content. A file that has
 * several names, or whose owner or attributes a new file would not have, is overwritten, and so is one
 * that nothing can be renamed over, such as a file that is mounted by itself.
 */
function putInPlace(temporary: string, target: string): void {
  const old = statOf(target);
  if (old === null) return Deno.renameSync(temporary, target);
  if (hasOneName(old) && !hasAttributes(target) && takesOver(temporary, old)) {
    try {
      return Deno.renameSync(temporary, target);
    } catch {
      // Overwriting it fails too if it may not be written at all.
    }
  }
  overwrite(target, temporary);
}

function hasOneName({ nlink }: Deno.FileInfo): boolean {
  return (nlink ?? 1) <= 1;
}

/** Gives the temporary file the owner and the mode of the old one, if that is allowed. */
function takesOver(temporary: string, { uid, gid, mode }: Deno.FileInfo): boolean {
  if (Deno.build.os === "windows") return true;
  const own = Deno.statSync(temporary);
  try {
    if (own.uid !== uid || own.gid !== gid) Deno.chownSync(temporary, uid, gid);
    if (mode !== null) Deno.chmodSync(temporary, mode & 0o7777);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes the content over the old one. What is longer than the old comes first: where the disk is
 * full, the old content is still whole.
 */
function overwrite(target: string, temporary: string): void {
  using content = Deno.openSync(temporary);
  using file = Deno.openSync(target, { write: true });
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
