/**
 * A machine whose sockets and processes come and go at random, and which knows what is true: for tests
 * of what watching makes of its looks.
 *
 * @module
 */
import type { Sighting } from "../../lib/live/track_connections.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { BLANK_PROCESS } from "./blank_process.ts";

/** How the machine is. */
export interface MachineOptions {
  readonly seed: number;
  /** Windows tells when a socket was made; Linux does not. */
  readonly os: "windows" | "linux";
  /** About how many sockets there are. @default 40 */
  readonly sockets?: number;
}

/** A socket, as it truly is. */
export interface TrueSocket {
  /** Tells it from every other one. */
  readonly serial: number;
  readonly row: Connection;
  /** The process that made it. */
  readonly owner: TrueProcess;
  state: string | null;
  /** Whether a look has seen it while a process owned it. */
  isOwnerSeen: boolean;
}

/** A process, as it truly is. */
export interface TrueProcess {
  readonly pid: number;
  readonly name: string;
  /** Milliseconds since 1970, by a clock that nobody sets. */
  readonly start: number;
}

/** What can go wrong with a look. */
export interface LookFaults {
  /** Whether there is no list of processes this time. */
  readonly isListMissing?: boolean;
}

const NEXT_STATES: Readonly<Record<string, readonly string[]>> = {
  SYN_SENT: ["ESTABLISHED"],
  SYN_RECEIVED: ["ESTABLISHED"],
  ESTABLISHED: ["CLOSE_WAIT", "FIN_WAIT_2", "TIME_WAIT"],
  CLOSE_WAIT: ["LAST_ACK"],
  FIN_WAIT_2: ["TIME_WAIT"],
};

/** PIDs are few, so that they are used again soon. */
const PIDS = Array.from({ length: 12 }, (_, index) => 100 + 4 * index);
/** How many processes never end: only they can tell that the clock was set. */
const LASTING = 3;
const NAMES = ["chrome.exe", "svchost.exe", "nginx", "한글.exe", "node"];

/** The machine. */
export class SimulatedMachine {
  /** The sockets that there are. */
  sockets: TrueSocket[] = [];
  /** By how much the clock is wrong. */
  clockError = 0;
  readonly #options: Required<MachineOptions>;
  readonly #random: () => number;
  #processes: TrueProcess[] = [];
  #now = Date.UTC(2026, 10, 25, 9);
  #serial = 0;
  /** The ends of what was closed and of what was opened since the latest look. */
  readonly #vacated = new Set<string>();
  readonly #taken = new Set<string>();

  constructor(options: MachineOptions) {
    this.#options = { sockets: 40, ...options };
    this.#random = mulberry(options.seed);
    for (let count = 0; count < 8; count++) this.#startProcess();
    while (this.sockets.length < this.#options.sockets) this.#open();
  }

  /** Lets time pass, in which `events` things happen. */
  pass(milliseconds: number, events: number): void {
    for (let count = 0; count < events; count++) {
      this.#now += milliseconds / events;
      this.#happen();
    }
  }

  /** Looks: rows in any order. What was vacated may be used again after it. */
  look({ isListMissing = false }: LookFaults = {}): Sighting {
    this.#vacated.clear();
    this.#taken.clear();
    const at = this.#now + this.clockError;
    const byPid = new Map(this.#processes.map((process) => [process.pid, process]));
    const processes = new Map(this.#processes.map(({ pid, name, start }) => [
      pid,
      {
        ...BLANK_PROCESS,
        pid,
        process: name,
        // Linux derives it from the clock.
        startedAt: iso(this.#options.os === "linux" ? start + this.clockError : start),
      },
    ]));
    const connections = this.sockets.map((socket): Connection => {
      const pid = ownerIn(socket);
      if (pid !== 0) socket.isOwnerSeen = true;
      const process = pid === 0 || isListMissing ? null : byPid.get(pid)?.name ?? null;
      return {
        ...socket.row,
        observedAt: iso(at),
        state: socket.state,
        pid,
        process,
        path: process === null ? null : `/opt/${process}`,
        createdAt: pid === 0 ? null : socket.row.createdAt,
        note: pid === 0 ? "closed, no process owns it any more" : null,
      };
    });
    return {
      connections: shuffle(connections, this.#random),
      processes: isListMissing ? new Map() : processes,
      at,
    };
  }

  /** A number from 0 up to 1. */
  random(): number {
    return this.#random();
  }

  #happen(): void {
    const dice = this.#random();
    const isFull = this.sockets.length > this.#options.sockets;
    if (dice < 0.05) this.#startProcess();
    else if (dice < 0.09) this.#endProcess(this.#pick(this.#processes.slice(LASTING)));
    else if (dice < 0.45) this.#goOn(this.#pick(this.sockets));
    else if (dice < (isFull ? 0.8 : 0.6)) this.#closeOne();
    else this.#open();
  }

  #startProcess(): void {
    const free = PIDS.filter((pid) => !this.#processes.some((process) => process.pid === pid));
    const pid = this.#pick(free);
    if (pid === undefined) return;
    this.#processes.push({ pid, name: this.#pick(NAMES)!, start: Math.round(this.#now / 10) * 10 });
  }

  #endProcess(process: TrueProcess | undefined): void {
    if (process === undefined) return;
    this.#processes = this.#processes.filter((one) => one !== process);
    for (const socket of this.sockets.filter(({ owner }) => owner === process)) {
      if (ownerIn(socket) === 0) continue;
      if (socket.state === "ESTABLISHED" && socket.isOwnerSeen && this.#random() < 0.5) {
        socket.state = "TIME_WAIT";
      } else this.#close(socket);
    }
  }

  #goOn(socket: TrueSocket | undefined): void {
    const next = this.#pick(NEXT_STATES[socket?.state ?? ""] ?? []);
    if (socket === undefined || next === undefined) return;
    // The rest of a connection that no look has seen looks like that of the one before it.
    if (this.#vacated.has(endsOf(socket.row)) && !socket.isOwnerSeen) return;
    socket.state = next;
  }

  #closeOne(): void {
    const socket = this.#pick(this.sockets);
    // Of two alike on Linux, nobody could tell that the older one went and the newer one stayed.
    if (socket === undefined || this.#taken.has(endsOf(socket.row))) return;
    this.#close(socket);
  }

  #close(socket: TrueSocket): void {
    this.sockets = this.sockets.filter((one) => one !== socket);
    this.#vacated.add(endsOf(socket.row));
  }

  #open(): void {
    const owner = this.#pick(this.#processes)!;
    const kind = this.#pick(["listener", "udp", "out", "out", "in"] as const)!;
    const port = 8000 + Math.floor(this.#random() * 12);
    const client = 50_000 + Math.floor(this.#random() * 60);
    const isTcp = kind !== "udp";
    const hasPeer = kind === "out" || kind === "in";
    const row: Connection = {
      ...emptyRecord(CONNECTION_FIELDS),
      protocol: isTcp ? "TCP" : "UDP",
      localAddress: hasPeer ? "192.0.2.7" : "0.0.0.0",
      localPort: kind === "out" ? client : port,
      remoteAddress: hasPeer ? "198.51.100.4" : isTcp ? "0.0.0.0" : null,
      remotePort: hasPeer ? (kind === "out" ? 443 : client) : isTcp ? 0 : null,
      direction: kind === "out" ? "outbound" : kind === "in" ? "inbound" : null,
      createdAt: this.#options.os === "windows" ? iso(this.#now + this.#serial) : null,
    };
    if (this.#isConfusing(row, owner)) return;
    const state = { listener: "LISTENING", udp: null, out: "SYN_SENT", in: "SYN_RECEIVED" }[kind];
    this.#taken.add(endsOf(row));
    this.sockets.push({ serial: this.#serial++, row, owner, state, isOwnerSeen: false });
  }

  /** Whether nobody could tell a new socket from another one. A system has no two alike connections. */
  #isConfusing(row: Connection, owner: TrueProcess): boolean {
    const ends = endsOf(row);
    const alike = this.sockets.filter((socket) => endsOf(socket.row) === ends);
    if (row.direction !== null && alike.length > 0) return true;
    // A program may bind one UDP socket twice, or listen twice.
    const isOwn = alike.some((socket) => socket.owner === owner);
    if (isOwn && this.#options.os === "windows") return true;
    return this.#vacated.has(ends) && this.#options.os === "linux";
  }

  #pick<Item>(items: readonly Item[]): Item | undefined {
    return items[Math.floor(this.#random() * items.length)];
  }
}

/** The process that a listing names as the owner: none where the connection is only closed. */
function ownerIn({ state, owner }: TrueSocket): number {
  return state === "TIME_WAIT" || state === "LAST_ACK" ? 0 : owner.pid;
}

function endsOf(row: Connection): string {
  return `${row.protocol} ${row.localAddress} ${row.localPort} ${row.remoteAddress} ${row.remotePort}`;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const shuffled = [...items];
  for (let at = shuffled.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [shuffled[at], shuffled[other]] = [shuffled[other]!, shuffled[at]!];
  }
  return shuffled;
}

/** Random numbers, the same each time. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
