/**
 * Closes TCP connections of Windows with `SetTcpEntry`, the only documented call for it, which knows
 * IPv4 alone. Windows could close IPv6 connections too, by a call of its network store that is not
 * documented and may change with any update: netwho leaves it alone.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { embeddedIPv4, formatIPv4, isMapped, parseAddress } from "../../address/address.ts";
import {
  ActionError,
  type ActionErrorKind,
  type ConnectionIdentity,
  describeConnection,
  type EndOptions,
} from "../actions.ts";
import type { Facts, SystemSocket } from "../host.ts";
import type { TableRow } from "./socket_table.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const CLOSING = {
  SetTcpEntry: { parameters: ["buffer"], result: "u32" },
} as const;

/** The function that closes a connection. */
export type ClosingCalls = Functions<typeof CLOSING>;

/** What closing connections takes from Windows. */
export interface ClosingSystem extends Pick<Facts, "processFacts" | "elevated"> {
  readonly calls: () => ClosingCalls;
  /** The table of TCP over IPv4; null where Windows does not tell. */
  readonly readTable: () => readonly TableRow[] | null;
}

/** The function of this Windows. */
export function closingCalls(): () => ClosingCalls {
  return windowsLibrary("iphlpapi.dll", CLOSING);
}

/** MIB_TCPROW, with which each row of the table begins: the state, then both ends. */
const TCP_ROW_BYTES = 20;
const MIB_TCP_STATE_DELETE_TCB = 12;
/** How long a connection that was closed may take to leave the table. */
const LEAVE_MILLISECONDS = 500;
const POLL_MILLISECONDS = 10;

/** Closes TCP connections, and says of each why it was not closed; null where it was. */
export async function closeWindowsConnections(
  system: ClosingSystem,
  connections: readonly ConnectionIdentity[],
  { timeoutMilliseconds, signal }: Pick<EndOptions, "timeoutMilliseconds" | "signal">,
): Promise<readonly (ActionError | null)[]> {
  signal?.throwIfAborted();
  const table = readTable(system);
  const orders = connections.map((connection) => {
    const row = findRow(system, connection, table);
    const code = row instanceof ActionError ? null : setToDeleted(system, row);
    return { connection, row, code };
  });
  const deadline = performance.now() + Math.min(timeoutMilliseconds, LEAVE_MILLISECONDS);
  let now = readTable(system);
  const areLeaving = () =>
    orders.some(({ row, code }) => code === NO_ERROR && isThere(row as TableRow, now));
  while (areLeaving() && performance.now() < deadline) {
    await delay(POLL_MILLISECONDS, { signal });
    now = readTable(system);
  }
  return orders.map(({ connection, row, code }) => {
    if (row instanceof ActionError) return row;
    const { state } = row.socket;
    return whyNotClosed(system, connection, { code: code!, state, isThere: isThere(row, now) });
  });
}

/** The rows by their ends: one socket that several processes hold can have several. */
type Table = ReadonlyMap<string, readonly TableRow[]>;

function readTable(system: ClosingSystem): Table | null {
  const rows = orNull(system.readTable);
  return rows === null ? null : Map.groupBy(rows, ({ socket }) => endsKey(socket));
}

type Ends = Pick<
  SystemSocket,
  "localAddress" | "localPort" | "remoteAddress" | "remotePort"
>;

function endsKey({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return `${localAddress} ${localPort} ${remoteAddress} ${remotePort}`;
}

/** The row of a connection, if it is still the one that was seen. */
function findRow(
  { processFacts }: ClosingSystem,
  connection: ConnectionIdentity,
  table: Table | null,
): TableRow | ActionError {
  const localAddress = inIPv4(connection.localAddress);
  const remoteAddress = inIPv4(connection.remoteAddress);
  if (localAddress === null || remoteAddress === null) {
    return refusal("notSupported", connection, IPV6);
  }
  if (table === null) return refusal("notSupported", connection, NO_TABLE);
  const rows = table.get(endsKey({ ...connection, localAddress, remoteAddress })) ?? [];
  const open = rows.filter(({ socket }) => !HAS_CLOSED.includes(socket.state));
  if (open.length === 0) {
    const state = rows.length === 0 ? GONE : `it has closed already (${rows[0]!.socket.state})`;
    return refusal("gone", connection, state);
  }
  const { owner } = connection;
  const seen = open.find(({ socket: { pid, createdAt } }) =>
    isSame(connection.createdAt, createdAt) &&
    (owner === null ||
      pid === owner.pid && isSame(owner.startedAt, processFacts([pid]).get(pid)?.startedAt))
  );
  return seen ?? refusal("changed", connection, ANOTHER);
}

/** Whether two times are the same, as far as both are known. */
function isSame(a: string | null | undefined, b: string | null | undefined): boolean {
  return typeof a !== "string" || typeof b !== "string" || Date.parse(a) === Date.parse(b);
}

/** An address as the table of IPv4 has it; null for one that is not there. */
function inIPv4(text: string): string | null {
  const address = parseAddress(text);
  if (address?.family === 4) return text;
  return address !== null && isMapped(address.groups)
    ? formatIPv4(embeddedIPv4(address.groups, 6))
    : null;
}

/** Whether the connection of a row is still in the table, and open. */
function isThere({ socket }: TableRow, table: Table | null): boolean {
  const rows = table?.get(endsKey(socket)) ?? [];
  return rows.some(({ socket: { pid, createdAt, state } }) =>
    pid === socket.pid && createdAt === socket.createdAt && !HAS_CLOSED.includes(state)
  );
}

/** The states in which nothing is left to close. */
const HAS_CLOSED: readonly SystemSocket["state"][] = ["TIME_WAIT", "CLOSED", "DELETE_TCB"];

/** Orders Windows to close the connection of a row, and returns its code. */
function setToDeleted({ calls }: ClosingSystem, { bytes }: TableRow): number {
  const row = bytes.slice(0, TCP_ROW_BYTES);
  new DataView(row.buffer).setUint32(0, MIB_TCP_STATE_DELETE_TCB, true);
  return orNull(() => calls().SetTcpEntry(row)) ?? ERROR_NOT_SUPPORTED;
}

const NO_ERROR = 0;
const ERROR_ACCESS_DENIED = 5;
const ERROR_NOT_SUPPORTED = 50;
const ERROR_INVALID_PARAMETER = 87;
/** The text of an error that does not exist: this call's way to say that netwho is not elevated. */
const ERROR_MR_MID_NOT_FOUND = 317;
const ERROR_NOT_FOUND = 1168;

function whyNotClosed(
  { elevated }: ClosingSystem,
  connection: ConnectionIdentity,
  { code, state, isThere }: { code: number; state: SystemSocket["state"]; isThere: boolean },
): ActionError | null {
  switch (code) {
    case NO_ERROR:
      return isThere ? refusal("timedOut", connection, STILL_THERE) : null;
    case ERROR_ACCESS_DENIED:
    case ERROR_MR_MID_NOT_FOUND:
      return elevated() === true
        ? refusal("permissionDenied", connection, `Windows refuses it (error ${code})`)
        : refusal("permissionDenied", connection, NOT_ADMINISTRATOR);
    case ERROR_INVALID_PARAMETER:
    case ERROR_NOT_FOUND:
      return isThere
        ? refusal("notSupported", connection, `Windows does not close one that is ${state}`)
        : refusal("gone", connection, GONE);
    case ERROR_NOT_SUPPORTED:
      return refusal("notSupported", connection, "this Windows cannot close connections");
    default:
      return refusal("notSupported", connection, `Windows failed with error ${code}`);
  }
}

const GONE = "it is not there any more";
const ANOTHER = "another connection has its ports by now";
const NO_TABLE = "Windows does not tell which connections there are";
const IPV6 = "Windows closes single connections over IPv4 only; ending the program closes this one";
const STILL_THERE = "Windows says that it is closed, but it is still there";
const NOT_ADMINISTRATOR = 'only an administrator may; open a terminal with "Run as ' +
  'administrator" and try there';

function refusal(
  kind: ActionErrorKind,
  connection: ConnectionIdentity,
  state: string,
): ActionError {
  return new ActionError(kind, `Cannot close ${describeConnection(connection)}: ${state}`);
}
