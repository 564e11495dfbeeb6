/**
 * Sockets and processes of a Linux machine, for a snapshot.
 *
 * @module
 */
import type { Facts, Files } from "../../host/host.ts";
import type { Process } from "../../model/process.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { type SnapshotOptions, type SnapshotSource, socketBatches } from "../source.ts";
import { readLinuxProcesses, readLinuxSockets } from "./linux.ts";

/**
 * Reads `/proc`.
 *
 * @throws {CaptureError} it cannot be read.
 */
export function readLinuxSource(
  host: Files & Facts,
  options: Pick<SnapshotOptions, "sockets" | "processes">,
  diagnostics: Diagnostics,
): SnapshotSource {
  const found = options.sockets
    ? readLinuxSockets(host as never, { details: options.processes === "owners" })
    : null;
  if (found !== null) {
    const { sockets, rejected } = found;
    diagnostics.report({ label: "/proc", rows: sockets.length, rejected });
  }
  const unreadable = found?.unreadable ?? 0;
  return {
    batches: socketBatches(found?.sockets ?? []),
    processes: options.processes === "all"
      ? allProcesses(host, diagnostics)
      : found?.processes ?? null,
    unseen: { hiddenBy: unreadable > 0 ? "root" : "elsewhere", processes: unreadable },
  };
}

function allProcesses(host: Files & Facts, diagnostics: Diagnostics): Map<number, Process> {
  const { processes, rejected } = readLinuxProcesses(host as never);
  diagnostics.report({ label: "/proc", rows: processes.length, rejected });
  return new Map(processes.map((process) => [process.pid, process]));
}
