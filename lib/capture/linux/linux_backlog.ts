/**
 * TCP connections that the kernel has taken for a listener and that its program has not accepted
 * yet. No process holds them, so the kernel prints inode 0 as for a connection that is over, but
 * they are the listener's.
 *
 * @module
 */
import type { Socket, State } from "../../model/socket.ts";

/**
 * The states in which a connection without an inode waits to be accepted; in all others it is
 * being closed.
 */
const WAITING: ReadonlySet<string | null> = new Set<State>([
  "SYN_RECEIVED",
  "ESTABLISHED",
  "CLOSE_WAIT",
]);

/** Whether a socket that no process holds waits for a program to accept it. */
export function waitsForAccept({ state }: Socket): boolean {
  return WAITING.has(state);
}

/**
 * Finds listeners: that of a local end's own address, else that of any address; null where there
 * is none.
 */
export function listenerIndex(sockets: readonly Socket[]): (socket: Socket) => Socket | null {
  const listeners = new Map<string, Socket>();
  for (const socket of sockets) {
    const { state, localAddress, localPort } = socket;
    if (state === "LISTENING") listeners.set(`${localAddress} ${localPort}`, socket);
  }
  return ({ localAddress, localPort }) => {
    const any = localAddress?.includes(":") ? "::" : "0.0.0.0";
    return listeners.get(`${localAddress} ${localPort}`) ?? listeners.get(`${any} ${localPort}`) ??
      null;
  };
}
