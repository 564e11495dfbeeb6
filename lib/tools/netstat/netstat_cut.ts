/**
 * Ends that Linux' netstat cut: without `-W` it prints 23 characters of an end, the whole port and
 * what fits of the address, and no sign that something is missing.
 *
 * @module
 */
import { type PortProtocol, servicePort } from "../../address/ports.ts";
import type { Socket } from "../../model/socket.ts";
import { LEFT_BRACKET, textOf } from "../../text/ascii.ts";
import { type Endpoint, LARGEST_PORT, readEndpoint } from "./netstat_endpoint.ts";

/** The characters of an end that was cut; Red Hat's netstat had wider columns until 2014. */
const [CUT_WIDTH, WIDE_CUT_WIDTH] = [23, 27];

/** To how many characters the ends of a row are cut, by where its two ends begin. */
export function cutWidth(local: number, remote: number): number {
  return remote - local === WIDE_CUT_WIDTH + 1 ? WIDE_CUT_WIDTH : CUT_WIDTH;
}

/** An end of a row that Linux' netstat printed. */
export interface LinuxEnd extends Endpoint {
  /** The address that may be the beginning of a longer one; "" if it certainly is one. */
  readonly cut?: string;
}

/** Reads a word of Linux' netstat that cuts ends to a width; null if it is not an end of a socket. */
export function readLinuxEnd(
  bytes: Uint8Array,
  start: number,
  end: number,
  { protocol, width }: { protocol: PortProtocol; width: number },
): LinuxEnd | null {
  const found = readEndpoint(bytes, start, end, protocol);
  if (bytes[start] === LEFT_BRACKET) return found;
  const text = textOf(bytes, start, end);
  const colon = text.lastIndexOf(":");
  const address = text.slice(0, colon);
  if (found === null) {
    const port = portOf(text.slice(colon + 1), protocol);
    return port === undefined || !BEGINNING_OF_IPV6.test(address) ? null : withoutAddress(port, "");
  }
  if (found.host !== null && BEGINNING_OF_IPV4.test(found.host)) {
    return withoutAddress(found.port, "");
  }
  const isSuspect = found.address !== null && isCutWidth(text, address, width) && !isWhole(address);
  return isSuspect ? withoutAddress(found.port, address) : found;
}

function withoutAddress(port: number | null, cut: string): LinuxEnd {
  return { address: null, host: null, port, isCut: false, cut };
}

/** The port behind half an address, null for an unknown service; undefined if it may be a group. */
function portOf(text: string, protocol: PortProtocol): number | null | undefined {
  if (/^\d{1,5}$/.test(text)) return Number(text) <= LARGEST_PORT ? Number(text) : undefined;
  return servicePort(protocol, text) ?? (/^[\w-]*[g-z][\w-]*$/i.test(text) ? null : undefined);
}

const BEGINNING_OF_IPV6 = /^(?:::|[\da-f]{1,4}:)[\da-f:.]{0,40}$/i;
/** Digits and dots that are no address: no host has such a name. */
const BEGINNING_OF_IPV4 = /^\d{1,3}\.[\d.]{0,12}$/;

/** Whether netstat is known to print whole ends, since this one is wider than it would have cut it. */
export function isWideEnd(start: number, end: number, width: number): boolean {
  return end - start > width;
}

/** A copy of an IPv6 address with a service's name may have lost the colon at its end. */
function isCutWidth(text: string, address: string, width: number): boolean {
  const hasName = /[a-z][^:]*$/i.test(text.slice(address.length + 1));
  return text.length === width ||
    (text.length === width - 1 && hasName && address.includes(":"));
}

/** Whether nothing can follow the address, as its last number is as long as can be. */
function isWhole(address: string): boolean {
  const last = /[^.:]*$/.exec(address)![0];
  if (address.includes(".")) return last === "0" || last.length === 3 || Number(last) > 25;
  const groups = address.split(":").filter((group) => group !== "").length;
  return last.length === 4 && groups >= (address.includes("::") ? 6 : 8);
}

/** A row with ends that may have been cut. */
export interface Suspect {
  readonly socket: Socket;
  readonly line: number;
  readonly text: string;
  /** {@linkcode LinuxEnd.cut} of both ends. */
  readonly local: string | undefined;
  readonly remote: string | undefined;
}

/** So many rows wait until one shows whether netstat cut ends. */
const MOST_HELD = 500;

/**
 * Decides about ends that may have been cut. An end that is too wide, below the same header, shows that
 * netstat ran with `-W`, so that all are whole; rows wait for it from the first suspect on.
 */
export class CutEnds {
  readonly #take: (socket: Socket) => void;
  readonly #tell: (suspect: Suspect) => void;
  #suspects: Suspect[] = [];
  #held: Socket[] = [];
  /** Whether netstat cuts ends; null while that is not known. */
  #cuts: boolean | null = null;

  /** @param to `take` gets the rows in their order, `tell` the ones whose address was cut. */
  constructor(
    { take, tell }: { take: (socket: Socket) => void; tell: (suspect: Suspect) => void },
  ) {
    this.#take = take;
    this.#tell = tell;
  }

  /** Adds a row that was read, with ends that may have been cut. */
  suspect(suspect: Suspect): void {
    this.#suspects.push(suspect);
    if (suspect.local === "" || suspect.remote === "") this.settle(true);
    else if (this.#cuts !== null) this.settle(this.#cuts);
  }

  /** Hands on a row, at once or later. */
  handOn(socket: Socket): void {
    if (this.#suspects.length === 0) return this.#take(socket);
    // Waits behind the suspect, which may be this row.
    this.#held.push(socket);
    if (this.#held.length >= MOST_HELD) this.settle(true);
  }

  /** Notes that netstat cuts ends or does not, and hands on what waited for that. */
  settle(cuts: boolean): void {
    this.#cuts = cuts;
    const suspects = this.#suspects;
    this.#suspects = [];
    for (const suspect of suspects) {
      if (cuts) this.#leaveOut(suspect);
      else restore(suspect);
    }
    this.#release();
  }

  /** Another listing begins, or all ends: what is not known to be whole is left out. */
  finish(): void {
    this.settle(true);
    this.#cuts = null;
  }

  #release(): void {
    const held = this.#held;
    this.#held = [];
    for (const socket of held) this.#take(socket);
  }

  #leaveOut(suspect: Suspect): void {
    suspect.socket.isAddressCut = true;
    this.#tell(suspect);
  }
}

function restore({ socket, local, remote }: Suspect): void {
  if (local !== undefined) socket.localAddress = local;
  if (remote !== undefined) socket.remoteAddress = remote;
}
