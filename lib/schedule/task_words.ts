/**
 * Tasks in words: when one starts, what it runs, how its last run ended.
 *
 * @module
 */
import { EXIT } from "../errors.ts";
import { durationText } from "../text/durations.ts";
import { quoteSpaces } from "../text/wording.ts";
import type { Task, Trigger } from "./scheduler.ts";

/** When a task starts: `every 5m`, `daily at 09:00`, `at log-on`. */
export function triggerInWords(trigger: Trigger): string {
  if (trigger.kind === "every") return `every ${durationText(trigger.milliseconds)}`;
  return trigger.kind === "daily" ? `daily at ${trigger.time}` : "at log-on";
}

/** What a task runs, as one would type it: `netwho log --every 10s`. */
export function commandInWords({ command }: Pick<Task, "command">): string {
  return ["netwho", ...command].map((word) => word === "" ? '""' : quoteSpaces(word)).join(" ");
}

const RESULTS: Readonly<Record<number, string>> = {
  [EXIT.ok]: "succeeded",
  [EXIT.findings]: "found differences",
  [EXIT.usage]: "failed: its command line is invalid",
  [EXIT.capture]: "failed: a read, a write or a tool failed",
  [EXIT.notUnderstood]: "failed: the input was not understood",
  129: "ended: its terminal was closed",
  [EXIT.interrupted]: "interrupted",
  137: "killed",
  143: "stopped",
};

/** An exit code of netwho in words; of Linux, with 128 and the signal that ended it. */
export function exitCodeInWords(code: number): string {
  return RESULTS[code] ?? `failed: exit code ${code}`;
}

/** Results that are no failures: of netwho, of a run that was stopped, of Windows' scheduler. */
const HARMLESS: ReadonlySet<number> = new Set([
  EXIT.ok,
  EXIT.findings,
  129,
  EXIT.interrupted,
  143,
  0x8004_131f, // was running already
  0x8004_1320, // nobody was logged on
  0x8007_04dd,
  0x8007_10e0,
  0xc000_013a, // logged off
  0x4001_0004,
]);

/** Whether the last result of a task, of any system, is a failure. */
export function isFailure(result: number): boolean {
  const code = result >>> 0;
  const isState = code >= 0x0004_1300 && code < 0x0004_1400;
  return !HARMLESS.has(code) && !isState;
}
