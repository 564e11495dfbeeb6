/**
 * The words in which rules tell of one connection.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import type { Subject } from "../engine/audit_view.ts";
import { shownName } from "../places/program_names.ts";

/** The program, as it begins a sentence: `update.exe`, `Process 4711`. */
export function programName({ program }: Subject): string {
  const { process, path, pid, isNobody } = program;
  if (process !== null || path !== null) return shownName(program);
  if (pid !== null && !isNobody) return `Process ${pid}`;
  return isNobody ? "This computer" : "A program that could not be seen";
}

/** The other end: `203.0.113.9:4444`. */
export function peerName({ remoteAddress, remoteHost, remotePort }: Connection): string {
  const host = remoteAddress ?? remoteHost ?? "an unknown address";
  const shown = remoteAddress?.includes(":") ? `[${remoteAddress}]` : host;
  return remotePort === null ? shown : `${shown}:${remotePort}`;
}

/** A port of a connection, as sentences name it; saved output can name services alone. */
export function portText(port: number | null): string {
  return port === null ? "an unknown port" : `port ${port}`;
}

/** The program and what it does with the other end: `update.exe is connected to 203.0.113.9:4444`. */
export function programAndPeer(subject: Subject): string {
  return `${programName(subject)} ${verbOf(subject.row)} ${peerName(subject.row)}`;
}

function verbOf({ state }: Connection): string {
  if (state === "SYN_SENT") return "tries to connect to";
  return state === "ESTABLISHED" || state === null ? "is connected to" : "was connected to";
}

/** What else is known of a connection and its program, in short phrases. */
export function factsOf({ program, row }: Subject): string[] {
  const { remoteHost, remoteAddress, remoteOwner, remoteCountry } = row;
  const owner = [remoteOwner, remoteCountry].filter((part) => part !== null).join(", ");
  return [
    ...(program.path === null ? [] : [`path: ${program.path}`]),
    ...(row.services?.length ? [`services: ${row.services.join(", ")}`] : []),
    ...(remoteHost === null || remoteAddress === null
      ? []
      : [`name of the other end: ${remoteHost}`]),
    ...(owner === "" ? [] : [`owner of the address: ${owner}`]),
  ];
}
