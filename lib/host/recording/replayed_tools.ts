/**
 * The tools of a recording.
 *
 * @module
 */
import type { Capture, Host } from "../host.ts";
import { callKey, callKeyWithInput } from "./recording_format.ts";
import { attempt, captureOf, type Folders, late, tooMuch } from "./replayed_capture.ts";

/** What a tool has printed when its time is up before it has begun. */
const NOTHING_YET: Capture = {
  stdout: new Uint8Array(),
  stderr: new Uint8Array(),
  code: 1,
  timedOut: true,
};

/** Runs the tools of a recording. */
export function replayedTools(folder: Folders): Host["run"] {
  return (tool, args, { timeoutMilliseconds, outputLimit = Infinity, input, keepPartial }) =>
    attempt(() => {
      const call = callKeyWithInput(args, input);
      const answer = folder(tool.toLowerCase())?.next(call, callKey(args));
      const { delay, ...capture } = captureOf(answer, `${tool} ${call}`);
      if (delay >= timeoutMilliseconds && keepPartial) return NOTHING_YET;
      if (delay >= timeoutMilliseconds || (capture.timedOut && !keepPartial)) {
        throw late(tool, timeoutMilliseconds);
      }
      if (capture.stdout.length > outputLimit) throw tooMuch(tool, outputLimit);
      return capture;
    });
}
