/**
 * Asks the windows of a process to close, as the cross in their corner does.
 *
 * @module
 */
import { ActionError, type EndOptions } from "../actions.ts";
import { type Capture, HostError, type RunOptions } from "../host.ts";

/** Runs taskkill. */
export type RunTaskkill = (args: readonly string[], options: RunOptions) => Promise<Capture>;

/**
 * Asks through taskkill. Its words are translated: only its exit code is read.
 *
 * @returns false where no window could be asked.
 * @throws {ActionError} where taskkill does not run.
 */
export async function askToClose(
  taskkill: RunTaskkill,
  pid: number,
  { timeoutMilliseconds, signal }: Pick<EndOptions, "timeoutMilliseconds" | "signal">,
): Promise<boolean> {
  try {
    const { code } = await taskkill(["/pid", `${pid}`], { timeoutMilliseconds, signal });
    return code === 0;
  } catch (thrown) {
    if (!(thrown instanceof HostError)) throw thrown;
    const isLate = thrown.kind === "timedOut";
    const state = isLate ? `takes over ${timeoutMilliseconds / 1000} s` : "does not run";
    throw new ActionError(
      isLate ? "timedOut" : "notSupported",
      `Cannot end process ${pid}: taskkill, which asks its windows to close, ${state}; --force ` +
        "ends it without asking",
      { cause: thrown },
    );
  }
}
