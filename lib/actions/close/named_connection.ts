/**
 * Connections that are named by both of their ends, so that several together mean no others.
 *
 * @module
 */
import {
  embeddedIPv4,
  formatAddress,
  formatIPv4,
  isMapped,
  parseAddress,
} from "../../address/address.ts";
import { parseAddressPort } from "../../address/address_port.ts";
import { UsageError } from "../../errors.ts";
import { CLOSED_FIELDS, type ClosedConnection } from "../../model/closed_connection.ts";
import type { Connection } from "../../model/connection.ts";
import { emptyRecord } from "../../model/field.ts";
import { HIGHEST_PID, HIGHEST_PORT } from "../../model/limits.ts";
import { listInWords } from "../../text/wording.ts";
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
 * What netstat can print for a state, in any language: a word with letters alone, as in FIN_WAIT_2,
 * several of which make one state. No address and no process ID is such a word.
 */
const STATE_WORD = /^\p{L}[\p{L}\p{M}\p{N}_.'’-]*$/u;

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
  if (STATE_WORD.test(words[0] ?? "")) {
    const [protocol] = words.splice(0, 1);
    if (/^udp[46]?$/i.test(protocol!)) throw fail(`${protocol} has no connection to close`);
    if (!/^tcp[46]?$/i.test(protocol!)) throw fail(`${protocol} is no protocol and no address`);
  }
  const [local, remote, ...rest] = words;
  // In a state of netstat's the connection is the same one.
  const more = rest.filter((word) => !STATE_WORD.test(word));
  if (more.length > 1) throw fail("it has more than two ends and a process ID");
  const [localAddress, localPort] = readEnd(local, fail);
  if (/^(?:.*:0|\*:\*)$/.test(remote ?? "")) throw fail("it only listens, and has no other end");
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

/** What became of the connections that are named. */
export interface NamedMatch {
  /** The rows that are named. */
  readonly rows: ReadonlySet<Connection>;
  /** Rows for the named connections that are not there, each once, in order. */
  readonly gone: readonly ClosedConnection[];
}

/**
 * Looks up named connections among all rows. A process that could not be seen is not compared, nor is
 * a zone that is not named. The time grows with the sum of both lists.
 *
 * @throws {UsageError} where several in different zones are named by the same ends.
 */
export function findNamed(
  named: readonly NamedConnection[],
  all: readonly Connection[],
  { observedAt }: { readonly observedAt: string },
): NamedMatch {
  const byEnds = Map.groupBy(named, endsKey);
  const found = new Map<NamedConnection, Connection[]>();
  const others = new Map<NamedConnection, Connection>();
  for (const row of all) {
    const sameEnds = row.protocol === "TCP" ? byEnds.get(endsKey(row)) : undefined;
    for (const one of sameEnds ?? []) {
      if (!isInZones(row, one)) continue;
      if (!isHolder(row, one)) others.set(one, others.get(one) ?? row);
      else if (!found.get(one)?.push(row)) found.set(one, [row]);
    }
  }
  const rows = new Set([...found].flatMap(([one, fitting]) => inOneZone(one, fitting)));
  const missing = named.filter((one) => !found.has(one));
  const each = new Map(missing.map((one) => [
    JSON.stringify([one.localAddress, one.localPort, one.remoteAddress, one.remotePort, one.pid]),
    one,
  ]));
  const gone = [...each.values()].map((one) =>
    goneRow(one, { observedAt, other: others.get(one) })
  );
  return { rows, gone };
}

/** Whether a row is in the zones that are named. */
function isInZones(row: Connection, named: NamedConnection): boolean {
  return ENDS.every((end) => {
    const zone = zoneOf(named[end]);
    return zone === null || zone === zoneOf(row[end]);
  });
}

/** The rows of one connection among those that fit: those with the ends as named come first. */
function inOneZone(named: NamedConnection, rows: readonly Connection[]): readonly Connection[] {
  const byZones = Map.groupBy(rows, (row) => JSON.stringify(ENDS.map((end) => zoneOf(row[end]))));
  const exact = byZones.get(JSON.stringify(ENDS.map((end) => zoneOf(named[end]))));
  if (exact !== undefined) return exact;
  if (byZones.size === 1) return rows;
  const each = [...byZones.values()].map(([row]) => `"${endsText(row!)}"`);
  throw new UsageError(
    `Cannot close the connection ${
      endsText(named)
    }: ${each.length} in different zones have these ends`,
    { hint: `Name one with its zone: ${listInWords(each, "or")}` },
  );
}

/** Both ends as netstat -ano prints them. */
function endsText(ends: Ends): string {
  return [[ends.localAddress, ends.localPort], [ends.remoteAddress, ends.remotePort]]
    .map(([address, port]) => `[${address}]:${port}`).join(" ");
}

function zoneOf(address: string | null): string | null {
  return parseAddress(address ?? "")?.zone ?? null;
}

const ENDS = ["localAddress", "remoteAddress"] as const;

type Ends = Pick<Connection, "localAddress" | "localPort" | "remoteAddress" | "remotePort">;

/** Both ends as one text, without zones. An IPv4 address that is mapped into IPv6 is the same end. */
function endsKey({ localAddress, localPort, remoteAddress, remotePort }: Ends): string {
  return [canonicalAddress(localAddress), localPort, canonicalAddress(remoteAddress), remotePort]
    .join(" ");
}

function canonicalAddress(text: string | null): string {
  const address = parseAddress(text ?? "");
  if (address === null) return "";
  const { family, groups } = address;
  return family === 6 && isMapped(groups)
    ? formatIPv4(embeddedIPv4(groups, 6))
    : formatAddress({ ...address, zone: null });
}

function isHolder({ pid }: Connection, named: NamedConnection): boolean {
  return named.pid === null || pid === null || pid === 0 || pid === named.pid;
}

function goneRow(
  named: NamedConnection,
  { observedAt, other }: { readonly observedAt: string; readonly other: Connection | undefined },
): ClosedConnection {
  const reason = other === undefined
    ? "it is not there any more"
    : `it is not there any more: another connection, of ${programText(other)}, has these ends`;
  return {
    ...emptyRecord(CLOSED_FIELDS),
    result: "gone",
    reason,
    observedAt,
    protocol: "TCP",
    ...named,
  } as ClosedConnection;
}
