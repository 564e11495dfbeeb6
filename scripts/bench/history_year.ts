/**
 * A year of a computer that is looked at every five minutes, for measuring the history.
 *
 * What is simulated: 200 connections at each look. 60 are listeners and UDP sockets, which stay until
 * the computer is started anew, each morning at 8. 30 last two to four hours (push services, mail). 110
 * are short: on weekdays from 8 to 18 o'clock, while somebody browses, 40 of them are new at each look,
 * and 4 otherwise. A fourth of these ends as TIME_WAIT. 60 programs talk to 300 peers that return, the
 * common ones more often, and to 25 new peers each day. Windows tells when each socket was made.
 *
 * @module
 */
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import type { Process } from "../../lib/model/process.ts";

/** The first look. */
export const YEAR_BEGINS: number = Date.UTC(2026, 0, 1);
/** Milliseconds from one look to the next. */
export const EVERY = 300_000;

const [LISTENERS, LASTING, SHORT] = [60, 30, 110];
const [PROGRAMS, PEERS, NEW_PEERS] = [60, 300, 25];
const LOOKS_PER_DAY = 288;

/** Looks at a computer, one after another. */
export class SimulatedComputer {
  #look = 0;
  #seed = 1;
  #day = NaN;
  #port = 49152;
  #processes = new Map<number, Process>();
  #listeners: Connection[] = [];
  #lasting: { row: Connection; until: number }[] = [];
  #short: Connection[] = [];

  /** The next look. */
  next(): WholeSnapshot {
    const at = YEAR_BEGINS + this.#look * EVERY;
    const hour = this.#look % LOOKS_PER_DAY / 12;
    const day = Math.floor((this.#look / 12 - 8) / 24);
    if (day !== this.#day) this.#start(at, day);
    this.#lasting = this.#lasting.filter(({ until }) => until > this.#look);
    while (this.#lasting.length < LASTING) {
      const until = this.#look + 24 + this.#random(24);
      this.#lasting.push({ row: this.#connect(at), until });
    }
    const isBrowsing = hour >= 8 && hour < 18 && new Date(at).getUTCDay() % 6 !== 0;
    const news = isBrowsing ? 40 : 4;
    this.#short.splice(0, Math.max(0, this.#short.length - SHORT + news));
    this.#short = this.#short.map((row, index) => index < news / 4 ? leftOf(row) : row);
    while (this.#short.length < SHORT) this.#short.push(this.#connect(at));
    this.#look++;
    return {
      observedAt: new Date(at).toISOString(),
      computer: "PC-7",
      isSaved: false,
      processes: this.#processes,
      unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
      connections: [...this.#listeners, ...this.#lasting.map(({ row }) => row), ...this.#short],
    };
  }

  /** The computer is started: each process is another, and no connection is left. */
  #start(at: number, day: number): void {
    this.#day = day;
    this.#lasting = [];
    this.#short = [];
    const pids = Array.from(
      { length: PROGRAMS },
      (_, program) => 1000 + 60 * program + this.#random(60),
    );
    this.#processes = new Map(pids.map((pid) => [pid, processOf(pid, at)]));
    this.#listeners = Array.from({ length: LISTENERS }, (_, listener) =>
      this.#row({
        protocol: listener % 2 === 0 ? "TCP" : "UDP",
        localAddress: "0.0.0.0",
        localPort: listener < 40 ? 100 + listener : 50000 + this.#random(10000),
        state: listener % 2 === 0 ? "LISTENING" : null,
        createdAt: new Date(at).toISOString(),
      }, listener));
  }

  #connect(at: number): Connection {
    const isNew = this.#random(200) < NEW_PEERS / 10;
    const common = Math.floor(PEERS * (this.#random(1000) / 1000) ** 3);
    const peer = isNew
      ? PEERS + Math.max(0, this.#day) * NEW_PEERS + this.#random(NEW_PEERS)
      : common;
    this.#port = this.#port === 65535 ? 49152 : this.#port + 1;
    return this.#row({
      localAddress: "192.0.2.7",
      localPort: this.#port,
      remoteAddress: `198.${51 + (peer >> 16)}.${(peer >> 8) & 255}.${peer & 255}`,
      remotePort: 443,
      state: "ESTABLISHED",
      direction: "outbound",
      createdAt: new Date(at - this.#random(EVERY)).toISOString(),
    }, peer % 7);
  }

  #row(fields: Partial<Connection>, program: number): Connection {
    const { pid, process, path, user } = [...this.#processes.values()][program]!;
    return {
      ...emptyRecord(CONNECTION_FIELDS),
      protocol: "TCP",
      pid,
      process,
      path,
      user,
      ...fields,
    };
  }

  #random(below: number): number {
    this.#seed = (this.#seed * 48271) % 2147483647;
    return this.#seed % below;
  }
}

function leftOf(row: Connection): Connection {
  return {
    ...row,
    state: "TIME_WAIT",
    pid: 0,
    process: null,
    path: null,
    user: null,
    note: "closed, no process owns it any more",
  };
}

function processOf(pid: number, startedAt: number): Process {
  const name = `program${Math.floor((pid - 1000) / 60)}.exe`;
  return {
    parentPid: null,
    sessionName: null,
    sessionId: null,
    memoryBytes: null,
    status: null,
    cpuSeconds: null,
    windowTitle: null,
    services: null,
    modules: null,
    commandLine: null,
    process: name,
    pid,
    path: `C:\\Program Files\\Example\\${name}`,
    user: "PC-7\\ann",
    startedAt: new Date(startedAt).toISOString(),
  };
}
