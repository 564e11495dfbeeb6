/**
 * Snapshots of test machines, with all their processes.
 *
 * @module
 */
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readSnapshot, readWhole, type WholeSnapshot } from "../../lib/capture/snapshot.ts";
import type { SourceHost } from "../../lib/capture/source.ts";

/** Reads a machine, or the saved files in `from`, as `netwho inspect` does. */
export async function wholeSnapshot(
  host: SourceHost,
  { from = [] }: { from?: readonly string[] } = {},
): Promise<WholeSnapshot> {
  const wanted = {
    from,
    encoding: null,
    sockets: true,
    processes: "all",
    fast: false,
    details: true,
    timeoutMilliseconds: 30_000,
  } as const;
  return await readWhole(await readSnapshot(host, wanted, new Diagnostics()));
}
