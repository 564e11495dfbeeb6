/**
 * The connections of a view by their remote TCP port, so that a rule about a few ports need not look at
 * thousands of others.
 *
 * @module
 */
import type { AuditView, Subject } from "./audit_view.ts";

/** Ports, as a set or the keys of a list. */
export interface Ports {
  has(port: number): boolean;
  keys(): Iterable<number>;
}

/** The TCP connections to one of these ports. */
export function* subjectsTo(view: AuditView, ports: Ports): Generator<Subject> {
  const byPort = subjectsByPort(view);
  for (const port of ports.keys()) yield* byPort.get(port) ?? [];
}

/** Made once for all rules that judge a view. */
const BY_PORT = new WeakMap<AuditView, ReadonlyMap<number, readonly Subject[]>>();

function subjectsByPort(view: AuditView): ReadonlyMap<number, readonly Subject[]> {
  const known = BY_PORT.get(view);
  if (known !== undefined) return known;
  const byPort = new Map<number, Subject[]>();
  for (const subject of view.subjects) {
    const { remotePort, protocol } = subject.row;
    if (remotePort === null || protocol !== "TCP") continue;
    const others = byPort.get(remotePort);
    if (others === undefined) byPort.set(remotePort, [subject]);
    else others.push(subject);
  }
  BY_PORT.set(view, byPort);
  return byPort;
}
