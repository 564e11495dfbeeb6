/**
 * Connections that are named by both of their ends, so that several together mean no others.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../address/address.ts";
import { parseAddressPort } from "../../address/address_port.ts";
import { UsageError } from "../../errors.ts";
import { CLOSED_FIELDS, type ClosedConnection } from "../../model/closed_connection.ts";
import type { Connection } from "../../model/connection.ts";
import { emptyRecord } from "../../model/field.ts";
import { HIGHEST_PID, HIGHEST_PORT } from "../../model/limits.ts";
import { programText } from "../named_rows.ts";

/** A connection by its ends, with addresses in their canonical form. */
export interface NamedConnection {
  readonly localAddress: string;
  readonly localPort: number;
  readonly remoteAddress: string;
  readonly remotePort: number;
  /** The process that is to hold it; null for any. */
  readonly pid: number | null;
}

const HINT = 'Write both ends as netstat -ano does: "192.0.2.7:50123 203.0.113.5:443", ' +
  '"[2001:db8::7]:50123 [2001:db8::5]:443", with the process ID behind them if it is to be compared';

/**
 * Reads `[TCP] LOCAL REMOTE [STATE] [PID]`: what netstat -ano prints in a line.
 *
 * @throws {UsageError} for text that does not name one connection.
 */
export function readNamedConnection(text: string): NamedConnection {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const fail = (state: string) =>
    new UsageError(`Cannot close the connection ${text.trim() || "without ends"}: ${state}`, {
      hint: HINT,
    });
  if (/^[a-z]+\d?$/i.test(words[0] ?? "")) {
    const [protocol] = words.splice(0, 1);
    if (!/^tcp[46]?$/i.test(protocol!)) throw fail(`${protocol} has no connection to close`);
  }
  const [local, remote, ...more] = words;
  // In a state of netstat's the connection is the same one.
  if (more[0] !== undefined && !/^\d/.test(more[0])) more.shift();
  if (more.length > 1) throw fail("it has more than two ends and a process ID");
  const [localAddress, localPort] = readEnd(local, fail);
  const [remoteAddress, remotePort] = readEnd(remote, fail);
  const [pid = null] = more;
  if (pid !== null && !(/^\d+$/.test(pid) && Number(pid) <= HIGHEST_PID)) {
    throw fail(`${pid} is no process ID`);
  }
  return {
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    // Process 0 stands for none.
    pid: pid === null || Number(pid) === 0 ? null : Number(pid),
  };
}

function readEnd(
  text: string | undefined,
  fail: (state: string) => UsageError,
): [address: string, port: number] {
  if (text === undefined) throw fail("it has no two ends");
  const end = parseAddressPort(text);
  const port = Number(end?.port);
  if (end === null || port === 0 || port > HIGHEST_PORT) {
    throw fail(`${text} is no address with a port`);
  }
  return [formatAddress(end.address), port];
}

/** Whether a row has the ends of a named connection. */
export function hasEnds(row: Connection, named: NamedConnection): boolean {
  return row.protocol === "TCP" && row.localPort === named.localPort &&
    row.remotePort === named.remotePort && isAddress(row.localAddress, named.localAddress) &&
    isAddress(row.remoteAddress, named.remoteAddress);
}

function isAddress(text: string | null, wanted: string): boolean {
  const address = parseAddress(text ?? "");
  return address !== null && formatAddress(address) === wanted;
}

/** Whether a row is a named connection. A process that could not be seen is not compared. */
export function isNamed(row: Connection, named: NamedConnection): boolean {
  const isHeld = named.pid === null || row.pid === null || row.pid === 0 || row.pid === named.pid;
  return isHeld && hasEnds(row, named);
}

/** The rows of the named connections that are not there, in order. */
export function goneRows(
  named: readonly NamedConnection[],
  all: readonly Connection[],
  { observedAt }: { readonly observedAt: string },
): ClosedConnection[] {
  return named.filter((one) => !all.some((row) => isNamed(row, one))).map((one) => {
    const other = all.find((row) => hasEnds(row, one));
    const reason = other === undefined
      ? "it is not there any more"
      : `it is not there any more: another connection, of ${programText(other)}, has these ends`;
    return {
      ...emptyRecord(CLOSED_FIELDS),
      result: "gone",
      reason,
      observedAt,
      protocol: "TCP",
      ...one,
    } as ClosedConnection;
  });
}
