/**
 * Watches a simulated machine for a day on a simulated clock and prints the memory in use, as JSON: 2,000
 * connections, of which with each look some close, some open and some are in another state.
 *
 *     deno run --allow-all --v8-flags=--expose-gc scripts/bench/watch_day.ts [LOOKS]
 *
 * @module
 */
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import type { Clock } from "../../lib/host/host.ts";
import { LiveLooks } from "../../lib/live/live_looks.ts";
import { ToldChanges } from "../../lib/live/told_changes.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../lib/model/process.ts";
import { buildSelection } from "../../lib/rows/choose/selection.ts";

/** Looks of a day, one every two seconds. */
const DAY = 43_200;
const EVERY = 2_000;
const CONNECTIONS = 2_000;
/** How many connections close, open and change with each look. */
const CHURN = 40;
/** How often the memory is measured. */
const MEASURES = 8;

/** What was measured. */
export interface WatchedDay {
  readonly looks: number;
  readonly changes: number;
  readonly millisecondsALook: number;
  /** Memory in use after a collection, in MB: after each part of the looks. */
  readonly megabytes: readonly number[];
}

/** A clock that goes on in sleeps alone, which take no time. */
class Simulated implements Clock {
  #now = Date.UTC(2026, 10, 25);

  now(): number {
    return this.#now;
  }

  async sleep(milliseconds: number, { signal }: { signal?: AbortSignal } = {}): Promise<void> {
    await Promise.resolve();
    signal?.throwIfAborted();
    this.#now += milliseconds;
  }
}

/** Connections that come and go: each lives for a while, changes its state and is gone. */
class Machine {
  #next = 0;
  #rows: Connection[] = Array.from({ length: CONNECTIONS }, () => this.#made());

  look(at: number): WholeSnapshot {
    const closing = this.#rows.slice(0, CHURN).map((row): Connection => ({
      ...row,
      state: "TIME_WAIT",
      pid: 0,
      process: null,
    }));
    const opened = Array.from({ length: CHURN }, () => this.#made());
    const connections = [...closing, ...this.#rows.slice(CHURN), ...opened];
    this.#rows = [...this.#rows.slice(CHURN), ...opened];
    const observedAt = new Date(at).toISOString();
    return {
      observedAt,
      computer: "pc7",
      isSaved: false,
      processes: new Map(
        Array.from({ length: 100 }, (_, index) => [4 + 4 * index, processOf(4 + 4 * index)]),
      ),
      unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
      connections: connections.map((row) => ({ ...row, observedAt })),
    };
  }

  #made(): Connection {
    const number = this.#next++;
    return {
      ...emptyRecord(CONNECTION_FIELDS),
      protocol: "TCP",
      localAddress: "192.0.2.7",
      localPort: 1024 + number % 60_000,
      remoteAddress: `198.51.${100 + number % 50}.${number % 250}`,
      remotePort: 443,
      state: "ESTABLISHED",
      pid: 4 + 4 * (number % 100),
      process: `program-${number % 100}.exe`,
    };
  }
}

function processOf(pid: number): Process {
  const startedAt = new Date(Date.UTC(2026, 10, 24, 0, 0, pid)).toISOString();
  return { ...emptyRecord(PROCESS_FIELDS), pid, startedAt };
}

/** Watches for so many looks. */
export async function watchDay(looks: number): Promise<WatchedDay> {
  const clock = new Simulated();
  const machine = new Machine();
  const told = new ToldChanges({
    selection: buildSelection({ established: true }),
    isChangesOnly: false,
  });
  const megabytes: number[] = [];
  let [changes, made] = [0, 0];
  const began = performance.now();
  const live = new LiveLooks(clock, {
    every: EVERY,
    count: looks,
    look: () => Promise.resolve(machine.look(clock.now())),
    onFailure: (error) => {
      throw error;
    },
  });
  for await (const look of live) {
    changes += told.of(look, null).length;
    made++;
    if (made % Math.floor(looks / MEASURES) === 0) megabytes.push(memoryInUse());
  }
  return { looks: made, changes, millisecondsALook: (performance.now() - began) / made, megabytes };
}

function memoryInUse(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return Deno.memoryUsage().heapUsed / 1e6;
}

if (import.meta.main) console.log(JSON.stringify(await watchDay(Number(Deno.args[0] ?? DAY))));
