/**
 * Files that appear whole or not at all.
 *
 * @module
 */
import { guarded } from "./deno_error.ts";
import { type FileWriter, HostError } from "../host.ts";
import { joinBytes } from "../../text/ascii.ts";

/**
 * Starts a file. What is written goes to a temporary file beside it, which `commit` renames over the
 * path. What is appended is kept in memory until `commit` adds it in one go; where that fails, the
 * file is cut back to the size it had. A device (`/dev/null`, `NUL`) or a named pipe is written as
 * it stands.
 */
export function createFile(path: string, { append = false } = {}): FileWriter {
  if (isNul(path)) return { write: () => {}, commit: () => {}, discard: () => {} };
  if (isDevice(path)) return deviceWriter(path);
  return append ? appendWriter(path) : replaceWriter(path);
}

function replaceWriter(path: string): FileWriter {
  const what = `Cannot write ${path}`;
  const target = throughLink(path);
  if (statOf(target)?.isDirectory) throw new HostError("other", `${what}: it is a folder`);
  const temporary = `${target}.${crypto.randomUUID()}.tmp`;
  const file = guarded(what, () => Deno.openSync(temporary, { write: true, createNew: true }));
  let state: "open" | "closed" | "done" = "open";
  const close = () => {
    if (state === "open") file.close();
    state = "closed";
  };
  const discard = () => {
    if (state === "done") return;
    close();
    state = "done";
    guarded(what, () => Deno.removeSync(temporary));
  };
  return {
    write: (bytes) => orElse(discard, () => guarded(what, () => writeWhole(file, bytes))),
    commit: () =>
      orElse(discard, () =>
        guarded(what, () => {
          close(); // Windows renames no open file
          copyMode(target, temporary);
          Deno.renameSync(temporary, target);
          state = "done";
        })),
    discard,
  };
}

function appendWriter(path: string): FileWriter {
  const what = `Cannot append to ${path}`;
  let pieces: Uint8Array[] = [];
  return {
    write: (bytes) => void pieces.push(bytes.slice()),
    commit: () => guarded(what, () => appendWhole(path, joinBytes(pieces))),
    discard: () => void (pieces = []),
  };
}

function deviceWriter(path: string): FileWriter {
  const what = `Cannot write ${path}`;
  const file = guarded(what, () => Deno.openSync(path, { write: true }));
  let open = true;
  const close = () => {
    if (open) file.close();
    open = false;
  };
  return {
    write: (bytes) => orElse(close, () => guarded(what, () => writeWhole(file, bytes))),
    commit: close,
    discard: close,
  };
}

function appendWhole(path: string, bytes: Uint8Array): void {
  const before = statOf(path);
  const file = Deno.openSync(path, { append: true, create: true });
  try {
    orElse(() => {
      if (before) Deno.truncateSync(path, before.size);
      else Deno.removeSync(path);
    }, () => writeWhole(file, bytes));
  } finally {
    file.close();
  }
}

function writeWhole(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
}

/** Deno opens Windows' NUL only with every permission. */
function isNul(path: string): boolean {
  return Deno.build.os === "windows" && /^nul$/i.test(path);
}

function isDevice(path: string): boolean {
  const stat = statOf(path);
  return stat !== null && !stat.isFile && !stat.isDirectory;
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

function statOf(path: string): Deno.FileInfo | null {
  try {
    return Deno.statSync(path);
  } catch {
    return null;
  }
}

function orElse(undo: () => void, action: () => void): void {
  try {
    action();
  } catch (thrown) {
    undo();
    throw thrown;
  }
}
