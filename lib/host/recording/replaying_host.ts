/**
 * A host that answers from a recording, for `--replay`.
 *
 * @module
 */
import { NotRecordedError } from "../../errors.ts";
import { refusedActions } from "../actions.ts";
import { describeRefusal } from "../refusals.ts";
import {
  type Capture,
  type Clock,
  type Facts,
  type FileFacts,
  type Files,
  type Host,
  HostError,
  type Link,
  type Network,
  type ProcessFacts,
  type Programs,
  type ResolvedRecord,
} from "../host.ts";
import { captureOf, type Folders, jsonOf, openFolders } from "./recorded_answers.ts";
import {
  callKey,
  callKeyWithInput,
  DNS_FOLDER,
  dnsKey,
  HOST_FOLDER,
  parseHeaders,
  PROC_FOLDER,
  WEB_FOLDER,
} from "./recording_format.ts";

/**
 * A host that answers from the recording in `directory`, whatever system it was made on, and is
 * `host` itself for output, the terminal, environment variables and the user's own files. A call
 * that was not recorded throws a {@linkcode NotRecordedError} that names it. Actions are refused.
 *
 * A recording made by hand needs only the folders of the tools: its system is Windows, unless it has
 * a `proc` folder; its clock stands at the start of 2000; other facts are null. There is no cache, and
 * sleeping takes no time.
 *
 * @throws {HostError} where the folder holds no recording
 *
 * @example
 * ```ts
 * import { denoHost, recordingHost, replayingHost } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const directory = Deno.makeTempDirSync();
 * const recorded = recordingHost(denoHost(), directory).now();
 * assertEquals(replayingHost(directory, denoHost()).now(), recorded);
 * Deno.removeSync(directory, { recursive: true });
 * ```
 */
export function replayingHost(directory: string, host: Host): Host {
  const names = namesIn(directory, host);
  const folders = openFolders(host, { directory, names });
  const os = recordedFact(folders, "os") ?? (names.includes(PROC_FOLDER) ? "linux" : "windows");
  if (!names.some((name) => folders(name) !== null)) {
    throw new HostError("notFound", `Cannot replay ${directory}: there is no recording in it`);
  }
  return {
    ...host,
    os: os as Host["os"],
    ...replayedFacts(folders),
    ...replayedPrograms(folders),
    ...replayedNetwork(folders),
    ...replayedFiles(folders),
    ...replayedClock(folders),
    ...refusedActions("recorded", "a recording cannot be changed"),
  };
}

function namesIn(directory: string, host: Files): string[] {
  try {
    return host.listDirectory(directory);
  } catch (cause) {
    if (!(cause instanceof HostError)) throw cause;
    const state = describeRefusal(cause, { of: "folder" });
    throw new HostError(cause.kind, `Cannot replay ${directory}: ${state}`, { cause });
  }
}

/** A fact about the machine; undefined where the recording holds none. */
function recordedFact(folders: Folders, call: string): unknown {
  const answer = folders(HOST_FOLDER)?.next(call);
  return answer && jsonOf(captureOf(answer, `${HOST_FOLDER} ${call}`).stdout);
}

function replayedFacts(folders: Folders): Omit<Facts, "os" | "env" | "outputCodePage"> {
  const fact = <Value>(call: string) => (recordedFact(folders, call) ?? null) as Value | null;
  let processFacts: Map<number, ProcessFacts | null> | undefined;
  return {
    consoleCodePage: () => fact<number>("consoleCodePage"),
    oemCodePage: () => fact<number>("oemCodePage"),
    elevated: () => fact<boolean>("elevated"),
    processFacts: (pids) => {
      processFacts ??= allProcessFacts(folders);
      return selectProcessFacts(processFacts, pids);
    },
    parentPids: () => new Map(fact<[number, number][]>("parentPids")),
    fileFacts: (path) => Promise.try(() => fact<FileFacts>(callKey(["fileFacts", path]))),
  };
}

function allProcessFacts(folders: Folders): Map<number, ProcessFacts | null> {
  const answers = folders(HOST_FOLDER)?.all("processFacts") ?? [];
  return new Map(
    answers.flatMap((answer) =>
      jsonOf(captureOf(answer, "processFacts").stdout) as [number, ProcessFacts | null][]
    ),
  );
}

/** Strict where any facts were recorded; a recording made by hand has none. */
function selectProcessFacts(
  recorded: Map<number, ProcessFacts | null>,
  pids: readonly number[],
): Map<number, ProcessFacts> {
  const facts = new Map<number, ProcessFacts>();
  if (recorded.size === 0) return facts;
  for (const pid of pids) {
    const known = recorded.get(pid);
    if (known === undefined) throw new NotRecordedError(`processFacts ${pid}`);
    if (known !== null) facts.set(pid, known);
  }
  return facts;
}

function replayedPrograms(folders: Folders): Programs {
  return {
    run: (tool, args, options) =>
      Promise.try(() => {
        const { timeoutMilliseconds, outputLimit = Infinity, input, keepPartial, signal } = options;
        signal?.throwIfAborted();
        const call = callKeyWithInput(args, input);
        const answer = folders(tool.toLowerCase())?.next(call, callKey(args));
        const { delay, ...capture } = captureOf(answer, `${tool} ${call}`);
        if (delay >= timeoutMilliseconds && keepPartial) return NO_OUTPUT_YET;
        if (delay >= timeoutMilliseconds || (capture.timedOut && !keepPartial)) {
          throw timedOut(tool, timeoutMilliseconds);
        }
        if (capture.stdout.length > outputLimit) throw tooMuchOutput(tool, outputLimit);
        return capture;
      }),
  };
}

/** The output of a tool whose time-out comes before its first byte. */
const NO_OUTPUT_YET: Capture = {
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  code: 1,
  timedOut: true,
};

/** The status of an answer to which a recording made by hand gives 0. */
const OK = 200;

function replayedNetwork(folders: Folders): Network {
  return {
    resolveDns: (name, type, { server, timeoutMilliseconds, signal }) =>
      Promise.try(() => {
        signal?.throwIfAborted();
        const call = dnsKey(name, type, { server });
        const answer = folders(DNS_FOLDER)?.next(call, dnsKey(name, type, { server: null }));
        const { stdout, delay } = captureOf(answer, `${DNS_FOLDER} ${call}`);
        if (delay >= timeoutMilliseconds) throw timedOut(call, timeoutMilliseconds);
        return jsonOf(stdout) as ResolvedRecord[];
      }),
    fetch: (url, { timeoutMilliseconds, bodyLimit, signal }) =>
      Promise.try(() => {
        signal?.throwIfAborted();
        const call = callKey([url]);
        const answer = folders(WEB_FOLDER)?.next(call);
        const { stdout: body, stderr, code, delay } = captureOf(answer, `${WEB_FOLDER} ${call}`);
        if (delay >= timeoutMilliseconds) throw timedOut(call, timeoutMilliseconds);
        if (body.length > bodyLimit) throw tooMuchOutput(call, bodyLimit);
        return { status: code || OK, body, ...parseHeaders(new TextDecoder().decode(stderr)) };
      }),
  };
}

function timedOut(what: string, milliseconds: number): HostError {
  return new HostError("timedOut", `${what} took over ${milliseconds} ms`);
}

function tooMuchOutput(what: string, bytes: number): HostError {
  return new HostError("tooMuchOutput", `${what} gave more than ${bytes} bytes`);
}

function replayedFiles(
  folders: Folders,
): Pick<Files, "cacheFolder" | "readFile" | "listDirectory" | "readLinks" | "readLink"> {
  const file = (verb: string, path: string) => {
    const call = callKey([verb, path]);
    return captureOf(folders(PROC_FOLDER)?.next(call), `${PROC_FOLDER} ${call}`).stdout;
  };
  return {
    cacheFolder: () => null,
    readFile: (path) => file("read", path),
    listDirectory: (path) => jsonOf(file("list", path)) as string[],
    readLinks: (path) => jsonOf(file("links", path)) as Link[],
    readLink: (path) => jsonOf(file("link", path)) as string,
  };
}

/** The time of a recording that holds none: 2000-01-01T00:00:00Z. */
const NO_TIME = Date.UTC(2000, 0, 1);

function replayedClock(folders: Folders): Clock {
  return {
    now: () => (recordedFact(folders, "now") ?? NO_TIME) as number,
    sleep: (_, { signal } = {}) => Promise.try(() => signal?.throwIfAborted()),
  };
}
