/**
 * Windows' own list of processes, for tests.
 *
 * @module
 */
import type { ListedProcess } from "../../lib/host/host.ts";

/** Makes the list of PIDs with the parents and names of the processes. */
export function listedProcesses(
  ...processes: readonly (readonly [pid: number, parentPid: number, name?: string])[]
): Map<number, ListedProcess> {
  return new Map(
    processes.map(([pid, parentPid, name = null]) => [pid, { parentPid, name }]),
  );
}
