/**
 * Where sockets come from: saved files, the live machine, or a recording of one; and what they can be
 * joined with.
 *
 * @module
 */
import { ParseError } from "../errors.ts";
import type { Host } from "../host/host.ts";
import { NOTES } from "./join.ts";
import type { Process } from "../model/process.ts";
import type { Socket } from "../model/socket.ts";
import type { RowTaker } from "../rows/row_source.ts";
import type { NetstatRow } from "../tools/netstat/row.ts";
import { readLinuxSockets } from "./linux/linux_sockets.ts";
import type { OnRead } from "./diagnostics.ts";
import { openSaved } from "./saved/saved.ts";
import { readWindows, readWindowsNetstat } from "./windows.ts";
import {
  byPid,
  type OwnSocket,
  readListings,
  type SavedListing,
  sortSaved,
} from "./saved/saved_rows.ts";

/** Sockets, in the form in which their source has them. */
export type Sockets =
  | {
    /** A listing of netstat's, read while its rows are taken. */
    readonly form: "listing";
    /** Gives all rows and returns how many there were. */
    readonly read: (taker: RowTaker<NetstatRow>) => Promise<number>;
  }
  | { readonly form: "records"; readonly records: readonly Socket[] }
  | {
    /** Rows that netwho wrote; they may be connections already. */
    readonly form: "own";
    readonly rows: readonly OwnSocket[];
  };

/** Sockets and what is known of the machine they are on. */
export interface SocketState {
  readonly sockets: readonly Sockets[];
  /** The processes by PID; null where there is no process list. */
  readonly processes: Map<number, Process> | null;
  /** When they were seen; null for saved output. */
  readonly observedAt: string | null;
  /** The note of sockets without a PID, where another than that they are hidden is right. */
  readonly withoutPid?: string;
  /** What the user should know although there are rows. */
  readonly warnings: readonly string[];
}

/** What to read. */
export interface ReadOptions {
  /** Saved files and folders; empty for this machine. */
  readonly from: readonly string[];
  /** The encoding of saved files; null to find it out. */
  readonly encoding: string | null;
  /** Whether processes are wanted. */
  readonly details: boolean;
  /** Whether to leave out what takes long. */
  readonly fast: boolean;
  /** Whether to ask Windows for all that it knows of processes, which takes longest. */
  readonly verbose: boolean;
  /** Milliseconds a tool may take. */
  readonly timeoutMilliseconds: number;
}

/**
 * Finds the sockets that a command is about.
 *
 * @throws {CaptureError} where a tool or file is missing or fails.
 * @throws {ParseError} where saved files hold no sockets.
 */
export async function findSockets(
  host: Host,
  options: ReadOptions,
  onRead: OnRead,
): Promise<SocketState> {
  if (options.from.length > 0) return await findSaved(host, options, onRead);
  return host.os === "windows"
    ? await findOnWindows(host, options, onRead)
    : findOnLinux(host, options, onRead);
}

async function findSaved(
  host: Host,
  { from, encoding }: ReadOptions,
  onRead: OnRead,
): Promise<SocketState> {
  const files = await openSaved(from, host, { encoding });
  const { listings, sockets, processes } = await sortSaved(files, onRead);
  if (listings.length === 0 && sockets === null) {
    throw new ParseError(`Cannot find sockets in ${from.join(", ")}: there are only processes`, {
      hint: "Add the output of netstat -ano with another --from",
    });
  }
  return {
    sockets: [
      ...listings.length > 0 ? [listingOf(listings, onRead)] : [],
      ...sockets === null ? [] : [{ form: "own", rows: sockets } as const],
    ],
    processes: processes && byPid(processes),
    observedAt: null,
    withoutPid: NOTES.notPrinted,
    warnings: [],
  };
}

async function findOnWindows(
  host: Host,
  { details, fast, verbose, timeoutMilliseconds }: ReadOptions,
  onRead: OnRead,
): Promise<SocketState> {
  const observedAt = isoTime(host);
  const state = details
    ? await readWindows(host, { fast, verbose, timeoutMilliseconds })
    : { ...WITHOUT_PROCESSES, netstat: await readWindowsNetstat(host, { timeoutMilliseconds }) };
  onRead({ label: "tasklist", rows: state.processes?.size ?? 0, rejected: state.rejected });
  const { netstat, processes, warnings } = state;
  const chunks = async function* () {
    yield netstat;
  };
  const listing = listingOf([{ label: "netstat", chunks }], onRead);
  return { sockets: [listing], processes, observedAt, warnings };
}

const WITHOUT_PROCESSES = { processes: null, rejected: [], warnings: [] } as const;

function listingOf(listings: readonly SavedListing[], onRead: OnRead): Sockets {
  return { form: "listing", read: (taker) => readListings(listings, { taker, onRead }) };
}

function findOnLinux(host: Host, { details }: ReadOptions, onRead: OnRead): SocketState {
  const observedAt = isoTime(host);
  const { sockets, processes, rejected, unreadable } = readLinuxSockets(host, { details });
  onRead({ label: "/proc", rows: sockets.length, rejected });
  return {
    sockets: [{ form: "records", records: sockets }],
    processes,
    observedAt,
    withoutPid: unreadable > 0 ? NOTES.needsRoot : NOTES.elsewhere,
    warnings: [],
  };
}

function isoTime(host: Host): string {
  return new Date(host.now()).toISOString();
}
