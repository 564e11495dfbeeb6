/**
 * Reads snapshots: from the machine, from a recording of one, or from saved output of its tools.
 *
 * @module
 */
import { assert } from "@std/assert/assert";
import type { Connection } from "../model/connection.ts";
import type { Process } from "../model/process.ts";
import type { Socket } from "../model/socket.ts";
import { collectRows, type Rows } from "../rows/rows.ts";
import type { Diagnostics } from "./diagnostics.ts";
import { socketJoiner } from "./join.ts";
import type { SnapshotOptions, SnapshotSource, SourceHost, Unseen } from "./source.ts";

export type { SnapshotOptions, Unseen } from "./source.ts";

/** Sockets and processes as they were at one moment. */
export interface Snapshot {
  /** The time, ISO 8601 in UTC; null for saved output. */
  readonly observedAt: string | null;
  /** Whether it comes from saved output, perhaps another computer's. */
  readonly isSaved: boolean;
  /** The processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
  /** What could not be seen. */
  readonly unseen: Unseen;
  /**
   * The sockets as netstat prints them. A large listing is read on demand, so call either `sockets`
   * or `connections`, and only once.
   */
  sockets(): Rows<Socket>;
  /** The sockets joined with their processes, services and scopes. */
  connections(): Rows<Connection>;
}

/** A snapshot whose connections are all in memory. */
export interface WholeSnapshot extends Omit<Snapshot, "sockets" | "connections"> {
  /** The sockets joined with their processes, services and scopes. */
  readonly connections: readonly Connection[];
}

/** Reads all connections of a snapshot. */
export async function readWhole(snapshot: Snapshot): Promise<WholeSnapshot> {
  const { observedAt, isSaved, processes, unseen } = snapshot;
  const connections = await collectRows(snapshot.connections());
  return { observedAt, isSaved, processes, unseen, connections };
}

/**
 * Reads a snapshot.
 *
 * @throws {CaptureError} if a tool or file is missing or fails.
 * @throws {ParseError} if saved files do not hold what is wanted.
 */
export async function readSnapshot(
  host: SourceHost,
  options: SnapshotOptions,
  diagnostics: Diagnostics,
): Promise<Snapshot> {
  if (options.from.length > 0) {
    const { readSavedSource } = await import("./saved/saved_source.ts");
    return snapshotOf(await readSavedSource(host, options, diagnostics), null);
  }
  const observedAt = new Date(host.now()).toISOString();
  if (host.os === "linux") {
    const { readLinuxSource } = await import("./linux/linux_sockets.ts");
    return snapshotOf(await readLinuxSource(host, options, diagnostics), observedAt);
  }
  const { readWindowsSource } = await import("./windows.ts");
  return snapshotOf(await readWindowsSource(host, options, diagnostics), observedAt);
}

function snapshotOf(
  { batches, processes, unseen }: SnapshotSource,
  observedAt: string | null,
): Snapshot {
  let isTaken = false;
  const takeBatches = () => {
    assert(!isTaken, "the sockets of a snapshot can be read only once");
    isTaken = true;
    return batches;
  };
  return {
    observedAt,
    isSaved: observedAt === null,
    processes,
    unseen,
    async *sockets() {
      for await (const { sockets } of takeBatches()) yield sockets();
    },
    async *connections() {
      const join = socketJoiner({ observedAt, processes, hiddenBy: unseen.hiddenBy });
      for await (const { sockets, connections } of takeBatches()) {
        yield connections?.() ?? sockets().map(join);
      }
    },
  };
}
