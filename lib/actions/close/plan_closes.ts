/**
 * Plans which of the chosen connections are closed, and says of each other one why it is not.
 *
 * @module
 */
import { isMapped, parseAddress } from "../../address/address.ts";
import type { ConnectionIdentity } from "../../host/actions.ts";
import type { Connection } from "../../model/connection.ts";
import type { Process } from "../../model/process.ts";
import { findVital } from "../end/vital_programs.ts";

/** What is to be done about a chosen row. */
export type ClosePlan = PlannedClose | RefusedClose;

/** A connection that is to be closed. */
export interface PlannedClose {
  readonly row: Connection;
  readonly identity: ConnectionIdentity;
  readonly refusal: null;
  /**
   * Whether it is that of the remote session in which netwho was started: whoever works through it is
   * cut off.
   */
  readonly isOwnSession: boolean;
}

/** A row that is left alone. */
export interface RefusedClose {
  readonly row: Connection;
  readonly identity: null;
  readonly refusal: Refusal;
}

/** Why a row is left alone. */
export interface Refusal {
  /** Says why, and what can be done instead. */
  readonly reason: string;
  /** Whether it is an open connection all the same, so that the order is not carried out. */
  readonly isOpen: boolean;
}

/** Where the rows come from. */
export interface CloseContext {
  readonly os: "windows" | "linux";
  /** The processes by PID, which tell when the owners started. @default unknown */
  readonly processes?: ReadonlyMap<number, Process> | null;
  /** The process ID of this netwho. @default unknown */
  readonly ownPid?: number | null;
  /** What ends a row's program, in a message. @default the command */
  readonly endsBy?: string;
  /** The PID of a process's parent, null where that is unknown. @default all are unknown */
  readonly parentOf?: (pid: number) => number | null;
}

/** Plans what is to be done about each row, in order. Pure: changes nothing, and asks nobody. */
export function planCloses(rows: readonly Connection[], context: CloseContext): ClosePlan[] {
  let ancestors: ReadonlySet<number> | undefined;
  const isAncestor = (pid: number) => (ancestors ??= ancestorsOf(context)).has(pid);
  return rows.map((row) => {
    const refusal = refusalOf(row, context);
    if (refusal !== null) return { row, identity: null, refusal };
    const isOwnSession = row.pid !== null && SESSION_SERVERS.test(row.process ?? "") &&
      isAncestor(row.pid);
    return { row, identity: identify(row, context), refusal, isOwnSession };
  });
}

/** The programs in whose sessions people work from afar, over a connection that these programs hold. */
const SESSION_SERVERS =
  /^(?:sshd(?:-session)?|dropbear|(?:in\.)?telnetd|tlntsess|etserver|ttyd)(?:\.exe)?$/i;

/** What this netwho was started from: its parent, the parent of that, and so on. */
function ancestorsOf({ ownPid = null, parentOf = () => null }: CloseContext): ReadonlySet<number> {
  const found = new Set<number>();
  let pid = ownPid === null ? null : parentOf(ownPid);
  // Process 0 stands for none.
  for (; pid !== null && pid !== 0 && !found.has(pid); pid = parentOf(pid)) found.add(pid);
  return found;
}

/** Why a row cannot be closed; null where it can. */
function refusalOf(
  row: Connection,
  { os, ownPid = null, endsBy }: CloseContext,
): Refusal | null {
  const { protocol, state, pid, localPort } = row;
  if (ownPid !== null && pid === ownPid) return idle("it is netwho's own");
  const killPid = pid === null || pid === 0
    ? ""
    : waysOut(row, { os, endsBy: endsBy ?? `netwho kill ${pid}` });
  if (protocol !== "TCP") return idle(`${protocol} has no connection to close${killPid}`);
  if (state === "LISTENING") {
    const killPort = localPort === null
      ? killPid
      : waysOut(row, { os, endsBy: endsBy ?? `netwho kill :${localPort}` });
    return idle(`it only listens: there is no connection to close${killPort}`);
  }
  if (state === "BOUND") return idle(`it has a port, and no connection yet${killPid}`);
  if (state === "TIME_WAIT") return idle(`it is closed: ${GOES_BY_ITSELF[os]}`);
  if (state === "CLOSED" || state === "DELETE_TCB") return idle("it is closed");
  const family = familyOf(row);
  if (family === null) return open("its addresses and ports are not known in full");
  if (family === 6 && os === "windows") {
    return open(`Windows lets programs close IPv4 connections only${killPid}`);
  }
  return null;
}

/** What can be done instead, unless Windows needs the program. */
function waysOut(
  { process, path, services }: Connection,
  { os, endsBy }: Required<Pick<CloseContext, "os" | "endsBy">>,
): string {
  const isVital = os === "windows" &&
    findVital({ process, path, services }, "C:\\Windows") !== null;
  return isVital ? "" : `; ${endsBy} ends its program`;
}

/** How long the system keeps a connection in TIME_WAIT, which no process holds any more. */
const GOES_BY_ITSELF = {
  windows: "no program holds it, and Windows forgets it within 4 minutes",
  linux: "no program holds it, and Linux forgets it within 60 seconds",
} as const;

function idle(reason: string): Refusal {
  return { reason, isOpen: false };
}

function open(reason: string): Refusal {
  return { reason, isOpen: true };
}

/**
 * The IP version that a connection runs over: 4 also for addresses that are mapped into IPv6. Null
 * where its ends are not both whole.
 */
function familyOf({ localAddress, localPort, remoteAddress, remotePort }: Connection) {
  const local = parseAddress(localAddress ?? "");
  const remote = parseAddress(remoteAddress ?? "");
  if (local === null || remote === null || local.family !== remote.family) return null;
  if (!isPort(localPort) || !isPort(remotePort)) return null;
  return local.family === 4 || (isMapped(local.groups) && isMapped(remote.groups)) ? 4 : 6;
}

function isPort(port: number | null): boolean {
  return port !== null && Number.isInteger(port) && port > 0 && port < 65_536;
}

function identify(row: Connection, { processes }: CloseContext): ConnectionIdentity {
  const { pid, path, createdAt } = row;
  const startedAt = pid === null ? null : processes?.get(pid)?.startedAt ?? null;
  return {
    localAddress: row.localAddress!,
    localPort: row.localPort!,
    remoteAddress: row.remoteAddress!,
    remotePort: row.remotePort!,
    owner: pid === null || pid === 0 ? null : { pid, startedAt, path },
    createdAt,
  };
}
