/**
 * Writing a recording: answers and the files that hold their bytes.
 *
 * @module
 */
import { guarded, toHostError } from "../deno/deno_error.ts";
import { type Capture, HostError, type HostErrorKind } from "../host.ts";
import {
  ERROR_SUFFIX,
  formatAnswer,
  formatFailure,
  INDEX_NAME,
  PARTIAL_SUFFIX,
} from "./recording_format.ts";

/** A recording that is being written. Every answer is on disk when its method returns. */
export interface RecordingFolder {
  /** Adds what a call came back with. */
  add(folder: string, call: string, capture: Capture): void;
  /** Adds that a call failed. */
  fail(folder: string, call: string, error: HostError): void;
}

/** Starts a recording in a folder that is empty or not there yet. Throws a {@linkcode HostError}. */
export function openRecording(directory: string): RecordingFolder {
  const what = `Cannot record into ${directory}`;
  makeFolder(directory, what);
  if (guarded(what, () => Deno.readDirSync(directory)[Symbol.iterator]().next().done !== true)) {
    throw new HostError("other", `${what}: it is not empty, and a recording needs its own folder`);
  }
  const folders = new Map<string, FolderWriter>();
  const folder = (name: string) => {
    const found = folders.get(name);
    if (found) return found;
    const made = guarded(what, () => folderWriter(`${directory}/${name}`));
    folders.set(name, made);
    return made;
  };
  return {
    add: (name, call, { stdout, stderr, code, timedOut }) => {
      const to = folder(name);
      guarded(what, () =>
        to.line(formatAnswer({
          call,
          stdout: to.file(stdout, ".out"),
          code,
          stderr: timedOut ? to.mark(stderr, PARTIAL_SUFFIX) : to.file(stderr, ".err"),
        })));
    },
    fail: (name, call, error) => {
      const to = folder(name);
      const bytes = new TextEncoder().encode(formatFailure(error));
      guarded(what, () =>
        to.line(formatAnswer({
          call,
          stdout: null,
          code: 1,
          stderr: to.file(bytes, ERROR_SUFFIX),
        })));
    },
  };
}

function makeFolder(directory: string, what: string): void {
  try {
    Deno.mkdirSync(directory, { recursive: true });
  } catch (cause) {
    const error = toHostError(cause, what);
    const states: Partial<Record<HostErrorKind, string>> = {
      notFound: "there is no such place for a folder",
      permissionDenied: "permission denied",
    };
    const state = cause instanceof Deno.errors.AlreadyExists ? "it is a file" : states[error.kind];
    throw state === undefined ? error : new HostError(error.kind, `${what}: ${state}`, { cause });
  }
}

interface FolderWriter {
  /** Keeps bytes, once however often they come; the name of their file, null for no bytes. */
  file(bytes: Uint8Array, suffix: string): string | null;
  /** Keeps bytes, also none, where the name of their file itself says something. */
  mark(bytes: Uint8Array, suffix: string): string;
  /** Adds a line to the index. */
  line(text: string): void;
}

function folderWriter(path: string): FolderWriter {
  Deno.mkdirSync(path);
  const encoder = new TextEncoder();
  const namesByHash = new Map<string, string>();
  let count = 0;
  const mark = (bytes: Uint8Array, suffix: string) => {
    const hash = `${suffix} ${bytes.length} ${hashOf(bytes)}`;
    const known = namesByHash.get(hash);
    if (known !== undefined && equal(Deno.readFileSync(`${path}/${known}`), bytes)) return known;
    const name = `${++count}${suffix}`;
    Deno.writeFileSync(`${path}/${name}`, bytes, { createNew: true });
    namesByHash.set(hash, name);
    return name;
  };
  return {
    mark,
    file: (bytes, suffix) => bytes.length === 0 ? null : mark(bytes, suffix),
    line: (text) =>
      Deno.writeFileSync(`${path}/${INDEX_NAME}`, encoder.encode(text), { append: true }),
  };
}

/** FNV-1a; equal hashes only lead to a comparison of the bytes. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash >>> 0;
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
