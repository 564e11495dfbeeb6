/**
 * Fills what saved rows leave out and what follows from the rest: the scope of an address, the service
 * of a port, and who began a connection. Rows that were written by hand, or by a script, have little more
 * than the two ends and the program.
 *
 * @module
 */
import { portService } from "../../address/ports.ts";
import { scopeOf } from "../../address/scope.ts";
import { Listeners } from "../../capture/direction.ts";
import { knownProcesses } from "../../capture/join.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { Connection } from "../../model/connection.ts";
import { hasPeer } from "../../model/peer.ts";

/** Returns the rows; those that lack nothing are the same objects. What a row says is kept. */
export function fillRows(
  rows: readonly Connection[],
  snapshot: Pick<WholeSnapshot, "processes" | "parentOf">,
): readonly Connection[] {
  const known = knownProcesses(snapshot);
  const directionOf = (row: Connection, listeners: ReadonlyMap<string, Listeners>) =>
    listeners.get(computerOf(row))!.directionOf(row, known);
  const listeners = rows.some(lacksDirection) ? listenersByComputer(rows) : null;
  return rows.map((row) => {
    const found: Partial<Connection> = {
      localScope: row.localScope ?? scopeOfEnd(row.localAddress),
      remoteScope: row.remoteScope ?? scopeOfEnd(row.remoteAddress),
      localService: row.localService ?? serviceOf(row.protocol, row.localPort),
      remoteService: row.remoteService ?? serviceOf(row.protocol, row.remotePort),
      direction: listeners !== null && lacksDirection(row)
        ? directionOf(row, listeners)
        : row.direction,
    };
    const isSame = FILLED.every((name) => row[name] === found[name]);
    return isSame ? row : { ...row, ...found };
  });
}

const FILLED = [
  "localScope",
  "remoteScope",
  "localService",
  "remoteService",
  "direction",
] as const satisfies readonly (keyof Connection)[];

function lacksDirection(row: Connection): boolean {
  return row.direction === null && hasPeer(row);
}

/** Who listens on each computer, as far as the rows show it. */
function listenersByComputer(rows: readonly Connection[]): ReadonlyMap<string, Listeners> {
  const all = new Map<string, Listeners>();
  for (const row of rows) {
    const computer = computerOf(row);
    const listeners = all.get(computer);
    if (listeners === undefined) all.set(computer, new Listeners([row]));
    else listeners.add(row);
  }
  return all;
}

function computerOf({ computer }: Connection): string {
  return computer?.toLowerCase() ?? "";
}

function scopeOfEnd(address: string | null): string | null {
  return address === null ? null : scopeOf(address);
}

function serviceOf(protocol: string | null, port: number | null): string | null {
  if (port === null || (protocol !== "TCP" && protocol !== "UDP")) return null;
  return portService(protocol, port);
}
