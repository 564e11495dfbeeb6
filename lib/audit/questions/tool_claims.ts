/**
 * What findings say of a system program that has a connection.
 *
 * @module
 */
import { shorten } from "../../text/terminal_text.ts";
import { factsOf, portText, programAndPeer, programName } from "./case_text.ts";
import type { Subject } from "../engine/audit_view.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** Who is connected to what, as a sentence without its end: `nc is connected to 203.0.113.9:4444`. */
export function connectionText(subject: Subject): string {
  const { row } = subject;
  const who = programName(subject);
  if (row.state === "LISTENING") {
    return `${who} waits for connections on ${portText(row.localPort)}`;
  }
  if (directionOf(row) === "inbound") {
    const address = row.remoteAddress ?? row.remoteHost ?? "an unknown address";
    return `${who} has a connection from ${address} on ${portText(row.localPort)}`;
  }
  return programAndPeer(subject);
}

/** A command line can hold a whole program: its beginning tells which one it is. */
const LONGEST_COMMAND_LINE = 300;

/** What is known of the program, of how it was started, and of the other end. */
export function toolEvidence(subject: Subject): readonly string[] {
  const { program } = subject;
  const commandLine = program.listed?.commandLine?.trim();
  const parent = program.parent?.process;
  return [
    ...(commandLine ? [`command line: ${shorten(commandLine, LONGEST_COMMAND_LINE)}`] : []),
    ...(parent ? [`started by ${parent}`] : []),
    ...factsOf(subject),
  ];
}
