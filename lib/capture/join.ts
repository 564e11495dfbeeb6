/**
 * Joins sockets with their processes, the services registered for their ports, and the scopes of
 * their addresses.
 *
 * @module
 */
import { portService } from "../address/ports.ts";
import { scopeOf } from "../address/scope.ts";
import type { Connection } from "../model/connection.ts";
import type { Process } from "../model/process.ts";
import type { Socket, State } from "../model/socket.ts";
import { directionOfState, type KnownProcesses, type Listeners } from "./direction.ts";
import { type HiddenBy, hiddenNote } from "./hidden_owners.ts";

/** What sockets are joined with. */
export interface JoinContext {
  /** When the sockets were seen; null for saved output, where the time is unknown. */
  readonly observedAt: string | null;
  /** The computer's name. @default null */
  readonly computer?: string | null;
  /** The processes by PID; null without a process list. */
  readonly processes: ReadonlyMap<number, Process> | null;
  /** Why sockets have no PID. @default "rights" */
  readonly hiddenBy?: HiddenBy;
  /** Notes on processes by PID. @default none */
  readonly processNotes?: ReadonlyMap<number, string>;
  /** The listening sockets of the same computer, which tell who began a connection. @default unknown */
  readonly listeners?: Listeners;
  /** The parents of processes that the list does not tell. @default unknown */
  readonly parentOf?: (pid: number) => number | null;
  /**
   * Where the names of remote ends come from; null where that is unknown, as in sockets that netwho
   * wrote. @default "netstat"
   */
  readonly remoteHostSource?: "netstat" | null;
}

/** The fields of a connection that come from its process. */
type Owner = Pick<Connection, "process" | "path" | "services" | "user" | "note">;

/** What netstat itself prints about the owner of a socket. */
type Printed = Pick<Socket, "pid" | "process" | "components" | "state">;

/**
 * Joins a socket with its process, services and scopes.
 *
 * Who began the connection is not in one socket: without `listeners`, `direction` is null but for
 * connections that are being opened.
 *
 * @example
 * ```ts
 * import { joinSocket, parseNetstat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseNetstat("  TCP    192.0.2.7:50123    10.0.0.9:443    TIME_WAIT    0");
 * const connection = joinSocket(rows[0]!, { observedAt: null, processes: null });
 * assertEquals(connection.remoteService, "https");
 * assertEquals(connection.remoteScope, "private");
 * assertEquals(connection.note, "closed, no process owns it any more");
 * ```
 */
export function joinSocket(socket: Socket, context: JoinContext): Connection {
  return socketJoiner(context)(socket, context.listeners);
}

/**
 * Makes a function that joins sockets; those of several computers each with its listeners. The fields
 * from a process are computed once per process.
 */
export function socketJoiner(
  context: Omit<JoinContext, "listeners">,
): (socket: Socket, listeners: Listeners | undefined) => Connection {
  const owners = new Map<number, Owner>();
  const known = knownProcesses(context);
  const findOwner = (socket: Socket) => {
    const { pid, process, components } = socket;
    if (pid === null || process !== null || components !== null) return ownerOf(socket, context);
    const key = isClosing(socket) ? BEING_CLOSED : pid;
    let owner = owners.get(key);
    if (owner === undefined) owners.set(key, owner = ownerOf(socket, context));
    return owner;
  };
  return (socket, listeners) => {
    const connection = connectionOf(socket, findOwner(socket), context);
    connection.direction = listeners === undefined
      ? directionOfState(socket)
      : listeners.directionOf(connection, known);
    return connection;
  };
}

/** What a context knows of processes. */
export function knownProcesses(
  { processes, parentOf }: Pick<JoinContext, "processes" | "parentOf">,
): KnownProcesses {
  return {
    nameOf: (pid) => processes?.get(pid)?.process ?? null,
    parentOf: processes === null && parentOf === undefined
      ? undefined
      : (pid) => processes?.get(pid)?.parentPid ?? parentOf?.(pid) ?? null,
  };
}

/** Stands for the process ID of connections that are being closed. */
const BEING_CLOSED = -1;

/** Whether no process owns a connection that the system is still closing. */
function isClosing({ pid, state }: Printed): boolean {
  return pid === 0 && CLOSING.has(state);
}

/** The states of a connection that the system is still closing. */
const CLOSING: ReadonlySet<string | null> = new Set<State>([
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "CLOSING",
  "LAST_ACK",
]);

function connectionOf(
  socket: Socket,
  owner: Owner,
  { observedAt, computer = null, remoteHostSource = "netstat" }: JoinContext,
): Connection {
  return {
    observedAt,
    computer,
    protocol: socket.protocol,
    localAddress: socket.localAddress,
    localPort: socket.localPort,
    localService: serviceOf(socket.protocol, socket.localPort),
    localScope: socket.localAddress === null ? null : scopeOf(socket.localAddress),
    remoteAddress: socket.remoteAddress,
    remotePort: socket.remotePort,
    remoteService: serviceOf(socket.protocol, socket.remotePort),
    remoteScope: socket.remoteAddress === null ? null : scopeOf(socket.remoteAddress),
    state: socket.state,
    direction: null,
    createdAt: null,
    pid: socket.pid,
    process: owner.process,
    path: owner.path,
    services: owner.services,
    socketService: null,
    user: owner.user,
    localHost: socket.localHost,
    remoteHost: socket.remoteHost,
    remoteHostSource: socket.remoteHost === null ? null : remoteHostSource,
    remoteAsn: null,
    remoteOwner: null,
    remoteCountry: null,
    remoteNetwork: null,
    note: socket.isAddressCut ? NOTES.cut : owner.note,
  };
}

function serviceOf(protocol: string, port: number | null): string | null {
  return port === null ? null : portService(protocol as "TCP" | "UDP", port);
}

/** The fields from the process of a socket, with a note if there is no process. */
function ownerOf(printed: Printed, context: JoinContext): Owner {
  const { pid } = printed;
  const { processes, processNotes } = context;
  if (pid === 0) return noOwner(isClosing(printed) ? NOTES.closing : NOTES.nobody);
  const known = pid === null ? undefined : processes?.get(pid);
  if (known !== undefined) {
    return {
      process: known.process ?? printed.process,
      path: known.path,
      services: known.services ?? servicesAmong(printed.components),
      user: known.user,
      note: processNotes?.get(known.pid) ?? null,
    };
  }
  return {
    ...noOwner(noteWithout(printed, context)),
    process: printed.process,
    services: servicesAmong(printed.components),
  };
}

/** The notes of rows without a process. */
export const NOTES = {
  nobody: "closed, no process owns it any more",
  cut: "the address was cut by netstat: it prints whole ones with -W",
  closing: "being closed: no process owns it any more",
  gone: (pid: number): string => `process ${pid} is not in the process list: it may have ended`,
} as const;

function noteWithout(
  { pid, process }: Printed,
  { processes, hiddenBy = "rights" }: JoinContext,
): string | null {
  if (processes === null || process !== null) return null;
  return pid === null ? hiddenNote(hiddenBy) : NOTES.gone(pid);
}

function noOwner(note: string | null): Owner {
  return { process: null, path: null, services: null, user: null, note };
}

/** The components that are services, without file names and netstat's remarks. */
function servicesAmong(components: readonly string[] | null): readonly string[] | null {
  const services = components?.filter((name) => !/[\\/]|^--|\.(?:dll|exe)$/i.test(name)) ?? [];
  return services.length === 0 ? null : services;
}
