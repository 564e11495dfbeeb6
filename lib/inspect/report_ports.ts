/**
 * What a report says of the programs behind a port, and of what is reserved of one.
 *
 * @module
 */
import type { Inspection } from "../model/inspection.ts";
import { isTakenNote, isUrlNote } from "./port_notes.ts";

/** The heading of a program that HTTP.sys serves. */
export function servedHeading({ localPort, process, pid }: Inspection): string {
  return pid === null
    ? `Port ${localPort} is held by HTTP.sys`
    : `Port ${localPort} is served by ${process ?? "an unknown program"}  PID ${pid}`;
}

/** The heading above all that is reserved for a target. */
export function reservedHeading(reservations: readonly Inspection[]): string {
  const ports = new Set(reservations.map(({ localPort }) => localPort));
  const [port = null] = ports.size === 1 ? ports : [];
  const { target = "" } = reservations[0] ?? {};
  // A URL does not take the port.
  const isFree = reservations.every(({ note }) => isUrlNote(note));
  if (port === null) {
    const what = isFree ? "URLs on it" : "ports of it";
    return `Nothing uses ${target.trim()}, but ${what} are reserved`;
  }
  return `Nothing uses port ${port}, but ${isFree ? "a URL on it" : "it"} is reserved`;
}

/** What to do about reservations, as a line below them; null where they hinder nobody. */
export function reservedHint(reservations: readonly Inspection[]): string | null {
  if (!reservations.some(({ note }) => isTakenNote(note))) return null;
  return "Take another port, restart Windows, or as an administrator: net stop winnat, start the " +
    "program, net start winnat";
}
