/**
 * The source of a snapshot: batches of sockets and a list of processes, from the machine or from
 * saved files.
 *
 * @module
 */
import type { Clock, Facts, Files, Programs } from "../host/host.ts";
import type { Turn } from "../host/turns.ts";
import type { Connection } from "../model/connection.ts";
import type { Process } from "../model/process.ts";
import type { Socket } from "../model/socket.ts";
import type { Listeners } from "./direction.ts";
import type { HiddenBy, Holder } from "./hidden_owners.ts";
import { inBatches } from "../rows/rows.ts";
import type { NameFinder } from "../tools/ipconfig/cached_names.ts";

/** The parts of the host that snapshots are read from. */
export type SourceHost = Programs & Facts & Files & Clock;

/** What to read. */
export interface SnapshotOptions {
  /** Saved files and folders, `-` for standard input; empty to read this machine. */
  readonly from: readonly string[];
  /** The encoding of saved files; null to detect it. */
  readonly encoding: string | null;
  /** Whether to read sockets. */
  readonly sockets: boolean;
  /** Which processes to read; `owners` may return more. */
  readonly processes: "none" | "owners" | "all";
  /** Whether to skip services, which are slow to read (Windows). */
  readonly fast: boolean;
  /**
   * Whether one list of processes must do (Windows): the one with services, which lacks sessions and
   * memory. @default false: another one beside it
   */
  readonly oneList?: boolean;
  /** Whether errors may point to --from and --timeout, which the command has. @default true */
  readonly hasWayAround?: boolean;
  /**
   * Whether to read parents and, on Windows, users, status and window titles, which are the slowest
   * of all.
   */
  readonly details: boolean;
  /**
   * Whether to find out who began each connection, for which a listing is read to its end first.
   * @default true
   */
  readonly directions?: boolean;
  /**
   * Whether a saved listing that netstat printed again and again (`netstat -ano 5`) is read as it was
   * the last time. @default false: all of it
   */
  readonly lastListing?: boolean;
  /**
   * Reads the system's own tables in place of netstat and tasklist (Windows), where they tell enough:
   * at once, but without services and users. @default netstat and tasklist
   */
  readonly tables?: { readonly needsNames: boolean };
  /** Whether to read command lines, which can hold secrets. @default as `details` */
  readonly commandLines?: boolean;
  /** The time-out of each tool, in milliseconds. */
  readonly timeoutMilliseconds: number;
  /** Cancels the call. */
  readonly signal?: AbortSignal;
  /** Gives the event loop a turn in long work. @default there are no pauses */
  readonly turn?: Turn;
}

/** What could not be seen. */
export interface Unseen {
  /** Why sockets have no process ID. */
  readonly hiddenBy: HiddenBy;
  /** The number of processes that can be seen (Linux; 0 elsewhere). */
  readonly processes: number;
  /** The number of processes whose descriptors could not be read. */
  readonly unreadable: number;
  /** How many of these are another user's, so that root could look into them. */
  readonly refused: number;
  /** The processes whose descriptors could not be read, by PID. @default none */
  readonly unreadablePids?: ReadonlySet<number>;
  /**
   * The processes in another network namespace, by PID, as a snapshot's document tells them; of this
   * machine they can be asked for. @default unknown
   */
  readonly otherNamespacePids?: ReadonlySet<number>;
}

/** What is known of a socket beside what netstat prints. */
export interface SocketFacts {
  /** The account that opened it, where its process could not be seen. */
  readonly user?: string | null;
  /** What to say about it where its process has no note. */
  readonly note?: string;
  /** The processes that hold it, where these are several; the owner first. */
  readonly holders?: readonly Holder[];
  /** When it was made, ISO 8601 in UTC. */
  readonly createdAt?: string | null;
  /** The service that owns it. */
  readonly service?: string | null;
}

/** Where a snapshot gets its sockets and processes. */
export interface SnapshotSource {
  /** The sockets in batches, read on demand; can be iterated only once. */
  readonly batches: AsyncIterable<SocketBatch>;
  /** The processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
  /** All rows of a list that has some processes several times. @default one for each PID */
  readonly processRows?: readonly Process[];
  /** What could not be seen. */
  readonly unseen: Unseen;
  /** What is known of some sockets beside what netstat prints. @default nothing */
  readonly socketFacts?: { get(socket: Socket): SocketFacts | undefined };
  /** Notes on processes by PID. @default none */
  readonly processNotes?: ReadonlyMap<number, string>;
  /** The parents of processes that the list does not tell. @default unknown */
  readonly parentOf?: (pid: number) => number | null;
  /** Finds the names of remote addresses in a saved DNS cache. @default there is none */
  readonly nameOf?: NameFinder;
  /** When and where the one snapshot was taken that all comes from. @default there is none such */
  readonly origin?: SnapshotOrigin;
  /** Whether all comes from snapshots' documents. @default false */
  readonly isSnapshot?: boolean;
  /** The snapshots that all comes from, where these are several. @default there are none such */
  readonly parts?: () => readonly SnapshotPart[];
}

/** One of several snapshots. Its connections are those of its time and computer. */
export interface SnapshotPart extends SnapshotOrigin {
  /** Whether it tells that there were no connections. */
  readonly isEmpty: boolean;
  readonly unseen: Unseen;
  /** Its processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
}

/** When, where and how a snapshot was taken; null for what is unknown, as for converted output. */
export interface SnapshotOrigin {
  /** The time, ISO 8601 in UTC. */
  readonly observedAt: string | null;
  /** The computer's name. */
  readonly computer: string | null;
  readonly os: Facts["os"] | null;
  /** Whether netwho had administrator's (root's) rights. */
  readonly elevated: boolean | null;
}

/** A batch of sockets. */
export interface SocketBatch {
  /** Returns the sockets. */
  readonly sockets: () => readonly Socket[];
  /** Whether netstat printed them. @default false */
  readonly isPrinted?: boolean;
  /** Returns them as connections, unchanged, if the source is connections that netwho wrote. */
  readonly connections?: () => readonly Connection[];
  /** Why they have no process ID where they do not say it. @default that of the source */
  readonly hiddenBy?: HiddenBy;
  /** The holders of a connection that several processes hold, the owner first. @default unknown */
  readonly holdersOf?: (row: Connection) => readonly Holder[] | undefined;
  /** The listening sockets of the same computer. @default unknown */
  readonly listeners?: Listeners;
}

/** Yields sockets that are all in memory, in batches. */
export async function* socketBatches(
  sockets: readonly Socket[],
  listeners?: Listeners,
): AsyncIterable<SocketBatch> {
  for await (const batch of inBatches(sockets)) yield { sockets: () => batch, listeners };
}
