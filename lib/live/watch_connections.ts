/**
 * Watches connections, for scripts.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { READ_DEFAULTS, readSnapshot, readWhole } from "../capture/snapshot.ts";
import type { SourceHost } from "../capture/source.ts";
import { denoHost } from "../host/deno/deno_host.ts";
import { LiveLooks, type LooksPlan } from "./live_looks.ts";
import type { LiveLook } from "./live_row.ts";
import { USUAL_INTERVAL } from "./watch_plan.ts";

/** Options of {@linkcode watchConnections}. */
export interface WatchOptions extends Partial<Omit<LooksPlan, "look">> {
  /** The machine, or a recording of one. @default this machine */
  readonly host?: SourceHost;
}

/**
 * Looks at the connections of this machine again and again, every two seconds unless told otherwise, and
 * tells with each look what changed. Ends after `count` looks, after `lasts` milliseconds, or with the
 * look in which a connection passes `until`.
 *
 * @throws {CaptureError} if a look fails; with `onFailure` that is told, and the next one is made.
 * @throws the reason of the signal, if that aborts.
 *
 * @example
 * ```ts
 * import { watchConnections } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * using server = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const { port } = server.addr;
 * const until = ({ connection }: { connection: { localPort: number | null } }) =>
 *   connection.localPort === port;
 * const looks = await Array.fromAsync(watchConnections({ every: 500, until }));
 * assert(looks.at(-1)?.rows.some((row) => until(row)));
 * ```
 */
export async function* watchConnections(
  { host = denoHost(), every = USUAL_INTERVAL, onFailure = rethrow, ...plan }: WatchOptions = {},
): AsyncGenerator<LiveLook> {
  const wanted = {
    ...READ_DEFAULTS,
    from: [],
    sockets: true,
    processes: "owners",
    oneList: true,
  } as const;
  yield* new LiveLooks(host, {
    ...plan,
    every,
    onFailure,
    look: async (signal) =>
      await readWhole(await readSnapshot(host, { ...wanted, signal }, new Diagnostics())),
  });
}

function rethrow(error: Error): never {
  throw error;
}
