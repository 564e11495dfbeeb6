/**
 * A host that keeps every answer of the machine, for `--record`.
 *
 * @module
 */
import { equals } from "@std/bytes/equals";
import { refusedActions } from "../actions.ts";
import { refuseDeviceName } from "../deno/device_refusals.ts";
import { statOf } from "../deno/file_basics.ts";
import { refusePlantedLink } from "../deno/planted_links.ts";
import { toWriteError } from "../deno/write_refusals.ts";
import { type Capture, type Host, HostError } from "../host.ts";
import { describeRefusal, guarded } from "../refusals.ts";
import { hostOnTape, PROCESS_FACTS, type RecordedCall, type Tape } from "./recorded_calls.ts";
import {
  ERROR_SUFFIX,
  formatAnswer,
  formatFailure,
  INDEX_NAME,
  PARTIAL_SUFFIX,
} from "./recording_format.ts";

/**
 * A host that answers as `host` does and keeps each answer under `directory`, failures too. Output,
 * the terminal, environment variables, the user's own files and command lines, which can hold
 * passwords, are passed on and not kept. There is no cache: the recording holds every answer that is
 * needed. Actions are refused.
 *
 * @throws {HostError} where the folder holds anything already, or cannot be written
 */
export function recordingHost(host: Host, directory: string): Host {
  const tape = recordingTape(openRecording(directory));
  return {
    ...hostOnTape(host, tape),
    processFacts: (pids) => {
      const facts = host.processFacts(pids);
      tape.answer(PROCESS_FACTS, () => pids.map((pid) => [pid, facts.get(pid) ?? null]));
      return facts;
    },
    ...refusedActions("recorded", "a recording could not repeat it"),
  };
}

/** Adds the result of a call to a recording, its refusal too. It is on disk when this returns. */
type Add = (folder: string, call: string, result: Capture | HostError) => void;

function recordingTape(write: Add): Tape {
  // Until something is asked, the folder stays empty: a command may refuse its options, and the same
  // folder is given again with the right ones.
  let facts: Parameters<Add>[] = [];
  const add: Add = (...call) => {
    for (const fact of facts) write(...fact);
    facts = [];
    write(...call);
  };
  const answer = <Value>(
    { folder, keys, encode }: RecordedCall<Value>,
    ask: () => Value,
  ): Value => {
    let value: Value;
    try {
      value = ask();
    } catch (thrown) {
      if (thrown instanceof HostError) add(folder, keys[0]!, thrown);
      throw thrown;
    }
    add(folder, keys[0]!, encode(value));
    return value;
  };
  return {
    answer,
    answerLater: async (call, ask) => {
      const outcome = await ask().then((value) => () => value, (thrown) => () => {
        throw thrown;
      });
      return answer(call, outcome);
    },
    constant: ({ folder, keys, encode }, ask) => {
      const value = ask();
      facts.push([folder, keys[0]!, encode(value)]);
      return () => value;
    },
  };
}

/** Starts a recording in a folder that is empty or does not exist yet. */
function openRecording(directory: string): Add {
  const what = `Cannot record into ${directory}`;
  refuseDeviceName(directory, what);
  refusePlantedLink(directory, what);
  makeFolder(directory, what);
  if (guarded(what, () => Deno.readDirSync(directory)[Symbol.iterator]().next().done !== true)) {
    throw new HostError("other", `${what}: it is not empty, and a recording needs its own folder`);
  }
  const folders = new Map<string, FolderWriter>();
  return (name, call, result) =>
    guarded(what, () => {
      const write = folders.get(name) ?? folderWriter(`${directory}/${name}`);
      folders.set(name, write);
      write(call, result);
    });
}

function makeFolder(directory: string, what: string): void {
  try {
    Deno.mkdirSync(directory, { recursive: true });
  } catch (cause) {
    const refusal = toWriteError(cause, { path: directory, what });
    // On Windows a folder inside a file "exists already".
    const isMisplaced = cause instanceof Deno.errors.AlreadyExists;
    const state = statOf(directory)?.isFile
      ? "it is a file"
      : describeRefusal(isMisplaced ? new HostError("notFound", what) : refusal, { of: "parent" });
    throw new HostError(refusal.kind, `${what}: ${state}`, { cause, hint: refusal.hint });
  }
}

type FolderWriter = (call: string, result: Capture | HostError) => void;

function folderWriter(path: string): FolderWriter {
  Deno.mkdirSync(path);
  const namesByHash = new Map<string, string>();
  let count = 0;
  /** Equal bytes are kept once. */
  const keep = (bytes: Uint8Array, suffix: string) => {
    const hash = `${suffix} ${bytes.length} ${hashOf(bytes)}`;
    const known = namesByHash.get(hash);
    if (known !== undefined && equals(Deno.readFileSync(`${path}/${known}`), bytes)) return known;
    const name = `${++count}${suffix}`;
    Deno.writeFileSync(`${path}/${name}`, bytes, { createNew: true });
    namesByHash.set(hash, name);
    return name;
  };
  return (call, result) => {
    const { stdout, stderr, code, timedOut } = result instanceof HostError
      ? failureCapture(result)
      : result;
    const suffix = result instanceof HostError ? ERROR_SUFFIX : timedOut ? PARTIAL_SUFFIX : ".err";
    const line = formatAnswer({
      call,
      stdout: stdout.length > 0 ? keep(stdout, ".out") : null,
      code,
      // An empty file is kept where its name has a meaning.
      stderr: stderr.length > 0 || timedOut ? keep(stderr, suffix) : null,
    });
    Deno.writeTextFileSync(`${path}/${INDEX_NAME}`, line, { append: true });
  };
}

function failureCapture(refusal: HostError): Capture {
  const stderr = new TextEncoder().encode(formatFailure(refusal));
  return { stdout: new Uint8Array(), stderr, code: 1 };
}

/** FNV-1a; equal hashes only lead to a comparison of the bytes. */
function hashOf(bytes: Uint8Array): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < bytes.length; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash >>> 0;
}
