/**
 * Which processes a target means, and the sockets that processes hold.
 *
 * @module
 */
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Connection } from "../../model/connection.ts";
import { isLeftover } from "../../model/socket_columns.ts";
import type { EndTarget } from "./end_target.ts";

/** The sockets of a snapshot by the processes that hold them. */
export interface SocketHolders {
  /** The image name that the sockets tell; null where they tell none. */
  nameOf(pid: number): string | null;
  /** How many sockets a process holds, alone or with others. */
  countOf(pid: number): number;
  /** The processes that have a port at the local end, in ascending order. */
  ofPort(matches: (port: number | null) => boolean): readonly number[];
  /** Whether a port is used at the local end, and by a process that could not be seen. */
  portState(matches: (port: number | null) => boolean): { isUsed: boolean; isHidden: boolean };
}

/** Sorts sockets by their processes. */
export function socketHolders({ connections, owners }: WholeSnapshot): SocketHolders {
  const names = new Map<number, string | null>();
  const counts = new Map<number, number>();
  const holdersOf = (socket: Connection) => {
    const shared = owners?.shared.get(socket);
    if (shared !== undefined) return shared;
    // Process 0 stands for none: TIME_WAIT.
    return socket.pid === null || socket.pid === 0
      ? []
      : [{ pid: socket.pid, process: socket.process }];
  };
  for (const socket of connections) {
    for (const { pid, process } of holdersOf(socket)) {
      names.set(pid, names.get(pid) ?? process);
      counts.set(pid, (counts.get(pid) ?? 0) + 1);
    }
  }
  const atPort = (matches: (port: number | null) => boolean) =>
    connections.filter(({ localPort }) => matches(localPort));
  return {
    nameOf: (pid) => names.get(pid) ?? null,
    countOf: (pid) => counts.get(pid) ?? 0,
    ofPort(matches) {
      const pids = atPort(matches).flatMap((socket) => holdersOf(socket).map(({ pid }) => pid));
      return [...new Set(pids)].sort((a, b) => a - b);
    },
    portState(matches) {
      const sockets = atPort(matches);
      const isHidden = sockets.some((socket) =>
        socket.pid === null && !isLeftover(socket) && holdersOf(socket).length === 0
      );
      return { isUsed: sockets.length > 0, isHidden };
    },
  };
}

/** The process IDs that a target means, in ascending order. */
export function matchTarget(
  target: EndTarget,
  { processes }: WholeSnapshot,
  holders: SocketHolders,
): readonly number[] {
  switch (target.kind) {
    case "pid": {
      // No process has the ID 0, but it is refused, not missing.
      const isKnown = target.pid === 0 || processes?.has(target.pid) ||
        holders.countOf(target.pid) > 0;
      return isKnown ? [target.pid] : [];
    }
    case "port":
      return holders.ofPort(target.matches);
    case "process":
      return [...processes?.values() ?? []]
        .flatMap(({ pid, process }) => target.matches(process) ? pid : [])
        .sort((a, b) => a - b);
  }
}
