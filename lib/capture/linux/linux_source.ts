/**
 * Sockets and processes of a Linux machine, for a snapshot.
 *
 * @module
 */
import type { Files } from "../../host/host.ts";
import type { Process } from "../../model/process.ts";
import type { Diagnostics } from "../diagnostics.ts";
import { type SnapshotOptions, type SnapshotSource, socketBatches } from "../source.ts";
import { readLinuxProcesses } from "./linux_processes.ts";
import { readLinuxSockets } from "./linux_sockets.ts";

/**
 * Reads `/proc`.
 *
 * @throws {CaptureError} it cannot be read.
 */
export function readLinuxSource(
  host: Files,
  options: Pick<SnapshotOptions, "sockets" | "processes">,
  diagnostics: Diagnostics,
): SnapshotSource {
  const found = options.sockets
    ? readLinuxSockets(host, { details: options.processes === "owners" })
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
    unseen: {
      hiddenBy: unreadable > 0 ? "root" : "elsewhere",
      processes: found?.processCount ?? 0,
      unreadable,
    },
  };
}

function allProcesses(host: Files, diagnostics: Diagnostics): Map<number, Process> {
  const { processes, rejected } = readLinuxProcesses(host);
  diagnostics.report({ label: "/proc", rows: processes.length, rejected });
  return new Map(processes.map((process) => [process.pid, process]));
}
