/**
 * A host that keeps every answer of the machine, for `--record`.
 *
 * @module
 */
import { refusedActions } from "../actions.ts";
import { describeRefusal } from "../refusals.ts";
import { guarded, toHostError } from "../refusals.ts";
import { statOf } from "../deno/deno_files.ts";
import {
  type Capture,
  type Facts,
  type Files,
  type Host,
  HostError,
  type Network,
  type Programs,
} from "../host.ts";
import {
  callKey,
  callKeyWithInput,
  DNS_FOLDER,
  dnsKey,
  ERROR_SUFFIX,
  formatAnswer,
  formatFailure,
  formatHeaders,
  HOST_FOLDER,
  INDEX_NAME,
  PARTIAL_SUFFIX,
  PROC_FOLDER,
  WEB_FOLDER,
} from "./recording_format.ts";

/**
 * A host that answers as `host` does and keeps each answer under `directory`, failures too. Output,
 * the terminal, environment variables and the user's own files are passed on and not kept. There is
 * no cache: the recording holds every answer that is needed. Actions are refused.
 *
 * @throws {HostError} where the folder holds anything already, or cannot be written
 */
export function recordingHost(host: Host, directory: string): Host {
  const recorder = new Recorder(openRecording(directory));
  return {
    ...host,
    ...recordedFacts(host, recorder),
    ...recordedPrograms(host, recorder),
    ...recordedNetwork(host, recorder),
    ...recordedFiles(host, recorder),
    now: () => recorder.keep(HOST_FOLDER, "now", { ask: () => host.now(), captureOf: json }),
    ...refusedActions("recorded", "a recording could not repeat it"),
  };
}

function recordedFacts(host: Facts, recorder: Recorder): Omit<Facts, "env" | "outputCodePage"> {
  const fact = <Value>(call: string, value: Value): Value =>
    recorder.keep(HOST_FOLDER, call, { ask: () => value, captureOf: json });
  // Kept once at the start, so that every recording can answer them.
  const os = fact("os", host.os);
  const consoleCodePage = fact("consoleCodePage", host.consoleCodePage());
  const oemCodePage = fact("oemCodePage", host.oemCodePage());
  const elevated = fact("elevated", host.elevated());
  return {
    os,
    consoleCodePage: () => consoleCodePage,
    oemCodePage: () => oemCodePage,
    elevated: () => elevated,
    processFacts: (pids) => {
      const facts = host.processFacts(pids);
      fact("processFacts", pids.map((pid) => [pid, facts.get(pid) ?? null]));
      return facts;
    },
    parentPids: () => {
      const parents = host.parentPids();
      fact("parentPids", [...parents]);
      return parents;
    },
    fileFacts: (path) =>
      recorder.keepLater(HOST_FOLDER, callKey(["fileFacts", path]), {
        ask: () => host.fileFacts(path),
        captureOf: json,
      }),
  };
}

function recordedPrograms(host: Programs, recorder: Recorder): Programs {
  return {
    run: (tool, args, options) =>
      recorder.keepLater(tool, callKeyWithInput(args, options.input), {
        ask: () => host.run(tool, args, options),
        captureOf: (capture) => capture,
      }),
  };
}

function recordedNetwork(host: Network, recorder: Recorder): Network {
  return {
    resolveDns: (name, type, options) =>
      recorder.keepLater(DNS_FOLDER, dnsKey(name, type, options), {
        ask: () => host.resolveDns(name, type, options),
        captureOf: json,
      }),
    fetch: (url, options) =>
      recorder.keepLater(WEB_FOLDER, callKey([url]), {
        ask: () => host.fetch(url, options),
        captureOf: (answer) => ({
          stdout: answer.body,
          stderr: new TextEncoder().encode(formatHeaders(answer)),
          code: answer.status,
        }),
      }),
  };
}

function recordedFiles(
  host: Files,
  recorder: Recorder,
): Pick<Files, "cacheFolder" | "readFile" | "listDirectory" | "readLinks" | "readLink"> {
  const keep = <Value>(
    call: string[],
    ask: () => Value,
    { captureOf = json }: { captureOf?: (value: Value) => Capture } = {},
  ): Value => recorder.keep(PROC_FOLDER, callKey(call), { ask, captureOf });
  return {
    cacheFolder: () => null,
    readFile: (path) =>
      keep(["read", path], () => host.readFile(path), { captureOf: captureOfBytes }),
    listDirectory: (path) => keep(["list", path], () => host.listDirectory(path)),
    readLinks: (path) => keep(["links", path], () => host.readLinks(path)),
    readLink: (path) => keep(["link", path], () => host.readLink(path)),
  };
}

function json(value: unknown): Capture {
  return captureOfBytes(new TextEncoder().encode(JSON.stringify(value)));
}

function captureOfBytes(stdout: Uint8Array): Capture {
  return { stdout, stderr: new Uint8Array(), code: 0 };
}

/** Keeps the results of calls, refusals of the machine too. */
class Recorder {
  readonly #recording: RecordingFolder;

  constructor(recording: RecordingFolder) {
    this.#recording = recording;
  }

  keep<Value>(
    folder: string,
    call: string,
    { ask, captureOf }: { ask: () => Value; captureOf: (value: Value) => Capture },
  ): Value {
    let value: Value;
    try {
      value = ask();
    } catch (thrown) {
      throw this.#failed(folder, call, { thrown });
    }
    this.#recording.add(folder, call, captureOf(value));
    return value;
  }

  async keepLater<Value>(
    folder: string,
    call: string,
    { ask, captureOf }: { ask: () => Promise<Value>; captureOf: (value: Value) => Capture },
  ): Promise<Value> {
    const value = await ask().catch((thrown) => {
      throw this.#failed(folder, call, { thrown });
    });
    return this.keep(folder, call, { ask: () => value, captureOf });
  }

  #failed(folder: string, call: string, { thrown }: { thrown: unknown }): unknown {
    if (thrown instanceof HostError) this.#recording.fail(folder, call, thrown);
    return thrown;
  }
}

/** A recording that is being written. Every answer is on disk when its method returns. */
interface RecordingFolder {
  /** Adds the result of a call. */
  add(folder: string, call: string, capture: Capture): void;
  /** Adds the refusal of a call. */
  fail(folder: string, call: string, error: HostError): void;
}

/** Starts a recording in a folder that is empty or does not exist yet. */
function openRecording(directory: string): RecordingFolder {
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
    const refusal = toHostError(cause, what);
    // On Windows a folder inside a file "exists already".
    const isMisplaced = cause instanceof Deno.errors.AlreadyExists;
    const state = statOf(directory)?.isFile
      ? "it is a file"
      : describeRefusal(isMisplaced ? new HostError("notFound", what) : refusal, { of: "parent" });
    throw new HostError(refusal.kind, `${what}: ${state}`, { cause });
  }
}

interface FolderWriter {
  /** Keeps bytes, equal ones once; the name of their file, null for no bytes. */
  file(bytes: Uint8Array, suffix: string): string | null;
  /** Keeps bytes, also none, for which the name of the file itself has a meaning. */
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
