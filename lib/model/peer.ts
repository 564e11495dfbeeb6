/**
 * Whether a socket has another end.
 *
 * @module
 */
import type { FieldValue } from "./field.ts";

/** The fields that tell whether a socket has another end. */
export interface PeerFields {
  readonly protocol?: FieldValue;
  readonly state?: FieldValue;
  readonly remoteAddress?: FieldValue;
  readonly remotePort?: FieldValue;
  readonly remoteHost?: FieldValue;
}

/**
 * Whether a socket has another end. Listeners have none, nor have sockets that are only bound, nor
 * UDP sockets that anybody can send to. A connection whose other end could not be read has one.
 */
export function hasPeer(
  { protocol, state, remoteAddress, remotePort, remoteHost }: PeerFields,
): boolean {
  if (state === "LISTENING" || state === "BOUND" || remotePort === 0) return false;
  if (typeof remoteAddress === "string") return !isAnyAddress(remoteAddress);
  if (typeof remoteHost === "string" || typeof remotePort === "number") return true;
  return protocol === "TCP" && OF_CONNECTIONS.has(state);
}

/** Whether a socket waits: a TCP listener, or a UDP socket without a peer, which anybody can send to. */
export function isWaiting(socket: PeerFields): boolean {
  return socket.protocol === "UDP" ? !hasPeer(socket) : socket.state === "LISTENING";
}

/** The states that only a connection has. */
const OF_CONNECTIONS: ReadonlySet<unknown> = new Set([
  "ESTABLISHED",
  "TIME_WAIT",
  "CLOSE_WAIT",
  "SYN_SENT",
  "SYN_RECEIVED",
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "LAST_ACK",
  "CLOSING",
]);

const [ZERO, COLON] = [48, 58];

/** Whether an address stands for none: `0.0.0.0` or `::`, in any notation, with or without a zone. */
export function isAnyAddress(address: string): boolean {
  // Most addresses begin in another way.
  const first = address.charCodeAt(0);
  if (first !== ZERO && first !== COLON) return false;
  return /^(?:::ffff:)?[0:.]+(?:%.*)?$/i.test(address);
}
