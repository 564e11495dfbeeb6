/**
 * Checks the tools that netwho runs.
 *
 * @module
 */
import { NotRecordedError } from "../errors.ts";
import { type Clock, type Facts, HostError, type Programs, type RunOptions } from "../host/host.ts";
import { type Check, okCheck } from "../model/check.ts";
import { type ToolCheck, TOOLS } from "../tools/tools.ts";

/** A slower tool makes netwho feel slow. */
const SLOW_MILLISECONDS = 5_000;

type ToolCall = { program: string; args: readonly string[]; options: RunOptions };

/** All tools side by side: where each of them hangs, one time-out is waited for and not their sum. */
export async function checkTools(
  host: Programs & Clock & Facts,
  options: RunOptions,
): Promise<Check[]> {
  const calls = TOOLS.flatMap(({ name: program, checks }) =>
    checks.flatMap((check) => {
      const args = check.arguments[host.os];
      return args === undefined ? [] : [checkTool(host, check, { program, args, options })];
    })
  );
  return (await Promise.all(calls)).flat();
}

/** The check of a tool; none where an older recording lacks it. */
async function checkTool(
  host: Programs & Clock,
  check: ToolCheck,
  call: ToolCall,
): Promise<Check[]> {
  try {
    return [await tryTool(host, check, call)];
  } catch (error) {
    if (error instanceof NotRecordedError && check.isLater) return [];
    throw error;
  }
}

/** Whether a tool answers, and how fast. */
async function tryTool(
  host: Programs & Clock,
  { name, failure, advice, adviceIfSlow, adviceIfItFails, exitCodeTells = true }: ToolCheck,
  { program, args, options }: ToolCall,
): Promise<Check> {
  const whenFailing = advice ?? adviceIfItFails ?? `Try ${name} in a terminal`;
  const began = host.now();
  try {
    const { code } = await host.run(program, args, options);
    const took = host.now() - began;
    if (code !== 0) {
      const value = `ended with code ${code} after ${took} ms`;
      if (!exitCodeTells) return okCheck(name, value);
      return { check: name, status: failure, value, advice: whenFailing };
    }
    const value = `answered in ${took} ms`;
    if (took < SLOW_MILLISECONDS) return okCheck(name, value);
    return { check: name, status: "warning", value, advice: advice ?? adviceIfSlow ?? null };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.kind === "timedOut") {
      const value = `hangs: no end within ${options.timeoutMilliseconds / 1000} s`;
      return { check: name, status: failure, value, advice: whenFailing };
    }
    const missing = `Put ${program} back where the system keeps it`;
    const whatToDo = advice ?? (error.kind === "notFound" ? missing : whenFailing);
    return { check: name, status: failure, value: error.message, advice: whatToDo };
  }
}
