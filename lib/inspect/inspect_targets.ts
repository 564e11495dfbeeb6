/**
 * Everything about a target: its processes, their programs and files, their sockets and peers.
 *
 * @module
 */
import { scopeOf } from "../address/scope.ts";
import type { NetshReader } from "../capture/netsh_reader.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Facts, Files } from "../host/host.ts";
import type { Connection } from "../model/connection.ts";
import {
  type InspectedProcess,
  type Inspection,
  NO_INSPECTION,
  type Relation,
} from "../model/inspection.ts";
import { joinPresent } from "../text/wording.ts";
import { findTarget, type Found, type Missing, missingTarget } from "./find_target.ts";
import { findNeighbours } from "./neighbours.ts";
import { applicationRows, reservationRows, withApplications } from "./port_holders.ts";
import { type DescribedProcess, listedFacts, processDescriber } from "./process_facts.ts";
import type { Target } from "./target.ts";
import {
  heldNote,
  isHeldBy,
  unseenLines,
  type UnseenProcess,
  unseenReader,
} from "./unseen_sockets.ts";

/** Where to find targets, and what to add to them. */
export interface InspectOptions {
  /** The sockets and processes among which to find the targets. */
  readonly snapshot: WholeSnapshot;
  /** Adds names and owners to rows. @default adds nothing */
  readonly lookUp?: (rows: readonly Inspection[]) => Promise<readonly Inspection[]>;
  /** Asks Windows who is behind a port that no process tells of. @default nobody is asked */
  readonly netsh?: NetshReader;
}

/** The result of an inspection. */
export interface Inspected {
  /**
   * For each target: its address; its processes, each followed by its listeners, peers and other
   * sockets, above the kernel the programs that HTTP.sys serves on the port; sockets without a
   * process; neighbours. For a port that nothing uses, what is reserved of it.
   */
  readonly rows: Inspection[];
  /** The targets that were not found. An address need not be connected. */
  readonly missing: Missing[];
  /** Whose sockets could not be seen, and why: a line for each reason. */
  readonly unseen: string[];
}

/**
 * Inspects targets, in their order.
 *
 * @example
 * ```ts
 * import { denoHost, inspectTargets, joinSocket, parseNetstat, readTarget, reportText } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows: sockets } = parseNetstat("  UDP    127.0.0.1:123    *:*    1204\r\n");
 * const connections = sockets.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * const unseen = { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 } as const;
 * const saved = { processes: null, observedAt: null, computer: null, isSaved: true, unseen };
 * const snapshot = { ...saved, connections };
 * const { rows } = await inspectTargets(denoHost(), [readTarget(":123")], { snapshot });
 * assertEquals(rows.map(({ relation, pid }) => [relation, pid]), [["process", 1204], ["socket", 1204]]);
 *
 * const lookups = { resolve: false, owner: false };
 * const report = reportText(rows, { columns: 80, color: false, lookups });
 * assertEquals(report.split("\n")[0], "Unknown program  PID 1204");
 * ```
 */
export async function inspectTargets(
  host: Files & Facts,
  targets: readonly Target[],
  { snapshot, lookUp = (rows) => Promise.resolve(rows), netsh }: InspectOptions,
): Promise<Inspected> {
  const describe = processDescriber(host, snapshot);
  const readUnseen = unseenReader(host, snapshot);
  const unseen: UnseenProcess[] = [];
  const parts: (readonly Inspection[])[] = [];
  const missing: Missing[] = [];
  for (const target of targets) {
    const found = findTarget(target, snapshot);
    const isMissing = found.pids.length + found.sockets.length === 0;
    const subject = subjectOf(target, snapshot);
    const ports = netsh === undefined ? null : { target, snapshot, subject, netsh };
    const reserved = isMissing && ports !== null ? await reservationRows(ports) : null;
    if (target.kind !== "address" && isMissing) {
      const { rows = [], isWhole = false } = reserved ?? {};
      if (rows.length > 0) parts.push(rows);
      else missing.push(missingTarget(target, snapshot, { isUnreserved: isWhole }));
      continue;
    }
    const context = { target, found, snapshot, readUnseen, unseen };
    const applications = ports === null ? [] : await applicationRows(ports, describe);
    const rows = withApplications(await ownRows(context, describe), applications);
    const own = await lookUp([...rows, ...reserved?.rows ?? []]);
    parts.push(own, await lookUp(neighbourRows(context, own)));
  }
  return { rows: parts.flat(), missing, unseen: unseenLines(unseen) };
}

/** What every row of a target holds. */
function subjectOf({ text }: Target, { observedAt, computer }: WholeSnapshot): Inspection {
  return { ...NO_INSPECTION, target: text, observedAt, computer };
}

interface Context {
  readonly target: Target;
  readonly found: Found;
  readonly snapshot: WholeSnapshot;
  readonly readUnseen: ReturnType<typeof unseenReader>;
  /** Collects the processes whose sockets could not be seen. */
  readonly unseen: UnseenProcess[];
}

async function ownRows(
  context: Context,
  describe: (pid: number) => Promise<DescribedProcess>,
): Promise<Inspection[]> {
  const { target, found: { pids, sockets, reasons }, snapshot, readUnseen, unseen } = context;
  const subject = subjectOf(target, snapshot);
  const parts: Inspection[][] = [];
  if (target.kind === "address") {
    const remoteScope = scopeOf(target.address);
    parts.push([{ ...subject, relation: "address", remoteAddress: target.address, remoteScope }]);
  }
  const byPid = Map.groupBy(sockets, ({ pid }) => pid);
  const held = new Set<Connection>();
  for (const pid of pids) {
    const { facts, note } = await describe(pid);
    const shared = sockets.filter((socket) => isHeldBy(socket, { pid, snapshot }));
    for (const socket of shared) held.add(socket);
    const all = [
      ...byPid.get(pid) ?? [],
      ...shared.map((socket) => ({ ...socket, note: heldNote(socket, { pid, snapshot }) })),
    ];
    const unseenNote = readUnseen(pid, all.length);
    if (unseenNote !== null) unseen.push({ pid, process: facts.process, note: unseenNote });
    const notes = joinPresent([reasons?.get(pid) ?? null, note, unseenNote], "; ");
    parts.push([{ ...subject, ...facts, relation: "process", note: notes }]);
    const rows = all.map((socket) => {
      const note = withoutNote(socket.note, snapshot.processNotes?.get(pid));
      return socketRow({ ...socket, note }, context, { facts });
    });
    for (const relation of SOCKET_ORDER) {
      parts.push(rows.filter((row) => row.relation === relation));
    }
  }
  const owners = new Set<number | null>(pids);
  const unowned = sockets.filter((socket) => !owners.has(socket.pid) && !held.has(socket));
  parts.push(unowned.map((socket) => socketRow(socket, context)));
  return parts.flat();
}

/** The note on a socket without the one on its process, which stands with the process. */
function withoutNote(note: string | null, ofProcess: string | undefined): string | null {
  if (note === null || ofProcess === undefined || !note.startsWith(ofProcess)) return note;
  return note.slice(`${ofProcess}; `.length) || null;
}

const SOCKET_ORDER: readonly Relation[] = ["listener", "peer", "socket"];

/** Connections of other processes into the networks of the peers, or of the target address. */
function neighbourRows(context: Context, own: readonly Inspection[]): Inspection[] {
  const { target, found, snapshot } = context;
  const relation = target.kind === "address" ? "address" : "peer";
  const places = own.filter((row) => row.relation === relation);
  const ownSockets = new Set(found.sockets);
  const others = snapshot.connections.filter((connection) => !ownSockets.has(connection));
  return findNeighbours(places, others).map(({ connection, network, near }) => ({
    ...socketRow(connection, context),
    relation: "neighbour",
    note: `in ${network}, as ${near} is`,
  }));
}

/**
 * The row of a socket. Without a description of its process, the list and the socket tell about it:
 * saved output may name a program that the process list does not have.
 */
function socketRow(
  socket: Connection,
  { target, snapshot }: Context,
  { facts = { ...listedFacts(socket.pid, snapshot), process: socket.process } }: {
    facts?: InspectedProcess;
  } = {},
): Inspection {
  const { pid: _pid, process, path, services, user, ...own } = socket;
  return {
    ...facts,
    process: facts.process ?? process,
    path: facts.path ?? path,
    services: facts.services ?? services,
    user: facts.user ?? user,
    relation: relationOf(socket),
    target: target.text,
    ...own,
  };
}

function relationOf({ state, remoteAddress, remoteHost, remotePort }: Connection): Relation {
  if (state === "LISTENING") return "listener";
  const isNowhere = remoteAddress === null || scopeOf(remoteAddress) === "any";
  return isNowhere && (remoteHost === null || remotePort === null) ? "socket" : "peer";
}
