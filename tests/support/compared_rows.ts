/**
 * Connections to compare, and what their changes are with the listings exchanged.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { type ComparedSide, compareSides } from "../../lib/changes/compare_sides.ts";
import { scopeOf } from "../../lib/address/scope.ts";
import type { Change } from "../../lib/model/change.ts";
import { type Connection, CONNECTION_FIELDS } from "../../lib/model/connection.ts";
import { emptyRecord } from "../../lib/model/field.ts";
import { diffConnections, type DiffOptions } from "../../lib/rows/diff_connections.ts";
import { Subjects } from "../../lib/rows/peer_groups.ts";

/** Makes a connection of a few fields. */
export function connection(fields: Partial<Connection> = {}): Connection {
  const { localAddress = "192.0.2.10", remoteAddress = null } = fields;
  return {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    localAddress,
    localScope: localAddress === null ? null : scopeOf(localAddress),
    remoteScope: remoteAddress === null ? null : scopeOf(remoteAddress),
    ...fields,
  };
}

/** A listener of a program. */
export function listener(localPort: number, fields: Partial<Connection> = {}): Connection {
  return connection({
    localAddress: "0.0.0.0",
    localPort,
    remoteAddress: "0.0.0.0",
    remotePort: 0,
    state: "LISTENING",
    ...fields,
  });
}

/** An open connection of a program to a peer. */
export function peer(remoteAddress: string, fields: Partial<Connection> = {}): Connection {
  return connection({
    localPort: 50_001,
    remoteAddress,
    remotePort: 443,
    state: "ESTABLISHED",
    direction: "outbound",
    ...fields,
  });
}

/** Tells what a change is about, the same both ways. */
type About = (row: Change) => string;

/** Changes as they read with the listings exchanged, in no order. */
function mirrored(changes: readonly Change[], aboutOf: About): string[] {
  return changes.map((row) => {
    const { change, changedAt: _, previousState, state, ...rest } = row;
    if (change === "changed") return JSON.stringify([change, aboutOf(row), state, previousState]);
    return JSON.stringify([change === "opened" ? "closed" : "opened", state, rest]);
  }).sort();
}

function asTheyAre(changes: readonly Change[], aboutOf: About): string[] {
  return changes.map((row) => {
    const { change, changedAt: _, previousState, state, ...rest } = row;
    if (change === "changed") return JSON.stringify([change, aboutOf(row), previousState, state]);
    return JSON.stringify([change, state, rest]);
  }).sort();
}

/** Checks the laws of comparisons: nothing changes from a listing to itself, and back is the mirror. */
export function assertDiffLaws(
  old: readonly Connection[],
  current: readonly Connection[],
  { name = "" }: { name?: string } = {},
): void {
  const subjects = new Subjects(old, current);
  for (const exact of [false, true]) {
    // Which of several connections to a peer stands for all is not the same both ways.
    const aboutOf = (row: Change) =>
      exact
        ? `${row.protocol} ${row.localAddress ?? row.localHost} ${row.localPort}`
        : subjects.of(row);
    for (const compare of [diffConnections, compareAsSides]) {
      assertEquals(compare(old, old, { exact }), [], name);
      assertEquals(compare(current, structuredClone(current), { exact }), [], name);
      const [there, back] = [compare(old, current, { exact }), compare(current, old, { exact })];
      const [is, wanted] = [asTheyAre(back, aboutOf), mirrored(there, aboutOf)];
      assertEquals(is, wanted, `${name}, exact: ${exact}`);
    }
  }
}

function compareAsSides(
  old: readonly Connection[],
  current: readonly Connection[],
  { exact }: DiffOptions,
): readonly Change[] {
  return compareSides(sideOf("old", old), sideOf("new", current), { exact }).changes;
}

/** A side of a comparison that is saved output. */
export function sideOf(
  label: string,
  connections: readonly Connection[],
  { view, ...about }: Partial<ComparedSide["snapshot"] & ComparedSide> = {},
): ComparedSide {
  const snapshot = { connections, observedAt: null, computer: null, ...about };
  return { label, snapshot, view };
}

const address = fc.constantFrom(
  "192.0.2.10",
  "0.0.0.0",
  "127.0.0.1",
  "::",
  "::1",
  "2001:db8::10",
  null,
);
const remote = fc.constantFrom(
  "198.51.100.4",
  "203.0.113.9",
  "0.0.0.0",
  "127.0.0.1",
  "2001:db8::9",
  "::1",
  null,
);
const port = fc.constantFrom(22, 80, 443, 5353, 40_000, 50_001, 50_002, 0, null);
const state = fc.constantFrom(
  "LISTENING",
  "ESTABLISHED",
  "TIME_WAIT",
  "CLOSE_WAIT",
  "SYN_SENT",
  "FIN_WAIT_2",
  "BOUND",
  "UNKNOWN",
  null,
);

/** Rows that have much in common, so that many are the same connection and many are nearly. */
const row: fc.Arbitrary<Connection> = fc.record({
  protocol: fc.constantFrom("TCP", "TCP", "UDP"),
  localAddress: address,
  localPort: port,
  remoteAddress: remote,
  remotePort: port,
  localHost: fc.constantFrom(null, null, "pc"),
  remoteHost: fc.constantFrom(null, null, "www.example.com"),
  state,
  direction: fc.constantFrom(null, "inbound", "outbound"),
  createdAt: fc.constantFrom(null, null, "2026-01-02T03:04:05.000Z", "2026-01-02T03:04:06.000Z"),
  pid: fc.constantFrom(null, 0, 4, 10, 11),
  process: fc.constantFrom(null, null, "a.exe", "A.EXE", "b.exe"),
  path: fc.constantFrom(null, null, "C:\\a.exe", "c:\\A.exe", "/bin/a"),
  computer: fc.constantFrom(null, null, "PC-1"),
}).map(connection);

/** Two listings of one machine, the second of which has some rows of the first, some in other states. */
export const listings: fc.Arbitrary<readonly [old: Connection[], current: Connection[]]> = fc.tuple(
  fc.array(row, { maxLength: 14 }),
  fc.array(row, { maxLength: 8 }),
  fc.array(fc.record({ keep: fc.boolean(), state, pid: fc.constantFrom(undefined, 0, null, 11) }), {
    minLength: 14,
    maxLength: 14,
  }),
).map(([old, more, fates]) => {
  const kept = old.flatMap((row, at) => {
    const { keep, state, pid } = fates[at]!;
    if (!keep) return [];
    return [{ ...row, state: at % 2 ? state : row.state, ...pid === undefined ? {} : { pid } }];
  });
  return [old, [...more, ...kept.reverse()]] as const;
});
