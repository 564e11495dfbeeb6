/**
 * A host that answers from a recording, for `--replay`.
 *
 * @module
 */
import { NotRecordedError } from "../../errors.ts";
import { refusedActions } from "../actions.ts";
import {
  type Capture,
  type Facts,
  type Files,
  type Host,
  HostError,
  type ProcessFacts,
  type RunOptions,
} from "../host.ts";
import { attempt, describeRefusal } from "../refusals.ts";
import { hostOnTape, PROCESS_FACTS, type RecordedCall, type Tape } from "./recorded_calls.ts";
import {
  type Answer,
  ANY_CALL,
  ERROR_SUFFIX,
  INDEX_NAME,
  parseFailure,
  parseIndex,
  PARTIAL_SUFFIX,
  PROC_FOLDER,
} from "./recording_format.ts";

/**
 * A host that answers from the recording in `directory`, whatever system it was made on, and is
 * `host` itself for output, the terminal, environment variables and the user's own files. A call
 * that was not recorded throws a {@linkcode NotRecordedError} that names it. Actions are refused.
 *
 * A recording made by hand needs only the folders of the tools: its system is Windows, unless it has
 * a `proc` folder; its clock stands at the start of 2000; other facts are null. No recording holds
 * command lines. There is no cache, and sleeping takes no time.
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
  const folderOf = openFolders(directory, { names, host });
  if (!names.some((name) => folderOf(name) !== null)) {
    throw new HostError("notFound", `Cannot replay ${directory}: there is no recording in it`);
  }
  const os = names.includes(PROC_FOLDER) ? "linux" : "windows";
  return {
    ...hostOnTape({ ...host, os }, replayingTape(folderOf)),
    processFacts: replayedProcesses(folderOf),
    commandLines: () => new Map(), // no recording holds them
    ownPid: () => null, // netwho does not run on the recorded machine
    sleep: (_, { signal } = {}) => Promise.try(() => signal?.throwIfAborted()),
    ...refusedActions("recorded", "a recording cannot be changed"),
  };
}

function namesIn(directory: string, host: Files): string[] {
  const { value, refusal } = attempt(() => host.listDirectory(directory));
  if (value !== null) return value;
  const state = describeRefusal(refusal, { of: "folder" });
  throw new HostError(refusal.kind, `Cannot replay ${directory}: ${state}`, { cause: refusal });
}

function replayingTape(folderOf: FolderOf): Tape {
  const answer = <Value>(call: RecordedCall<Value>, limits: RunOptions = NO_LIMITS): Value => {
    limits.signal?.throwIfAborted();
    const { folder, keys, decode, otherwise } = call;
    const name = `${folder} ${keys[0]}`;
    const found = folderOf(folder)?.next(keys);
    if (found !== undefined) return decode(withinLimits(found, name, limits));
    if (otherwise !== undefined) return otherwise;
    throw new NotRecordedError(name);
  };
  return {
    answer: (call) => answer(call),
    answerLater: (call, _ask, limits) => Promise.try(() => answer(call, limits)),
    constant: (call) => () => answer(call),
  };
}

const NO_LIMITS: RunOptions = { timeoutMilliseconds: Infinity };

function withinLimits(
  answer: ReadAnswer,
  name: string,
  { timeoutMilliseconds, outputLimit = Infinity, keepPartial }: RunOptions,
): Capture {
  const capture = captureOf(answer);
  const isLate = answer.delay >= timeoutMilliseconds;
  if (isLate && keepPartial) return NO_OUTPUT_YET;
  if (isLate || (capture.timedOut && !keepPartial)) {
    throw new HostError("timedOut", `${name} took over ${timeoutMilliseconds} ms`);
  }
  if (capture.stdout.length > outputLimit) {
    throw new HostError("tooMuchOutput", `${name} gave more than ${outputLimit} bytes`);
  }
  return capture;
}

/** The output of a tool whose time-out comes before its first byte. */
const NO_OUTPUT_YET: Capture = {
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  code: 1,
  timedOut: true,
};

/** Strict where any facts were recorded; a recording made by hand has none. */
function replayedProcesses(folderOf: FolderOf): Facts["processFacts"] {
  const { folder, keys, decode } = PROCESS_FACTS;
  let recorded: Map<number, ProcessFacts | null> | undefined;
  return (pids) => {
    const answers = () => folderOf(folder)?.all(keys[0]!) ?? [];
    recorded ??= new Map(answers().flatMap((answer) => decode(captureOf(answer))));
    const facts = new Map<number, ProcessFacts>();
    if (recorded.size === 0) return facts;
    for (const pid of pids) {
      const known = recorded.get(pid);
      if (known === undefined) throw new NotRecordedError(`processFacts ${pid}`);
      // Earlier recordings hold empty paths.
      if (known !== null) facts.set(pid, { ...known, path: known.path || null });
    }
    return facts;
  };
}

/** An answer and its bytes. */
interface ReadAnswer extends Answer {
  readonly bytes: (name: string | null) => Uint8Array;
}

/** The capture in an answer; throws the {@linkcode HostError} that was recorded instead. */
function captureOf({ stdout, code, stderr, bytes }: ReadAnswer): Capture {
  if (stderr?.endsWith(ERROR_SUFFIX)) throw parseFailure(new TextDecoder().decode(bytes(stderr)));
  return {
    stdout: bytes(stdout),
    stderr: bytes(stderr),
    code,
    ...stderr?.endsWith(PARTIAL_SUFFIX) && { timedOut: true },
  };
}

/** One folder of a recording. */
interface FolderReader {
  /**
   * The answer to the next of equal calls; the last one answers all that follow. Of several keys of a
   * call the first that was recorded counts.
   */
  next(keys: readonly string[]): ReadAnswer | undefined;
  /** All answers to a call. */
  all(key: string): ReadAnswer[];
}

/** A folder of a recording by its name; null for one that it does not have. */
type FolderOf = (name: string) => FolderReader | null;

/** The folders of a recording, each read at its first use. */
function openFolders(
  directory: string,
  { names, host }: { names: readonly string[]; host: Files },
): FolderOf {
  const readers = new Map<string, FolderReader | null>();
  return (name) => {
    const known = readers.get(name);
    if (known !== undefined) return known;
    const reader = names.includes(name) ? readFolder(`${directory}/${name}`, host) : null;
    readers.set(name, reader);
    return reader;
  };
}

/** An index of a million answers has 64 MB. */
const LARGEST_INDEX = 64_000_000;

function readFolder(path: string, host: Files): FolderReader | null {
  const index = attempt(() => host.readFile(`${path}/${INDEX_NAME}`));
  if (index.refusal?.kind === "notFound") return null;
  if (index.refusal !== null) throw index.refusal;
  if (index.value.length > LARGEST_INDEX) {
    throw new HostError("other", `Cannot replay ${path}/${INDEX_NAME}: it is longer than 64 MB`);
  }
  const bytes = (name: string | null) => {
    if (name === null) return new Uint8Array();
    const { value, refusal } = attempt(() => host.readFile(`${path}/${name}`));
    if (value !== null) return value;
    const state = describeRefusal(refusal, { of: "file" });
    throw new HostError("other", `Cannot replay ${path}/${name}: ${state}`, { cause: refusal });
  };
  const answers = Map.groupBy(
    parseIndex(new TextDecoder().decode(index.value)).map((answer) => ({ ...answer, bytes })),
    ({ call }) => foldCase(call),
  );
  const turns = new Map<string, number>();
  const all = (key: string) => {
    const similar = answers.get(foldCase(key));
    const exact = similar?.filter(({ call }) => call === key) ?? [];
    return exact.length > 0 ? exact : similar ?? answers.get(ANY_CALL) ?? [];
  };
  return {
    all,
    next(keys) {
      const key = keys.find((key) => answers.has(foldCase(key))) ?? keys[0]!;
      const matching = all(key);
      const turn = turns.get(key) ?? 0;
      turns.set(key, turn + 1);
      return matching[Math.min(turn, matching.length - 1)];
    },
  };
}

/** ASCII case is ignored, as by the player of recordings under Wine. */
function foldCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}
