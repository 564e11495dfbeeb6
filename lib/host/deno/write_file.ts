/**
 * Writing files that appear whole or not at all (ADR 19).
 *
 * @module
 */
import { type FileWriter, HostError } from "../host.ts";
import { siblingOf } from "../file_paths.ts";
import { attempt, guarded, refusalOf } from "../refusals.ts";
import { descriptorWriter, streamWriter } from "./byte_streams.ts";
import { followLinks } from "./descriptors.ts";
import { isNull, refuseDeviceName } from "./device_refusals.ts";
import { orElse, PRIVATE_FILE, randomName, statOf, writeWhole } from "./file_basics.ts";
import { hearInterruption, undoAtExit } from "./interruption.ts";
import { openExisting, refusePlantedLink } from "./planted_links.ts";
import { putInPlace } from "./put_in_place.ts";
import { toWriteError, whileWriting } from "./write_refusals.ts";

/**
 * Starts a file. Its content goes to a temporary file, which `commit` puts in its place; the end of
 * the program removes it. A pipe, a device (`/dev/null`, `NUL`) and an open file such as /dev/stdout
 * are written directly.
 */
export function createFile(path: string): FileWriter {
  const what = `Cannot write ${path}`;
  if (isNull(path)) return { write: () => {}, commit: () => {}, discard: () => {} };
  refuseDeviceName(path, what);
  refusePlantedLink(path, what);
  const { path: target, descriptor } = followLinks(path);
  if (descriptor?.isOwn) return descriptorWriter(path, descriptor);
  const old = existing(path, what);
  if (old?.isDirectory || /\/$/.test(path)) throw refusalOf(what, "it is a folder");
  if (old !== null && (!old.isFile || descriptor !== null)) return streamWriter(path, old);
  if (isLink(target)) throw refusalOf(what, `${target} is a link that cannot be followed`);
  // A file that is read-only must not be replaced either, nor one that another program has open; that
  // is found out before the work, not after it.
  if (old !== null) {
    whileWriting({ path: target, what }, () => Deno.openSync(target, { write: true }).close());
  }
  return fileWriter(target, { what, isNew: old === null });
}

/** Whether a path is still a link behind all links: Deno reads none whose target is not UTF-8. */
function isLink(path: string): boolean {
  return attempt(() => guarded(path, () => Deno.lstatSync(path))).value?.isSymlink === true;
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
      file[Symbol.dispose](); // Windows renames no open file
      try {
        putInPlace({ temporary, target, what });
      } catch (thrown) {
        forget(); // what was written is whole, and may be dear
        isDone = true;
        const error = toWriteError(thrown, { path: target, what });
        throw statOf(temporary) === null ? error : withRemains(error, temporary);
      }
      discard();
    },
    discard,
  };
}

function withRemains({ kind, message, cause, hint }: HostError, path: string): HostError {
  const remains = `What was to be written is in ${path}: rename it to keep it`;
  return new HostError(kind, message, {
    cause,
    hint: hint === null ? remains : `${remains}. ${hint}`,
  });
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
  const temporary = siblingOf(target, `.netwho-${randomName()}.tmp`);
  // The old file may be private. A new one gets what the system gives it.
  const mode = isNew ? 0o666 : PRIVATE_FILE;
  const open = (path: string) => Deno.openSync(path, { write: true, createNew: true, mode });
  try {
    return { temporary, file: open(temporary) };
  } catch (thrown) {
    return whileWriting({ path: target, what }, () => {
      if (isNew) throw thrown;
      const elsewhere = Deno.makeTempFileSync({ prefix: "netwho-", suffix: ".tmp" });
      return { temporary: elsewhere, file: openExisting(elsewhere, { write: true, what }) };
    });
  }
}
