/**
 * What a history may know, for tests of the rules about time.
 *
 * @module
 */
import type { AuditView, SeenBefore } from "../../../../lib/audit/engine/audit_view.ts";
import { type Beacon, BEACON_FIELDS } from "../../../../lib/model/beacon.ts";
import { type Connection, CONNECTION_FIELDS } from "../../../../lib/model/connection.ts";
import { emptyRecord } from "../../../../lib/model/field.ts";
import { type AuditedRow, auditedView } from "../../../support/audited.ts";

/** When the tests judge. */
export const NOW = "2026-11-25T12:00:00.000Z";

/** A history of a month that knows nothing. */
export const EMPTY: SeenBefore = {
  since: "2026-10-25T12:00:00.000Z",
  until: "2026-11-25T11:55:00.000Z",
  programs: [],
  earlierPeers: new Map(),
  newFlows: [],
  beacons: [],
  firstSeenOf: new Map(),
};

/** A time so many hours before the judgement. */
export function hoursAgo(hours: number): string {
  return new Date(Date.parse(NOW) - hours * 3_600_000).toISOString();
}

/** A connection of the history, first seen so many minutes before the judgement. */
export function flow(minutes: number, fields: Partial<Connection>): Connection {
  return {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    remoteScope: "private",
    direction: "outbound",
    ...fields,
    observedAt: hoursAgo(minutes / 60),
  };
}

/** A beacon with some fields. */
export function beaconOf(fields: Partial<Beacon>): Beacon {
  return {
    ...emptyRecord(BEACON_FIELDS),
    score: 0.95,
    rating: "high",
    process: "agent.exe",
    path: "C:\\Users\\anna\\agent.exe",
    protocol: "TCP",
    remoteAddress: "203.0.113.7",
    remotePort: 443,
    remoteScope: "public",
    connections: 96,
    periodSeconds: 300,
    jitterSeconds: 4,
    timeResolutionSeconds: 60,
    ...fields,
  } as Beacon;
}

/** A view whose history says when its first connection was seen first. */
export function viewSeenSince(row: AuditedRow, since: string | null): AuditView {
  const view = auditedView([row]);
  const first = view.subjects[0]!.row;
  const firstSeenOf = new Map(since === null ? [] : [[first, since] as const]);
  return { ...view, history: { ...EMPTY, firstSeenOf } };
}
