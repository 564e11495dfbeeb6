/**
 * Listings that stand one below another in one text: `netstat -ano 5` prints its listing every five
 * seconds, each with its header.
 *
 * @module
 */
import type { Socket } from "../../model/socket.ts";

/** Counts the listings of a text, and tells whether they show the same again. */
export class RepeatedListings {
  /** How many there are. */
  count = 1;
  /** The number of rows before the last one. */
  rowsBefore = 0;
  /** The kinds of sockets of the last one, and of those before it, a bit each. */
  #kinds = 0;
  #kindsBefore = 0;

  /** Whether the last one shows what the others show: it lacks no kind of sockets that they have. */
  get isRepeated(): boolean {
    return this.count > 1 && (this.#kindsBefore & ~this.#kinds) === 0;
  }

  /** Takes note of a row. */
  add({ protocol, localAddress, state }: Socket): void {
    const isConnection = protocol === "TCP" && state !== "LISTENING";
    this.#kinds |= isConnection ? CONNECTION : waitingKind(protocol, localAddress);
  }

  /** Takes note of a header, below as many rows. */
  begin(rows: number): void {
    if (rows === 0) return;
    this.count++;
    this.rowsBefore = rows;
    this.#kindsBefore |= this.#kinds;
    this.#kinds = 0;
  }
}

/** Connections of both families: those of one come and go. */
const CONNECTION = 1;

/** UDP sockets and listeners, of each family by themselves: netstat can be asked for each alone. */
function waitingKind(protocol: string, localAddress: string | null): number {
  const isIpv6 = localAddress !== null && localAddress.includes(":");
  return (protocol === "UDP" ? 2 : 4) << (isIpv6 ? 2 : 0);
}
