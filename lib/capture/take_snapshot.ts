/**
 * Takes a snapshot in one call, for scripts.
 *
 * @module
 */
import { denoHost } from "../host/deno/deno_host.ts";
import { Diagnostics } from "./diagnostics.ts";
import { READ_DEFAULTS, readSnapshot, readWhole, type WholeSnapshot } from "./snapshot.ts";
import type { SnapshotOptions, SourceHost } from "./source.ts";

/** Options of {@linkcode snapshot}. */
export interface TakeOptions extends Partial<Omit<SnapshotOptions, "sockets" | "processes">> {
  /** The machine, or a recording of one. @default this machine */
  readonly host?: SourceHost;
}

/** A snapshot and its diagnostics. */
export interface TakenSnapshot extends WholeSnapshot {
  /** Rejected lines, warnings and notes. */
  readonly diagnostics: Diagnostics;
}

/**
 * Takes a snapshot: every socket on this machine with its process, and all processes. With `from`,
 * reads saved output of netstat, tasklist or netwho instead.
 *
 * @throws {CaptureError} if a tool or file is missing or fails.
 * @throws {ParseError} if saved files hold no sockets.
 *
 * @example
 * ```ts
 * import { snapshot } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
 * const { connections } = await snapshot();
 * assert(connections.some(({ localPort }) => localPort === listener.addr.port));
 * ```
 */
export async function snapshot({ host = denoHost(), ...options }: TakeOptions = {}): Promise<
  TakenSnapshot
> {
  const diagnostics = new Diagnostics();
  const wanted = {
    from: [],
    ...READ_DEFAULTS,
    ...options,
    sockets: true,
    processes: "all",
  } as const;
  const whole = await readWhole(await readSnapshot(host, wanted, diagnostics));
  return { ...whole, diagnostics };
}
