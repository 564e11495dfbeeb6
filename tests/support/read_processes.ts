/**
 * Reads all that can be read of processes.
 *
 * @module
 */
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSnapshot } from "../../lib/capture/snapshot.ts";
import type { SourceHost } from "../../lib/capture/source.ts";
import type { Process } from "../../lib/model/process.ts";

/** The processes of a machine by PID, with parents and command lines. */
export async function readProcesses(host: SourceHost): Promise<ReadonlyMap<number, Process>> {
  const wanted = {
    from: [],
    encoding: null,
    sockets: false,
    processes: "all",
    fast: false,
    details: true,
    timeoutMilliseconds: 30_000,
  } as const;
  return (await readSnapshot(host, wanted, new Diagnostics())).processes!;
}
