/**
 * Machines for tests of ending processes: processes with their parents, and their sockets.
 *
 * @module
 */
import { OwnersSeen } from "../../lib/capture/hidden_owners.ts";
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import type { Host } from "../../lib/host/host.ts";
import type { Connection } from "../../lib/model/connection.ts";
import type { Process } from "../../lib/model/process.ts";
import { BLANK_PROCESS } from "./blank_process.ts";
import { type FakeHost, fakeHost } from "./fake_host.ts";

/** When processes of test machines start, unless a test says otherwise. */
export const STARTED = "2026-01-01T00:00:00.000Z";

/** A process; its name is its ID's, its path that of the name, unless the test says otherwise. */
export type MachineProcess = Partial<Process> & { readonly pid: number };

/** The snapshot of a machine with such processes and sockets. */
export function machineSnapshot(
  processes: readonly MachineProcess[] | null,
  { connections = [], unseen = {} }: {
    connections?: readonly Connection[];
    unseen?: Partial<WholeSnapshot["unseen"]>;
  } = {},
): WholeSnapshot {
  const listed = processes?.map((process): Process => ({
    ...BLANK_PROCESS,
    process: `program${process.pid}.exe`,
    path: `C:\\Apps\\${process.process ?? `program${process.pid}.exe`}`,
    memoryBytes: 4096,
    startedAt: STARTED,
    ...process,
  }));
  return {
    observedAt: "2026-01-02T03:04:05.000Z",
    computer: "PC-7",
    isSaved: false,
    processes: listed === undefined ? null : new Map(listed.map((row) => [row.pid, row])),
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0, ...unseen },
    owners: new OwnersSeen(),
    connections,
  };
}

/** Windows, with netwho as process 900 of a shell, 800, unless a test says otherwise. */
export function windowsMachine(overrides: Partial<Host> = {}): FakeHost {
  return fakeHost({ os: "windows", ownPid: () => 900, ...overrides });
}

/** netwho itself and the shell that it was started from. */
export const OWN: readonly MachineProcess[] = [
  { pid: 800, process: "pwsh.exe" },
  { pid: 900, process: "netwho.exe", parentPid: 800 },
];
