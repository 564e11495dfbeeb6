/**
 * Rows and looks of `netwho watch`, for tests that need no tracker.
 *
 * @module
 */
import type { WholeSnapshot } from "../../lib/capture/snapshot.ts";
import type { LiveLook, LiveRow } from "../../lib/live/live_row.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";

/** A connection of which the test says what matters. */
export function connectionOf(values: Partial<Connection>): Connection {
  return { ...emptyRecord(CONNECTION_FIELDS), protocol: "TCP", ...values };
}

/** Rows of connections that were there from the start, with the IDs 1, 2, 3 and so on. */
export function liveRows(connections: readonly Connection[]): LiveRow[] {
  return connections.map((connection, index) => ({
    id: index + 1,
    connection,
    mark: null,
    previousState: null,
    firstSeen: null,
    closedAt: null,
    processStartedAt: null,
  }));
}

/** The first look at a computer. */
export function lookOf(snapshot: WholeSnapshot, rows?: readonly LiveRow[]): LiveLook {
  return {
    at: Date.parse(snapshot.observedAt ?? "2026-11-26T14:20:00Z"),
    rows: rows ?? liveRows(snapshot.connections),
    changes: [],
    snapshot,
    opened: 0,
    closed: 0,
    tookMilliseconds: 0,
    missed: 0,
  };
}
