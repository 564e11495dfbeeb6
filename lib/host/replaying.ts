/**
 * A host that answers from a recording, for `--replay`.
 *
 * @module
 */
import {
  type Capture,
  type Host,
  HostError,
  type HostErrorKind,
  type Link,
  type ProcessFacts,
} from "./host.ts";
import {
  callKey,
  ERROR_SUFFIX,
  HOST_FOLDER,
  parseFailure,
  PROC_FOLDER,
} from "./recording_format.ts";
import { type FolderReader, folderReader, type ReadAnswer } from "./replay_folder.ts";

/** What the clock of a recording that holds no time says: 2000-01-01T00:00:00Z. */
const NO_TIME = Date.UTC(2000, 0, 1);

/**
 * A host that answers from the recording in `directory`, whatever system it was made on, and is
 * `host` itself for output, the terminal, environment variables and the user's own files. A call
 * that was not recorded is a {@linkcode HostError} of kind `notRecorded` that names it.
 *
 * A recording made by hand needs only the folders of the tools: it is Windows', unless it has a
 * `proc` folder; its clock stands at the start of 2000; what else the host knows is null.
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
  const folder = folderReader(host, { directory, names });
  const facts = (call: string) => {
    const answer = folder(HOST_FOLDER)?.next(call);
    return answer && jsonOf(valueOf(answer, `${HOST_FOLDER} ${call}`));
  };
  const file = (verb: string, path: string) => {
    const call = callKey([verb, path]);
    return valueOf(folder(PROC_FOLDER)?.next(call), `${PROC_FOLDER} ${call}`);
  };
  const os = (facts("os") ?? (names.includes(PROC_FOLDER) ? "linux" : "windows")) as Host["os"];
  if (!names.some((name) => folder(name) !== null)) {
    throw new HostError("notFound", `Cannot replay ${directory}: there is no recording in it`);
  }
  let processFacts: Map<number, ProcessFacts | null> | undefined;
  return {
    ...host,
    os,
    now: () => (facts("now") ?? NO_TIME) as number,
    consoleCodePage: () => (facts("consoleCodePage") ?? null) as number | null,
    oemCodePage: () => (facts("oemCodePage") ?? null) as number | null,
    elevated: () => (facts("elevated") ?? null) as boolean | null,
    processFacts: (pids) => {
      processFacts ??= allProcessFacts(folder(HOST_FOLDER));
      return chosen(processFacts, pids);
    },
    readFile: (path) => file("read", path),
    listDirectory: (path) => jsonOf(file("list", path)) as string[],
    readLinks: (path) => jsonOf(file("links", path)) as Link[],
    readLink: (path) => jsonOf(file("link", path)) as string,
    run: (tool, args, { timeoutMilliseconds, outputLimit = Infinity }) =>
      attempt(() => {
        const call = callKey(args);
        const capture = captureOf(folder(tool.toLowerCase())?.next(call), `${tool} ${call}`);
        if (capture.delay >= timeoutMilliseconds) {
          throw new HostError("timedOut", `${tool} took over ${timeoutMilliseconds} ms`);
        }
        if (capture.stdout.length > outputLimit) {
          throw new HostError("tooMuchOutput", `${tool} printed more than ${outputLimit} bytes`);
        }
        return capture;
      }),
  };
}

function namesIn(directory: string, host: Host): string[] {
  try {
    return host.listDirectory(directory);
  } catch (cause) {
    if (!(cause instanceof HostError)) throw cause;
    const states: Partial<Record<HostErrorKind, string>> = {
      notFound: "there is no such folder",
      permissionDenied: "permission denied",
    };
    const state = states[cause.kind] ?? cause.message;
    throw new HostError(cause.kind, `Cannot replay ${directory}: ${state}`, { cause });
  }
}

function captureOf(answer: ReadAnswer | undefined, call: string): Capture & { delay: number } {
  if (!answer) throw new HostError("notRecorded", `Cannot replay "${call}": it was not recorded`);
  if (answer.stderr?.endsWith(ERROR_SUFFIX)) {
    throw parseFailure(new TextDecoder().decode(answer.bytes(answer.stderr)));
  }
  return {
    stdout: answer.bytes(answer.stdout),
    stderr: answer.bytes(answer.stderr),
    code: answer.code,
    delay: answer.delay,
  };
}

function valueOf(answer: ReadAnswer | undefined, call: string): Uint8Array {
  return captureOf(answer, call).stdout;
}

function jsonOf(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HostError("other", `Cannot replay: damaged JSON, ${text.slice(0, 60)}`, { cause });
  }
}

function allProcessFacts(folder: FolderReader | null): Map<number, ProcessFacts | null> {
  return new Map(
    folder?.all("processFacts").flatMap((answer) =>
      jsonOf(valueOf(answer, "processFacts")) as [number, ProcessFacts | null][]
    ),
  );
}

/** Strict where anything was recorded; a recording made by hand holds no facts at all. */
function chosen(
  recorded: Map<number, ProcessFacts | null>,
  pids: readonly number[],
): Map<number, ProcessFacts> {
  const facts = new Map<number, ProcessFacts>();
  if (recorded.size === 0) return facts;
  for (const pid of pids) {
    const known = recorded.get(pid);
    if (known === undefined) {
      throw new HostError(
        "notRecorded",
        `Cannot replay "processFacts ${pid}": it was not recorded`,
      );
    }
    if (known !== null) facts.set(pid, known);
  }
  return facts;
}

function attempt<Value>(action: () => Value): Promise<Value> {
  return new Promise((resolve) => resolve(action()));
}
