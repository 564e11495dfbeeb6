/**
 * A host that answers from a recording, for `--replay`.
 *
 * @module
 */
import { type Host, HostError, type HostErrorKind, type Link } from "../host.ts";
import { callKey, HOST_FOLDER, PROC_FOLDER } from "./recording_format.ts";
import { folderReader } from "./replay_folder.ts";
import { jsonOf, valueOf } from "./replayed_capture.ts";
import { replayedNetwork } from "./replayed_network.ts";
import { replayedProcesses } from "./replayed_processes.ts";
import { replayedTools } from "./replayed_tools.ts";

/** What the clock of a recording that holds no time says: 2000-01-01T00:00:00Z. */
const NO_TIME = Date.UTC(2000, 0, 1);

/**
 * A host that answers from the recording in `directory`, whatever system it was made on, and is
 * `host` itself for output, the terminal, environment variables and the user's own files. A call
 * that was not recorded is a {@linkcode HostError} of kind `notRecorded` that names it.
 *
 * A recording made by hand needs only the folders of the tools: it is Windows', unless it has a
 * `proc` folder; its clock stands at the start of 2000; what else the host knows is null. There is no
 * cache, and nobody waits.
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
  return {
    ...host,
    os,
    now: () => (facts("now") ?? NO_TIME) as number,
    consoleCodePage: () => (facts("consoleCodePage") ?? null) as number | null,
    oemCodePage: () => (facts("oemCodePage") ?? null) as number | null,
    elevated: () => (facts("elevated") ?? null) as boolean | null,
    ...replayedProcesses(folder, facts),
    ...replayedNetwork(folder),
    run: replayedTools(folder),
    sleep: () => Promise.resolve(),
    cacheFolder: () => null,
    readFile: (path) => file("read", path),
    listDirectory: (path) => jsonOf(file("list", path)) as string[],
    readLinks: (path) => jsonOf(file("links", path)) as Link[],
    readLink: (path) => jsonOf(file("link", path)) as string,
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
