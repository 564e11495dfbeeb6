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
import { joinPresent } from "../text/wording.ts";
import type { NameFinder } from "../tools/ipconfig/cached_names.ts";
import type { Diagnostics } from "./diagnostics.ts";
import type { Listeners } from "./direction.ts";
import { socketJoiner } from "./join.ts";
import type { Holder, OwnersSeen } from "./hidden_owners.ts";
import type {
  SnapshotOptions,
  SnapshotOrigin,
  SnapshotPart,
  SnapshotSource,
  SocketBatch,
  SocketFacts,
  SourceHost,
  Unseen,
} from "./source.ts";

export type { SnapshotOptions, SnapshotOrigin, SnapshotPart, Unseen } from "./source.ts";

/** Sockets and processes as they were at one moment. */
export interface Snapshot {
  /** The time, ISO 8601 in UTC; null for saved output that does not tell it. */
  readonly observedAt: string | null;
  /** The computer's name; null where it is unknown, as for saved output. */
  readonly computer: string | null;
  /** Whether it comes from saved output, perhaps another computer's. */
  readonly isSaved: boolean;
  /** How it was taken, where it was read from the document of one snapshot. @default it was not */
  readonly origin?: SnapshotOrigin;
  /** The snapshots that it consists of, where these are several. @default there are none such */
  readonly parts?: () => readonly SnapshotPart[];
  /** The processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
  /** All rows of a saved list that has some processes several times. @default one for each PID */
  readonly processRows?: readonly Process[];
  /** What could not be seen. */
  readonly unseen: Unseen;
  /** What is known of the owners of the sockets that were read so far. @default nothing */
  readonly owners?: OwnersSeen;
  /** Notes on processes by PID. @default none */
  readonly processNotes?: ReadonlyMap<number, string>;
  /** The PID of a process's parent, null where it is unknown. @default all are unknown */
  readonly parentOf?: (pid: number) => number | null;
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

/** How to read where nothing else is asked for. */
export const READ_DEFAULTS = {
  encoding: null,
  fast: false,
  details: false,
  timeoutMilliseconds: 30_000,
} as const satisfies Partial<SnapshotOptions>;

/** Reads all connections of a snapshot. */
export async function readWhole(snapshot: Snapshot): Promise<WholeSnapshot> {
  const { sockets: _sockets, ...rest } = snapshot;
  return { ...rest, connections: await collectRows(snapshot.connections()) };
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
  const { owners } = diagnostics;
  if (options.from.length > 0) {
    const { readSavedSource } = await import("./saved/saved_source.ts");
    const source = await readSavedSource(host, options, diagnostics);
    return snapshotOf(source, { observedAt: null, computer: null, isSaved: true, owners });
  }
  const observedAt = new Date(host.now()).toISOString();
  const taken = {
    ...{ observedAt, computer: host.computerName(), isSaved: false, owners },
    turn: options.turn,
  };
  if (host.os === "linux") {
    const { readLinuxSource } = await import("./linux/linux_sockets.ts");
    const source = await readLinuxSource(host, options, diagnostics);
    return snapshotOf(source, taken);
  }
  if (options.tables !== undefined) {
    const { readWindowsTables } = await import("./windows_tables.ts");
    const source = readWindowsTables(host, options.tables);
    if (source !== null) return snapshotOf(source, taken);
  }
  const { readWindowsSource } = await import("./windows.ts");
  const source = await readWindowsSource(host, options, diagnostics);
  return snapshotOf(source, taken);
}

function snapshotOf(
  source: SnapshotSource,
  { observedAt, computer, isSaved, owners, turn }:
    & Pick<Snapshot, "observedAt" | "computer" | "isSaved">
    & Pick<SnapshotOptions, "turn">
    & {
      owners: OwnersSeen;
    },
): Snapshot {
  const { batches, processes, processRows, unseen, socketFacts, processNotes, nameOf, parentOf } =
    source;
  const { hiddenBy } = unseen;
  const { origin, parts, isSnapshot = false } = source;
  Object.assign(owners, { hiddenBy, isSaved, isSnapshot });
  // Rows that netwho wrote lack process IDs for other reasons than netstat's listing does.
  const whyIn = (batch: SocketBatch) =>
    batch.hiddenBy ?? (isSaved && !batch.isPrinted ? "notSaved" : hiddenBy);
  let isTaken = false;
  const takeBatches = () => {
    assert(!isTaken, "the sockets of a snapshot can be read only once");
    isTaken = true;
    return batches;
  };
  const share = (row: Socket | Connection, facts: SocketFacts | undefined) => {
    shareAmong(row, facts?.holders);
  };
  const shareAmong = (row: Socket | Connection, holders: readonly Holder[] | undefined) => {
    if (holders !== undefined) owners.share(row, holders);
  };
  return {
    observedAt: origin?.observedAt ?? observedAt,
    computer: origin?.computer ?? computer,
    isSaved,
    origin,
    parts,
    processes,
    processRows,
    unseen,
    owners,
    processNotes,
    parentOf,
    async *sockets() {
      for await (const batch of takeBatches()) {
        const rows = batch.sockets();
        owners.count(rows, whyIn(batch));
        if (socketFacts !== undefined) { for (const row of rows) share(row, socketFacts.get(row)); }
        yield rows;
      }
    },
    async *connections() {
      const context = { observedAt, computer, processes, hiddenBy, processNotes, parentOf };
      const join = socketJoiner(context);
      const joinOwn = socketJoiner({ ...context, hiddenBy: "notSaved", remoteHostSource: null });
      const joinKnown = (socket: Socket, listeners: Listeners | undefined) => {
        const facts = socketFacts?.get(socket);
        const connection = join(socket, listeners);
        share(connection, facts);
        return facts === undefined ? connection : withFacts(connection, facts);
      };
      for await (const batch of takeBatches()) {
        const why = whyIn(batch);
        const joinOne = socketFacts !== undefined ? joinKnown : why === hiddenBy ? join : joinOwn;
        const { listeners, holdersOf } = batch;
        const rows = batch.connections?.() ??
          batch.sockets().map((socket) => joinOne(socket, listeners));
        if (holdersOf !== undefined) { for (const row of rows) shareAmong(row, holdersOf(row)); }
        if (nameOf !== undefined) { for (const row of rows) addCachedName(row, nameOf); }
        owners.count(rows, why);
        yield rows;
        await turn?.();
      }
    },
  };
}

function withFacts(
  connection: Connection,
  { user, note, createdAt, service }: SocketFacts,
): Connection {
  connection.user ??= user ?? null;
  connection.createdAt = createdAt ?? null;
  connection.socketService = service ?? null;
  // What is known of the socket itself is more than that its owner could not be seen.
  const notes = connection.pid === null ? [note ?? connection.note] : [connection.note, note];
  connection.note = notes.filter((note) => note !== null && note !== undefined).join("; ") || null;
  return connection;
}

function addCachedName(connection: Connection, nameOf: NameFinder): void {
  const { remoteAddress, remoteHost } = connection;
  const cached = remoteAddress === null || remoteHost !== null ? null : nameOf(remoteAddress);
  if (cached === null) return;
  const note = joinPresent([connection.note, cached.note], "; ");
  Object.assign(connection, { remoteHost: cached.name, remoteHostSource: "dnsCache", note });
}
