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

  /** Whether the last one shows what the others show: it lacks no protocol that they have. */
  get isRepeated(): boolean {
    return this.count > 1 && (this.#kindsBefore & ~this.#kinds) === 0;
  }

  /** Takes note of a row. */
  add({ protocol, localAddress }: Socket): void {
    const isIpv6 = localAddress !== null && localAddress.includes(":");
    this.#kinds |= (protocol === "UDP" ? 1 : 2) << (isIpv6 ? 2 : 0);
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
