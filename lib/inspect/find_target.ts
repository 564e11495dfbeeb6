/**
 * Which processes and sockets a target means.
 *
 * @module
 */
import type { Connection } from "../model/connection.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Target } from "./target.ts";

/** What a target means. */
export interface Found {
  /** The processes, in ascending order. */
  readonly pids: readonly number[];
  /** The sockets: all of the processes', or of an address those that have it. */
  readonly sockets: readonly Connection[];
}

/** Finds what a target means; nothing where there is no such thing. */
export function findTarget(target: Target, snapshot: WholeSnapshot): Found {
  const { connections } = snapshot;
  if (target.kind === "address") {
    const sockets = connections.filter(({ localAddress, remoteAddress }) =>
      target.matches(localAddress) || target.matches(remoteAddress)
    );
    return { pids: ownersOf(sockets), sockets };
  }
  if (target.kind === "port") {
    const meant = new Set(
      connections.filter(({ localPort, remotePort }) =>
        target.matches(localPort) || target.matches(remotePort)
      ),
    );
    const pids = ownersOf([...meant]);
    const owners = new Set(pids);
    return {
      pids,
      sockets: connections.filter((row) =>
        meant.has(row) || (row.pid !== null && owners.has(row.pid))
      ),
    };
  }
  const pids = [...knownProcesses(snapshot)]
    .filter(([pid, name]) => target.kind === "pid" ? pid === target.pid : target.matches(name))
    .map(([pid]) => pid)
    .sort((a, b) => a - b);
  const owners = new Set(pids);
  return { pids, sockets: connections.filter(({ pid }) => pid !== null && owners.has(pid)) };
}

/** The image names of all processes by PID: of those in the list, and of those that sockets name. */
export function knownProcesses(
  { connections, processes }: WholeSnapshot,
): ReadonlyMap<number, string | null> {
  const names = new Map<number, string | null>();
  for (const { pid, process } of connections) {
    if (pid !== null) names.set(pid, names.get(pid) ?? process);
  }
  for (const [pid, { process }] of processes ?? []) {
    names.set(pid, process ?? names.get(pid) ?? null);
  }
  return names;
}

/** The processes that own sockets; PID 0 owns none, it stands for nobody. */
function ownersOf(sockets: readonly Connection[]): number[] {
  const pids = new Set(sockets.flatMap(({ pid }) => pid === null || pid === 0 ? [] : [pid]));
  return [...pids].sort((a, b) => a - b);
}
