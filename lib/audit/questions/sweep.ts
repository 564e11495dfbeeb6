/**
 * Sweeps: a program that tries one port of many computers.
 *
 * @module
 */
import type { AuditView, Subject } from "../engine/audit_view.ts";
import { countDistinct, groupBy, peerAddress } from "./crowd.ts";
import { programKey } from "../engine/program_key.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** How many computers make a sweep: more than a program of a desktop contacts on a port of its own. */
export const SWEEP = 20;

/** The ports that browsers contact many computers on. */
const OF_THE_WEB: ReadonlySet<number> = new Set([80, 443]);

/** A program and the port that it tries. */
export interface Sweep {
  readonly port: number;
  readonly subjects: readonly Subject[];
}

/** Whether it is one of a sweep, of which the rule on sweeps speaks. */
export function isOfSweep(subject: Subject, view: AuditView): boolean {
  let all = SWEEPING.get(view);
  if (all === undefined) {
    all = new Set(sweepsOf(view).flatMap(({ subjects }) => subjects));
    SWEEPING.set(view, all);
  }
  return all.has(subject);
}

const SWEEPING = new WeakMap<AuditView, ReadonlySet<Subject>>();

/** The sweeps among connections that this computer began, or that may be so if `mayBe` says so. */
export function sweepsOf(view: AuditView, { mayBe = false } = {}): Sweep[] {
  const ports = new Map<number, Subject[]>();
  for (const subject of view.subjects) {
    const { row, program, hasPeer } = subject;
    if (directionOf(row) === "inbound" || row.remotePort === null || program.isNobody) continue;
    if (directionOf(row) === null && !mayBe && row.state !== "SYN_SENT") continue;
    if (OF_THE_WEB.has(row.remotePort) || row.protocol !== "TCP" || !hasPeer) continue;
    if (row.remoteScope === "loopback") continue;
    const others = ports.get(row.remotePort);
    if (others === undefined) ports.set(row.remotePort, [subject]);
    else others.push(subject);
  }
  const sweeps: Sweep[] = [];
  for (const [port, all] of ports) {
    if (all.length < SWEEP) continue;
    for (const subjects of groupBy(all, ({ program }) => programKey(program)).values()) {
      if (countDistinct(subjects, peerAddress) >= SWEEP) sweeps.push({ port, subjects });
    }
  }
  return sweeps;
}
