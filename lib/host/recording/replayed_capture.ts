/**
 * What a recorded answer comes to: a capture, bytes, JSON, or the failure that was recorded.
 *
 * @module
 */
import { type Capture, HostError } from "../host.ts";
import { ERROR_SUFFIX, parseFailure, PARTIAL_SUFFIX } from "./recording_format.ts";
import type { FolderReader, ReadAnswer } from "./replay_folder.ts";

/** The folders of a recording by name; null for one that it does not have. */
export type Folders = (name: string) => FolderReader | null;

/** A capture, and how many milliseconds it took. */
export interface Delayed extends Capture {
  readonly delay: number;
}

/** The capture that an answer holds. `call` names it, with its folder, where there is none. */
export function captureOf(answer: ReadAnswer | undefined, call: string): Delayed {
  if (!answer) throw new HostError("notRecorded", `Cannot replay "${call}": it was not recorded`);
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

/** The bytes that an answer holds. */
export function valueOf(answer: ReadAnswer | undefined, call: string): Uint8Array {
  return captureOf(answer, call).stdout;
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

/** What took longer than it may. */
export function late(what: string, milliseconds: number): HostError {
  return new HostError("timedOut", `${what} took over ${milliseconds} ms`);
}

/** What gave more than it may. */
export function tooMuch(what: string, bytes: number): HostError {
  return new HostError("tooMuchOutput", `${what} gave more than ${bytes} bytes`);
}

/** What an action gives or throws, as a promise. */
export function attempt<Value>(action: () => Value): Promise<Value> {
  return new Promise((resolve) => resolve(action()));
}
