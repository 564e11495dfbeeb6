/**
 * Crowds: connections that have something in common, and how many they are. A connection that is listed
 * twice counts once.
 *
 * @module
 */
import { countOf } from "../../text/wording.ts";
import type { Subject } from "../engine/audit_view.ts";

/** Groups connections by a text; those with null are in no group. */
export function groupBy(
  subjects: Iterable<Subject>,
  keyOf: (subject: Subject) => string | null,
): Map<string, Subject[]> {
  const groups = new Map<string, Subject[]>();
  for (const subject of subjects) {
    const key = keyOf(subject);
    if (key === null) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [subject]);
    else group.push(subject);
  }
  return groups;
}

/** Connections that belong together, and how many sockets they are. */
export interface Crowd {
  readonly key: string;
  readonly subjects: readonly Subject[];
  readonly count: number;
}

/** The groups of connections that are crowds; those with the key null are in none. */
export function* crowdsBy(
  subjects: Iterable<Subject>,
  keyOf: (subject: Subject) => string | null,
): Generator<Crowd> {
  for (const [key, group] of groupBy(subjects, keyOf)) {
    if (group.length < CROWD) continue;
    const count = countSockets(group);
    if (count >= CROWD) yield { key, subjects: group, count };
  }
}

/** How many different values there are; null is none. */
export function countDistinct(
  subjects: readonly Subject[],
  valueOf: (subject: Subject) => string | number | null,
): number {
  const values = new Set<string | number>();
  for (const subject of subjects) {
    const value = valueOf(subject);
    if (value !== null) values.add(value);
  }
  return values.size;
}

/** The different values in their own order; null is none. */
export function distinct<Value extends string | number>(
  subjects: readonly Subject[],
  valueOf: (subject: Subject) => Value | null,
): Value[] {
  const values = new Set<Value>();
  for (const subject of subjects) {
    const value = valueOf(subject);
    if (value !== null) values.add(value);
  }
  return [...values].sort((one, other) => one < other ? -1 : 1);
}

/** How many sockets these are: by both ends and the process. */
export function countSockets(subjects: readonly Subject[]): number {
  // Different local ports tell them apart, which is cheaper to see than all of their ends.
  const ports = countDistinct(subjects, ({ row }) => row.localPort);
  return ports === subjects.length ? ports : countDistinct(subjects, socketKey);
}

function socketKey({ row }: Subject): string {
  const { protocol, localAddress, localPort, localHost, pid } = row;
  return `${protocol} ${localAddress} ${localHost} ${localPort} ${peerKey(row)} ${pid}`;
}

/** The other end as a text; that of a socket without one is `null null`. */
export function peerKey({ remoteAddress, remoteHost, remotePort }: Subject["row"]): string {
  return `${remoteAddress ?? remoteHost} ${remotePort}`;
}

/** The address of the other end, else its name; null where neither is known. */
export function peerAddress({ row }: Subject): string | null {
  return row.remoteAddress ?? row.remoteHost;
}

/** Says with whom most of the connections are. */
export function mostlyWith(subjects: readonly Subject[]): string {
  const groups = groupBy(subjects, ({ row }) => peerWithPort(row));
  const [[peer, most]] = [...groups].map(([peer, group]) => [peer, countSockets(group)] as const)
    .sort(([one, many], [other, more]) => more - many || (one < other ? -1 : 1)) as [
      [string, number],
    ];
  const all = groups.size === 1 ? "all" : `${most} of them`;
  return `${all} with ${peer}` +
    (groups.size === 1 ? "" : `, ${countOf(groups.size, "peer")} in all`);
}

/** The other end as sentences name it. */
export function nameOfPeer({ remoteAddress, remoteHost }: Subject["row"]): string {
  if (remoteAddress === null) return remoteHost ?? "an unknown address";
  return remoteHost === null ? remoteAddress : `${remoteHost} (${remoteAddress})`;
}

/** The other end with its port, as sentences name them. */
export function peerWithPort(row: Subject["row"]): string {
  const peer = nameOfPeer(row);
  return row.remotePort === null ? peer : `${peer} port ${row.remotePort}`;
}

/** How many connections in one state are a crowd: a few, even a dozen, are normal for any program. */
export const CROWD = 20;
