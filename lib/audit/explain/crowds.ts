/**
 * What the connections of a snapshot say of each other: numbers that tell whether one is as usual.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import { hasPeer } from "../../model/peer.ts";
import type { AuditView, Program, Subject } from "../engine/audit_view.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** The numbers behind what is normal. */
export class Crowds {
  readonly #view: AuditView;
  readonly #states = new Map<string, number>();
  readonly #webPeers = new Map<string, Set<string>>();
  readonly #byEnds = new Map<string, Subject>();
  #timeWait = 0;

  constructor(view: AuditView) {
    this.#view = view;
    for (const subject of view.subjects) this.#count(subject);
  }

  /** The system of the computer. */
  get os(): AuditView["os"] {
    return this.#view.os;
  }

  /** How many connections are in TIME_WAIT. */
  get timeWait(): number {
    return this.#timeWait;
  }

  /** How many connections of a program are in a state. */
  inState(program: Program, state: string): number {
    return this.#states.get(`${state} ${keyOf(program)}`) ?? 0;
  }

  /** To how many addresses a program is connected on the ports of the web. */
  webPeers(program: Program): number {
    return this.#webPeers.get(keyOf(program))?.size ?? 0;
  }

  /** The other half of a connection of this computer with itself; null where it is not listed. */
  otherHalf({ row }: Subject): Subject | null {
    return this.#byEnds.get(endsOf(row, { isTurned: true })) ?? null;
  }

  #count(subject: Subject): void {
    const { row, program } = subject;
    if (row.state === "TIME_WAIT") this.#timeWait++;
    if (!hasPeer(row)) return;
    const key = `${row.state} ${keyOf(program)}`;
    this.#states.set(key, (this.#states.get(key) ?? 0) + 1);
    if (row.remoteScope === "loopback") this.#byEnds.set(endsOf(row), subject);
    if (!isWebPort(row.remotePort) || directionOf(row) === "inbound") return;
    const peers = this.#webPeers.get(keyOf(program)) ?? new Set();
    this.#webPeers.set(keyOf(program), peers.add(row.remoteAddress ?? row.remoteHost ?? ""));
  }
}

/** Whether a port is one of the web. */
export function isWebPort(port: number | null): boolean {
  return port === 443 || port === 80;
}

/** A text that is equal for the processes of one program. */
function keyOf({ place, name, pid }: Program): string {
  return place ?? name ?? `pid ${pid}`;
}

function endsOf(
  { protocol, localAddress, localPort, remoteAddress, remotePort }: Connection,
  { isTurned = false }: { isTurned?: boolean } = {},
): string {
  const local = `${localAddress} ${localPort}`;
  const remote = `${remoteAddress} ${remotePort}`;
  return isTurned ? `${protocol} ${remote} ${local}` : `${protocol} ${local} ${remote}`;
}
