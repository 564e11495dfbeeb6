/**
 * The whole chain of something in one place: process, program, file, peers.
 *
 * @module
 */
import { scopeOf } from "../address/scope.ts";
import type { ObjectRow } from "../model/field.ts";
import type { Host } from "../host/host.ts";
import type { Connection } from "../model/connection.ts";
import { type Inspection, NO_INSPECTION, type ProcessFacts, type Relation } from "./fields.ts";
import { findTarget, type Found } from "./find_target.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { type Missing, missingTarget } from "./missing.ts";
import { findNeighbours } from "./neighbours.ts";
import { type DescribedProcess, listedFacts, processDescriber } from "./process_facts.ts";
import type { Target } from "./target.ts";

/** With what to inspect. */
export interface InspectOptions {
  /** The sockets and processes among which the targets are. */
  readonly snapshot: WholeSnapshot;
  /** Adds names and owners to rows, where they are wanted. @default nothing is added */
  readonly addKnowledge?: <Row extends ObjectRow>(rows: readonly Row[]) => Promise<readonly Row[]>;
}

/** What inspecting came to. */
export interface Inspected {
  /**
   * For each target its address or, one after another, its processes, each with its listeners, its
   * peers and its other sockets below it; then sockets that nobody owns; then the neighbours.
   */
  readonly rows: Inspection[];
  /** The targets that are not there. An address always is. */
  readonly missing: Missing[];
}

/**
 * Inspects targets, in their order.
 *
 * @example
 * ```ts
 * import { denoHost, inspect, joinSocket, parseNetstat, readTarget } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseNetstat("  TCP    0.0.0.0:3389    0.0.0.0:0    LISTENING    1204\r\n");
 * const connections = rows.map((row) => joinSocket(row, { observedAt: null, processes: null }));
 * const snapshot = { connections, processes: null, observedAt: null, isSaved: true, warnings: [] };
 * const inspected = await inspect(denoHost(), [readTarget(":3389")], { snapshot });
 * assertEquals(
 *   inspected.rows.map(({ relation, pid, localPort }) => [relation, pid, localPort]),
 *   [["process", 1204, null], ["listener", 1204, 3389]],
 * );
 * ```
 */
export async function inspect(
  host: Host,
  targets: readonly Target[],
  { snapshot, addKnowledge = (rows) => Promise.resolve(rows) }: InspectOptions,
): Promise<Inspected> {
  const describe = processDescriber(host, snapshot);
  const parts: (readonly Inspection[])[] = [];
  const missing: Missing[] = [];
  for (const target of targets) {
    const found = findTarget(target, snapshot);
    if (found.pids.length + found.sockets.length === 0 && target.kind !== "address") {
      missing.push(missingTarget(target, snapshot));
      continue;
    }
    const own = await addKnowledge(await rowsOf(target, { found, snapshot, describe }));
    const near = findNeighbours(placesOf(target, own), others(snapshot, found));
    const neighbours = near.map(({ connection, network, near }) => ({
      ...socketRow(connection, {
        relation: "neighbour",
        target,
        facts: { ...listedFacts(connection.pid, snapshot), process: connection.process },
      }),
      note: `in ${network}, as ${near} is`,
    }));
    parts.push(own, await addKnowledge(neighbours));
  }
  return { rows: parts.flat(), missing };
}

interface RowOptions {
  readonly found: Found;
  readonly snapshot: WholeSnapshot;
  readonly describe: (pid: number) => Promise<DescribedProcess>;
}

async function rowsOf(
  target: Target,
  { found: { pids, sockets }, snapshot, describe }: RowOptions,
): Promise<Inspection[]> {
  const parts: (readonly Inspection[])[] = [];
  const { observedAt } = snapshot;
  if (target.kind === "address") {
    const { text, address } = target;
    const remoteScope = scopeOf(address);
    const about = { observedAt, remoteAddress: address, remoteScope };
    parts.push([{ ...NO_INSPECTION, ...about, relation: "address", target: text }]);
  }
  const byPid = Map.groupBy(sockets, ({ pid }) => pid);
  for (const pid of pids) {
    const { facts, note } = await describe(pid);
    const own = byPid.get(pid) ?? [];
    const about = { ...facts, observedAt, note };
    parts.push([{ ...NO_INSPECTION, ...about, relation: "process", target: target.text }]);
    parts.push(inOrder(own, { target, facts }));
  }
  const owners = new Set<number | null>(pids);
  const unowned = sockets.filter(({ pid }) => !owners.has(pid));
  // Who owns these is not known, but some rows of saved output name a program all the same.
  for (const socket of unowned) {
    const facts = { ...listedFacts(socket.pid, snapshot), process: socket.process };
    parts.push(inOrder([socket], { target, facts }));
  }
  return parts.flat();
}

/** What a row of a socket is besides it. */
interface SocketPlace {
  readonly target: Target;
  readonly facts: ProcessFacts;
}

const ORDER = ["listener", "peer", "socket"] as const satisfies readonly Relation[];

function inOrder(sockets: readonly Connection[], place: SocketPlace): Inspection[] {
  return ORDER.flatMap((relation) =>
    sockets
      .filter((socket) => relationOf(socket) === relation)
      .map((socket) => socketRow(socket, { relation, ...place }))
  );
}

function socketRow(
  socket: Connection,
  { relation, target, facts }: SocketPlace & { relation: Relation },
): Inspection {
  const { pid: _pid, process, path, services, user, ...own } = socket;
  return {
    ...facts,
    process: facts.process ?? process,
    path: facts.path ?? path,
    services: facts.services ?? services,
    user: facts.user ?? user,
    relation,
    target: target.text,
    ...own,
  };
}

function relationOf({ state, remoteAddress, remoteHost, remotePort }: Connection): Relation {
  if (state === "LISTENING") return "listener";
  const isNowhere = remoteAddress === null || scopeOf(remoteAddress) === "any";
  if (isNowhere && (remoteHost === null || remotePort === null)) return "socket";
  return "peer";
}

/** Where those are whose neighbours are wanted: the peers, or the address that was asked for. */
function placesOf(target: Target, rows: readonly Inspection[]): readonly Inspection[] {
  const wanted = target.kind === "address" ? "address" : "peer";
  return rows.filter(({ relation }) => relation === wanted);
}

function others({ connections }: WholeSnapshot, { sockets }: Found): Connection[] {
  const own = new Set(sockets);
  return connections.filter((connection) => !own.has(connection));
}
