/**
 * Finds what targets mean in a snapshot, and says what may have been meant where there is no such thing.
 *
 * @module
 */
import { reasonOf } from "../capture/hidden_owners.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Connection } from "../model/connection.ts";
import { withoutExe } from "../rows/choose/filter_values.ts";
import { didYouMean } from "../text/nearest.ts";
import { hintForName } from "./odd_targets.ts";
import type { Target } from "./target.ts";

/** What a target means. */
export interface Found {
  /** The processes: the one with the ID, then the others in ascending order. */
  readonly pids: readonly number[];
  /** The sockets: all of the processes, or those that have the address. */
  readonly sockets: readonly Connection[];
  /** Why a process is here, where a number means a process and a port. @default nothing to say */
  readonly reasons?: ReadonlyMap<number, string>;
}

/** Finds what a target means; both lists are empty where there is no such thing. */
export function findTarget(target: Target, snapshot: WholeSnapshot): Found {
  switch (target.kind) {
    case "pid":
      return findNumber(target, snapshot);
    case "process":
      return findProcesses(target.matches, snapshot);
    case "port":
      return findPort(target.matches, snapshot);
    case "address":
    case "network": {
      const port = target.kind === "address" ? target.port : null;
      const isMeant = (address: string | null, at: number | null) =>
        target.matches(address) && (port === null || port === at);
      const sockets = snapshot.connections.filter((row) =>
        isMeant(row.localAddress, row.localPort) || isMeant(row.remoteAddress, row.remotePort)
      );
      return { pids: ownersOf(sockets), sockets };
    }
  }
}

/** The process with the ID and, for a bare number, what uses the port. */
function findNumber(
  { pid, orPort }: Extract<Target, { kind: "pid" }>,
  snapshot: WholeSnapshot,
): Found {
  const sockets = socketsOf([pid], snapshot);
  const isKnown = knownProcesses(snapshot).has(pid);
  const byId: Found = { pids: isKnown ? [pid] : [], sockets };
  const byPort = orPort ? findPort((port) => port === pid, snapshot) : null;
  if (byPort === null || byPort.sockets.length === 0) return byId;
  if (!isKnown) return byPort;
  const others = byPort.pids.filter((other) => other !== pid);
  const all = new Set([...sockets, ...byPort.sockets]);
  const reasons = new Map(others.map((other) => [other, `uses port ${pid}`]));
  const isBoth = all.size > sockets.length;
  if (isBoth) reasons.set(pid, `${pid} is a port here too: pid:${pid} or :${pid} shows one alone`);
  return { pids: [pid, ...others], sockets: [...all], reasons };
}

function findProcesses(
  matches: (process: string | null) => boolean,
  snapshot: WholeSnapshot,
): Found {
  const pids = [...knownProcesses(snapshot)]
    .flatMap(([pid, name]) => matches(name) ? pid : [])
    .sort((a, b) => a - b);
  return { pids, sockets: socketsOf(pids, snapshot) };
}

/** The sockets of processes, and those that they hold with others. */
function socketsOf(
  pids: readonly number[],
  { connections, owners }: WholeSnapshot,
): Connection[] {
  const wanted = new Set<number | null>(pids);
  return connections.filter((socket) =>
    wanted.has(socket.pid) || owners?.shared.get(socket)?.some(({ pid }) => wanted.has(pid))
  );
}

/** The sockets on a port, and all others of the processes that use it. */
function findPort(
  matches: (port: number | null) => boolean,
  { connections }: WholeSnapshot,
): Found {
  const meant = new Set(
    connections.filter(({ localPort, remotePort }) => matches(localPort) || matches(remotePort)),
  );
  const pids = ownersOf([...meant]);
  const processes = new Set<number | null>(pids);
  return { pids, sockets: connections.filter((row) => meant.has(row) || processes.has(row.pid)) };
}

/** The processes of sockets in ascending order. PID 0 stands for no process. */
function ownersOf(sockets: readonly Connection[]): number[] {
  return [...new Set(sockets.flatMap(({ pid }) => pid || []))].sort((a, b) => a - b);
}

/** The image names of all processes by PID: of those in the list and those that own sockets. */
export function knownProcesses(
  { connections, processes }: WholeSnapshot,
): ReadonlyMap<number, string | null> {
  const names = new Map<number, string | null>();
  for (const { pid, process } of connections) {
    if (pid !== null) names.set(pid, names.get(pid) ?? process);
  }
  for (const [pid, { process }] of processes ?? []) {
    names.set(pid, process ?? names.get(pid) ?? null);
  }
  return names;
}

/** The error message for a target that was not found. */
export interface Missing {
  /** The message. */
  readonly message: string;
  /** What to do instead, if anything. */
  readonly hint: string | null;
}

/**
 * Says that a target was not found, and what may have been meant. An address is never missing.
 *
 * @param isUnreserved whether it is known that nothing has reserved the port either
 */
export function missingTarget(
  target: Exclude<Target, { kind: "address" }>,
  snapshot: WholeSnapshot,
  { isUnreserved = false }: { isUnreserved?: boolean } = {},
): Missing {
  if (target.kind === "pid") return missingPid(target, snapshot, isUnreserved);
  const text = target.text.trim();
  if (target.kind === "process") return missingProcess(text, snapshot);
  if (target.kind === "network") {
    return {
      message: `Cannot find a socket in ${text}: nothing here has an address of it at either end`,
      hint: null,
    };
  }
  const port = text.replace(/^\*?:/, "");
  const reserved = isUnreserved ? ", and nothing has reserved it" : "";
  return {
    message: `Cannot find a socket on port ${port}: nothing here has it at either end${reserved}`,
    hint: null,
  };
}

/** Where the processes of others are hidden, none can be said not to be there. */
function hiddenTarget(what: string, { isSaved, origin, unseen }: WholeSnapshot): Missing | null {
  if ((isSaved && origin === undefined) || unseen.hiddenBy !== "hidepid") return null;
  return { message: `Cannot find ${what}: ${reasonOf("hidepid")}`, hint: "Run it as root" };
}

function missingPid(
  { pid, orPort }: Extract<Target, { kind: "pid" }>,
  snapshot: WholeSnapshot,
  isUnreserved: boolean,
): Missing {
  const what = orPort ? `${pid}` : `the process ${pid}`;
  const hidden = hiddenTarget(what, snapshot);
  if (hidden !== null) return hidden;
  if (snapshot.processes === null) {
    const state = orPort
      ? "nothing here uses this port or is known to be this process's"
      : "nothing here is known to be its";
    const message = `Cannot find ${what}: ${state}, and there is no process list`;
    return { message, hint: LIST_HINT };
  }
  return {
    message: orPort
      ? `Cannot find ${pid}: no process has this ID, and nothing here uses ` +
        `${isUnreserved ? "or has reserved " : ""}this port`
      : `Cannot find the process ${pid}: there is none with this ID`,
    hint: "It may have ended: netwho tasklist lists the running processes",
  };
}

const LIST_HINT = "Add the output of tasklist with another --from";

function missingProcess(name: string, snapshot: WholeSnapshot): Missing {
  if (snapshot.processes === null) {
    return {
      message: `Cannot find a process named ${name}: there is no process list`,
      hint: LIST_HINT,
    };
  }
  const question = /[*?]/.test(name) ? "" : didYouMean(name, namesToCompare(snapshot));
  const hidden = question === "" ? hiddenTarget(`a process named ${name}`, snapshot) : null;
  if (hidden !== null) return hidden;
  return {
    message: `Cannot find a process named ${name}${question || ": there is none"}`,
    hint: question === "" ? hintForName(name) : null,
  };
}

/** Image names as they are, and without `.exe`, as people write them. */
function namesToCompare(snapshot: WholeSnapshot): string[] {
  const names = [...knownProcesses(snapshot).values()].filter((name) => name !== null);
  return [...new Set([...names, ...names.map(withoutExe)])];
}
