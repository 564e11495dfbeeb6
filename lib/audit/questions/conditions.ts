/**
 * Questions about a connection that rules are made of. Each answers with the name of a fact where that
 * fact is not known and the answer hangs on it.
 *
 * @module
 */
import { isAnyAddress, isWaiting } from "../../model/peer.ts";
import type { Answer, Condition } from "../engine/rule.ts";
import type { Program, Subject } from "../engine/audit_view.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** Whether it has another end. */
export function isConnected({ hasPeer }: Subject): Answer {
  return hasPeer;
}

/** Whether it waits for others: a TCP listener, or a UDP socket without a peer. */
export function waits({ row }: Subject): Answer {
  return isWaiting(row);
}

/** Whether it is a TCP listener. */
export function listens({ row }: Subject): Answer {
  return row.state === "LISTENING";
}

/** Whether it is open (TCP). */
export function isEstablished({ row }: Subject): Answer {
  return row.state === "ESTABLISHED";
}

/** Whether it waits on all addresses of the computer, so that others can reach it. */
export function waitsForAnybody({ row }: Subject): Answer {
  return isWaiting(row) && (row.localAddress === null ? "peer" : isAnyAddress(row.localAddress));
}

/** Whether this computer began it. */
export function goesOut(subject: Subject): Answer {
  return begunBy(subject, "outbound");
}

/** Whether the other end began it. */
export function comesIn(subject: Subject): Answer {
  return begunBy(subject, "inbound");
}

function begunBy({ row, hasPeer }: Subject, who: "inbound" | "outbound"): Answer {
  if (!hasPeer) return false;
  const direction = directionOf(row);
  return direction === null ? "direction" : direction === who;
}

/** Whether the other end is in the Internet. */
export function hasPublicPeer({ row, hasPeer }: Subject): Answer {
  if (!hasPeer || isToItself(row)) return false;
  return row.remoteScope === null ? "peer" : isOfInternet(row.remoteScope);
}

/**
 * Whether a scope is that of the Internet. Addresses for documentation are: no network has them, and
 * they stand for such addresses in samples and in lists that were made anonymous.
 */
export function isOfInternet(scope: string | null): boolean {
  return scope === "public" || scope === "documentation";
}

/** Whether it goes to this computer itself. */
export function hasLoopbackPeer({ row, hasPeer }: Subject): Answer {
  if (!hasPeer) return false;
  if (isToItself(row)) return true;
  return row.remoteScope === null ? "peer" : row.remoteScope === "loopback";
}

/** Whether the other end is not this computer itself. */
export function peerIsElsewhere({ row, hasPeer }: Subject): Answer {
  if (!hasPeer || isToItself(row)) return false;
  return row.remoteScope === null ? "peer" : row.remoteScope !== "loopback";
}

/** Whether both ends have the same address: a server that asks its own computer by its name. */
function isToItself({ localAddress, remoteAddress }: Subject["row"]): boolean {
  return localAddress !== null && localAddress === remoteAddress;
}

/** Whether the remote port is one of these. */
export function remotePortIn(ports: ReadonlySet<number>): Condition {
  return ({ row, hasPeer }) => hasPeer && row.remotePort !== null && ports.has(row.remotePort);
}

/** Whether the local port is one of these. */
export function localPortIn(ports: { has(port: number): boolean }): Condition {
  return ({ row }) => row.localPort !== null && ports.has(row.localPort);
}

/** Whether the program has one of these names: in lower case, without `.exe`. */
export function isNamed(stems: ReadonlySet<string>): Condition {
  const condition = ofProgram("process", ({ stem }) => stem === null ? null : stems.has(stem));
  return Object.assign(condition, { stems });
}

/** Whether the program's name fits: in lower case, with `.exe`. */
export function nameFits(pattern: RegExp): Condition {
  return ofProgram("process", ({ name }) => name === null ? null : pattern.test(name));
}

/** Whether the program's path fits: of Windows in lower case with backslashes, of Linux as it is. */
export function placeFits(pattern: RegExp): Condition {
  return ofProgram("path", ({ place }) => place === null ? null : pattern.test(place));
}

/**
 * Makes a question about the program; connections that nobody owns have none, and the kernel of Windows
 * has no file.
 */
export function ofProgram(
  fact: "process" | "path",
  ask: (program: Program) => boolean | null,
): Condition {
  const judgeProgram = (program: Program): Answer => {
    if (program.isNobody) return false;
    const answer = ask(program);
    if (answer !== null) return answer;
    if (program.isKernel) return false;
    return program.process === null ? "process" : fact;
  };
  // A program can have thousands of connections.
  const answers = new WeakMap<Program, Answer>();
  return ({ program }) => {
    let answer = answers.get(program);
    if (answer === undefined) answers.set(program, answer = judgeProgram(program));
    return answer;
  };
}
