/**
 * Headings of a report for the programs behind a port, and for what is reserved of one.
 *
 * @module
 */
import type { Inspection } from "../model/inspection.ts";

/** The heading of a program that HTTP.sys serves. */
export function servedHeading({ localPort, process, pid }: Inspection): string {
  return `HTTP.sys on port ${localPort}` +
    (pid === null ? "" : ` is used by ${process ?? "an unknown program"}  PID ${pid}`);
}

/** The heading above all that is reserved for a target. */
export function reservedHeading(reservations: readonly Inspection[]): string {
  const ports = new Set(reservations.map(({ localPort }) => localPort));
  const [port = null] = ports.size === 1 ? ports : [];
  const { target = "" } = reservations[0] ?? {};
  return port === null
    ? `Nothing uses ${target.trim()}, but ports of it are reserved`
    : `Nothing uses port ${port}, but it is reserved`;
}
