/**
 * What a snapshot is read from: the machine or saved files, as batches of sockets and a list of
 * processes.
 *
 * @module
 */
import type { Clock, Facts, Files, Programs } from "../host/host.ts";
import type { Connection } from "../model/connection.ts";
import type { Process } from "../model/process.ts";
import type { Socket } from "../model/socket.ts";
import { NetstatScanner } from "../tools/netstat/netstat_scanner.ts";
import { type Diagnostics, MOST_REJECTED } from "./diagnostics.ts";
import type { HiddenBy } from "./join.ts";

/** The parts of the machine that a snapshot is read from. */
export type SourceHost = Programs & Facts & Files & Clock;

/** What to read. */
export interface SnapshotOptions {
  /** Saved files and folders, `-` for standard input; empty for this machine. */
  readonly from: readonly string[];
  /** The encoding of saved files; null to find it out. */
  readonly encoding: string | null;
  /** Whether sockets are wanted. */
  readonly sockets: boolean;
  /** Which processes are wanted; `owners` may give more. */
  readonly processes: "none" | "owners" | "all";
  /** Whether to leave out services, which take long to read (Windows). */
  readonly fast: boolean;
  /** Whether to ask for users, status and window titles, which takes longest (Windows). */
  readonly details: boolean;
  /** Milliseconds a tool may take. */
  readonly timeoutMilliseconds: number;
  /** Ends the call early. */
  readonly signal?: AbortSignal;
}

/** What could not be seen. */
export interface Unseen {
  /** Why sockets have no process ID. */
  readonly hiddenBy: HiddenBy;
  /** How many processes there are (Linux; 0 elsewhere). */
  readonly processes: number;
  /** How many of them could not be looked into. */
  readonly unreadable: number;
}

/** Sockets and processes, as they are read. */
export interface SnapshotSource {
  /** The sockets in batches, read while they are taken; to be iterated once. */
  readonly batches: AsyncIterable<SocketBatch>;
  /** The processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
  /** What could not be seen. */
  readonly unseen: Unseen;
}

/** Some sockets. */
export interface SocketBatch {
  /** Gives them. */
  readonly sockets: () => readonly Socket[];
  /** Gives the same as connections, where netwho wrote connections; they stay as they are. */
  readonly connections?: () => readonly Connection[];
}

/** Sockets in batches. */
export async function* socketBatches(sockets: readonly Socket[]): AsyncIterable<SocketBatch> {
  if (sockets.length > 0) yield { sockets: () => sockets };
}

/** A listing of netstat's, as UTF-8. */
export interface Listing {
  /** What to call it in messages. */
  readonly label: string;
  /** Its bytes. */
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
}

/** Reads listings of netstat's, one after another, in memory that does not grow with them. */
export async function* readListings(
  listings: readonly Listing[],
  diagnostics: Diagnostics,
): AsyncIterable<SocketBatch> {
  for (const { label, chunks } of listings) {
    const scanner = new NetstatScanner({ mostRejected: MOST_REJECTED });
    for await (const chunk of chunks) {
      const sockets = scanner.push(chunk);
      yield { sockets: () => sockets };
    }
    const last = scanner.finish();
    yield { sockets: () => last };
    const { rows, rejected, rejectedCount } = scanner.seen;
    diagnostics.report({ label, rows, rejected, rejectedCount });
  }
}
