/**
 * The calls that a recording holds, for the host that records and the one that replays: where the
 * answer to each call stands, and how it becomes bytes and back.
 *
 * @module
 */
import {
  type Capture,
  type FileFacts,
  type Host,
  HostError,
  type Link,
  type NameServer,
  type ProcessFacts,
  type ProgramFacts,
  type ResolvedRecord,
  type RunOptions,
  type SystemSocket,
  type WebAnswer,
} from "../host.ts";
import { callKey, HOST_FOLDER, PROC_FOLDER } from "./recording_format.ts";

/** A call, and its answer as the output of a program. */
export interface RecordedCall<Value> {
  /** The folder of the recording. */
  readonly folder: string;
  /** The key of the call, then one under which a recording made by hand may hold its answer. */
  readonly keys: readonly string[];
  readonly encode: (value: Value) => Capture;
  readonly decode: (capture: Capture) => Value;
  /** The answer of a recording without one. @default none: that is an error */
  readonly otherwise?: Value;
}

/** Answers calls: asks the machine and keeps its answer, or takes the answer from a recording. */
export interface Tape {
  answer<Value>(call: RecordedCall<Value>, ask: () => Value): Value;
  answerLater<Value>(
    call: RecordedCall<Value>,
    ask: () => Promise<Value>,
    limits?: RunOptions,
  ): Promise<Value>;
  /** A fact that stays the same: kept at the start, so that every recording holds it. */
  constant<Value>(call: RecordedCall<Value>, ask: () => Value): () => Value;
}

/** The time of a recording that holds none: 2000-01-01T00:00:00Z. */
const NO_TIME = Date.UTC(2000, 0, 1);

/**
 * A host with a tape between it and its caller. Output, the terminal, environment variables and the
 * user's own files are those of `host`. There is no cache: a recording holds every answer.
 */
export function hostOnTape(host: Host, tape: Tape): Host {
  return {
    ...host,
    os: tape.constant(fact("os", host.os), () => host.os)(),
    consoleCodePage: tape.constant(
      fact<number | null>("consoleCodePage", null),
      () => host.consoleCodePage(),
    ),
    oemCodePage: tape.constant(fact<number | null>("oemCodePage", null), () => host.oemCodePage()),
    ansiCodePage: tape.constant(
      fact<number | null>("ansiCodePage", null),
      () => host.ansiCodePage(),
    ),
    elevated: tape.constant(fact<boolean | null>("elevated", null), () => host.elevated()),
    systemVersion: () => {
      const call = fact<string | null>("systemVersion", null);
      return tape.answer(call, () => host.systemVersion());
    },
    now: () => tape.answer(fact("now", NO_TIME), () => host.now()),
    listedProcesses: () => {
      // Under the second key earlier recordings hold the same without names.
      const call = fact<readonly RecordedProcess[]>(["listedProcesses", "parentPids"], []);
      const list = tape.answer(call, () =>
        [...host.listedProcesses()].map((
          [pid, { parentPid, name }],
        ) => [pid, parentPid, name] as const));
      return new Map(list.map(([pid, parentPid, name = null]) => [pid, { parentPid, name }]));
    },
    computerName: () => {
      const call = fact<string | null>("computerName", null);
      return tape.answer(call, () => host.computerName());
    },
    systemSockets: () => {
      const call = fact<readonly SystemSocket[] | null>("systemSockets", []);
      return tape.answer(call, () => host.systemSockets());
    },
    socketServices: (modules) => {
      const call = fact<[string, string][]>("socketServices", []);
      return new Map(tape.answer(call, () => [...host.socketServices(modules)]));
    },
    fileFacts: (path) => {
      const call = fact<FileFacts | null>(callKey(["fileFacts", path]), null);
      return tape.answerLater(call, () => host.fileFacts(path));
    },
    programFacts: (path, options) => {
      const call = json<ProgramFacts | null>(HOST_FOLDER, [callKey(["programFacts", path])]);
      return tape.answerLater(call, () => host.programFacts(path, options), options);
    },
    leadsToNetwork: (path) => {
      const call = fact(callKey(["leadsToNetwork", path]), false);
      return tape.answer(call, () => host.leadsToNetwork(path));
    },
    run: (tool, args, options) =>
      tape.answerLater(
        runCall(tool, args, options.input),
        () => host.run(tool, args, options),
        options,
      ),
    resolveDns: (name, type, options) =>
      tape.answerLater(
        dnsCall(name, type, options.server),
        () => host.resolveDns(name, type, options),
        options,
      ),
    fetch: (url, options) =>
      tape.answerLater(webCall(url), () => host.fetch(url, options), {
        ...options,
        outputLimit: options.bodyLimit,
      }),
    readFile: (path) => tape.answer(readCall(path), () => host.readFile(path)),
    readFileInBackground: (path) =>
      tape.answerLater(readCall(path), () => host.readFileInBackground(path)),
    readPart: (path, part) => part(tape.answer(readCall(path), () => host.readPart(path, part))),
    listDirectory: (path) =>
      tape.answer(pathCall<string[]>("list", path), () => host.listDirectory(path)),
    readLinks: (path) =>
      tape.answer(pathCall<Link[]>("links", path), () => [...host.readLinks(path)]),
    readLink: (path) => tape.answer(pathCall<string>("link", path), () => host.readLink(path)),
    fileIdentity: (path) => {
      const call = fact<string | null>(callKey(["fileIdentity", path]), null);
      return tape.answerLater(call, () => host.fileIdentity(path));
    },
    cacheFolder: () => null,
    dataFolder: () => null,
    configFolder: () => null,
  };
}

/** Facts about processes by PID; null for a process that there is nothing to tell about. */
export const PROCESS_FACTS = fact<(readonly [number, ProcessFacts | null])[]>("processFacts", []);

/** A fact about the machine; a recording without it answers `otherwise`. */
function fact<Value>(key: string | readonly string[], otherwise: Value): RecordedCall<Value> {
  return { ...json<Value>(HOST_FOLDER, [key].flat()), otherwise };
}

/** A process, its parent, its name. */
type RecordedProcess = readonly [pid: number, parentPid: number, name?: string | null];

/** The input of a tool follows its arguments. */
function runCall(
  tool: string,
  args: readonly string[],
  input: Uint8Array | undefined,
): RecordedCall<Capture> {
  const key = callKey(args);
  const lines = new TextDecoder().decode(input).trimEnd().split(/\r?\n/);
  return {
    folder: tool.toLowerCase(),
    keys: input === undefined ? [key] : [`${key} < ${callKey([lines.join("; ")])}`, key],
    encode: (capture) => capture,
    decode: (capture) => capture,
  };
}

function dnsCall(
  name: string,
  type: string,
  server: NameServer | null,
): RecordedCall<readonly ResolvedRecord[]> {
  const key = callKey([type, name]);
  return json("dns", server === null ? [key] : [`${key} @${server.address}#${server.port}`, key]);
}

function webCall(url: string): RecordedCall<WebAnswer> {
  return {
    folder: "web",
    keys: [callKey([url])],
    encode: ({ status, location, retryAfter, body }) => {
      const headers = [
        location === null ? "" : `location: ${location}\n`,
        retryAfter === null ? "" : `retry-after: ${retryAfter}\n`,
      ];
      return { stdout: body, stderr: new TextEncoder().encode(headers.join("")), code: status };
    },
    decode: ({ stdout: body, stderr, code }) => {
      const headers = new TextDecoder().decode(stderr);
      const header = (name: string) =>
        new RegExp(`^${name}:(.*)$`, "im").exec(headers)?.[1]?.trim() ?? null;
      return {
        status: code || 200, // a recording made by hand may say 0
        location: header("location"),
        retryAfter: header("retry-after"),
        body,
      };
    },
  };
}

function readCall(path: string): RecordedCall<Uint8Array> {
  return {
    folder: PROC_FOLDER,
    keys: [callKey(["read", path])],
    encode: captureOf,
    decode: ({ stdout }) => stdout,
  };
}

function pathCall<Value>(verb: string, path: string): RecordedCall<Value> {
  return json(PROC_FOLDER, [callKey([verb, path])]);
}

function json<Value>(folder: string, keys: readonly string[]): RecordedCall<Value> {
  return {
    folder,
    keys,
    encode: (value) => captureOf(new TextEncoder().encode(JSON.stringify(value))),
    decode: ({ stdout }) => parseJson(new TextDecoder().decode(stdout)) as Value,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HostError("other", `Cannot replay: damaged JSON, ${text.slice(0, 60)}`, { cause });
  }
}

function captureOf(stdout: Uint8Array): Capture {
  return { stdout, stderr: new Uint8Array(), code: 0 };
}
