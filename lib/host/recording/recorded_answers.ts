/**
 * The answers in a recording: which one belongs to a call, and the result that it holds.
 *
 * @module
 */
import { NotRecordedError } from "../../errors.ts";
import { type Capture, type Files, HostError } from "../host.ts";
import {
  type Answer,
  ANY_CALL,
  ERROR_SUFFIX,
  INDEX_NAME,
  parseFailure,
  parseIndex,
  PARTIAL_SUFFIX,
} from "./recording_format.ts";

/** An answer and its bytes. */
export interface ReadAnswer extends Answer {
  readonly bytes: (name: string | null) => Uint8Array;
}

/** One folder of a recording. */
export interface FolderReader {
  /**
   * The answer to the next of equal calls; the last one answers all that follow. Of several spellings
   * of a call the first that was recorded counts.
   */
  next(...spellings: string[]): ReadAnswer | undefined;
  /** All answers to a call. */
  all(call: string): ReadAnswer[];
}

/** The folders of a recording by name; null for one that it does not have. */
export type Folders = (name: string) => FolderReader | null;

/** A capture, and how many milliseconds it took. */
export interface Delayed extends Capture {
  readonly delay: number;
}

/** The folders of a recording, each read at its first use. */
export function openFolders(
  host: Pick<Files, "readFile">,
  { directory, names }: { directory: string; names: readonly string[] },
): Folders {
  const readers = new Map<string, FolderReader | null>();
  return (folder) => {
    const known = readers.get(folder);
    if (known !== undefined) return known;
    const reader = names.includes(folder) ? readFolder(host, `${directory}/${folder}`) : null;
    readers.set(folder, reader);
    return reader;
  };
}

function readFolder(host: Pick<Files, "readFile">, path: string): FolderReader | null {
  const index = indexText(host, path);
  if (index === null) return null;
  const answers = new Map<string, ReadAnswer[]>();
  const bytes = (name: string | null) =>
    name === null ? new Uint8Array() : host.readFile(`${path}/${name}`);
  for (const answer of parseIndex(index)) {
    const key = foldCase(answer.call);
    const list = answers.get(key);
    if (list) list.push({ ...answer, bytes });
    else answers.set(key, [{ ...answer, bytes }]);
  }
  const asked = new Map<string, number>();
  const all = (call: string) => {
    const key = foldCase(call);
    const exact = answers.get(key);
    const matching = exact?.filter((answer) => answer.call === call) ?? [];
    return matching.length > 0 ? matching : exact ?? answers.get(ANY_CALL) ?? [];
  };
  const isKnown = (call: string) => answers.has(foldCase(call));
  return {
    all,
    next(...spellings) {
      const call = spellings.find(isKnown) ?? spellings[0]!;
      const matching = all(call);
      const turn = asked.get(call) ?? 0;
      asked.set(call, turn + 1);
      return matching[Math.min(turn, matching.length - 1)];
    },
  };
}

function indexText(host: Pick<Files, "readFile">, path: string): string | null {
  try {
    return new TextDecoder().decode(host.readFile(`${path}/${INDEX_NAME}`));
  } catch (thrown) {
    if (thrown instanceof HostError && thrown.kind === "notFound") return null;
    throw thrown;
  }
}

/** ASCII case is ignored, as by the player of recordings under Wine. */
function foldCase(call: string): string {
  return call.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/**
 * The capture in an answer.
 *
 * @throws {NotRecordedError} where there is no answer to `call`, named with its folder.
 * @throws {HostError} the refusal that was recorded.
 */
export function captureOf(answer: ReadAnswer | undefined, call: string): Delayed {
  if (!answer) throw new NotRecordedError(call);
  if (answer.stderr?.endsWith(ERROR_SUFFIX)) {
    throw parseFailure(new TextDecoder().decode(answer.bytes(answer.stderr)));
  }
  return {
    stdout: answer.bytes(answer.stdout),
    stderr: answer.bytes(answer.stderr),
    code: answer.code,
    delay: answer.delay,
    ...answer.stderr?.endsWith(PARTIAL_SUFFIX) && { timedOut: true },
  };
}

/** Recorded bytes as JSON. */
export function jsonOf(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new HostError("other", `Cannot replay: damaged JSON, ${text.slice(0, 60)}`, { cause });
  }
}
