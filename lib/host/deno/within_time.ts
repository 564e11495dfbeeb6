/**
 * A time-out for what Deno does over the network.
 *
 * @module
 */
import { toHostError } from "./deno_error.ts";
import { HostError } from "../host.ts";

/**
 * Does something that listens to a signal, which is given when the time is up. `what` begins the
 * message of a failure, `Cannot get x`; whatever is thrown becomes a {@linkcode HostError}.
 */
export async function withinTime<Value>(
  action: (signal: AbortSignal) => Promise<Value>,
  { what, milliseconds }: { what: string; milliseconds: number },
): Promise<Value> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), milliseconds);
  try {
    return await action(controller.signal);
  } catch (thrown) {
    if (!controller.signal.aborted) throw toHostError(thrown, what);
    throw new HostError("timedOut", `${what}: it took over ${milliseconds} ms`, { cause: thrown });
  } finally {
    clearTimeout(timer);
  }
}
