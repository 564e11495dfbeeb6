/**
 * What `netwho inspect` is asked for: reading a target, finding what it means, and saying what may
 * have been meant where there is no such thing.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../address/address.ts";
import { servicePort } from "../address/ports.ts";
import { parseAddressFilter, parseCidr } from "../address/range.ts";
import { reasonOf } from "../capture/hidden_owners.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { UsageError } from "../errors.ts";
import type { Connection } from "../model/connection.ts";
import { HIGHEST_PID, HIGHEST_PORT } from "../model/limits.ts";
import { imageNameTest, inRange, readNumbers, withoutExe } from "../rows/choose/filter_values.ts";
import { didYouMean } from "../text/nearest.ts";
import { checkTarget, checkValue, hintForName, WANTED } from "./odd_targets.ts";

/** What to inspect; `text` is the target as it was written. */
export type Target =
  & { readonly text: string }
  & (
    | {
      readonly kind: "pid";
      readonly pid: number;
      /** Whether a port of this number is meant too, as by a bare number (ADR 20). */
      readonly orPort: boolean;
    }
    | { readonly kind: "port"; readonly matches: (port: number | null) => boolean }
    /** Matches an image name with or without `.exe`. */
    | { readonly kind: "process"; readonly matches: (process: string | null) => boolean }
    | {
      readonly kind: "address";
      /** In its canonical form. */
      readonly address: string;
      /** The port at this address; null for all. */
      readonly port: number | null;
      readonly matches: (address: string | null) => boolean;
    }
    /** A CIDR block or a range of addresses. */
    | { readonly kind: "network"; readonly matches: (address: string | null) => boolean }
  );

/**
 * Reads targets. Commas separate several of them, as in the values of filters: `443,chrome`.
 *
 * @throws {UsageError} for text that can be no target.
 */
export function readTargets(texts: readonly string[]): Target[] {
  return texts.flatMap((text) => {
    checkValue(text);
    const pieces = text.split(",").filter((piece) => piece.trim() !== "");
    return pieces.length < 2 ? readTarget(pieces[0] ?? "") : pieces.map(readTarget);
  });
}

/**
 * Reads a target: `443` (a process ID or a port), `pid:1234`, `:443`, `:53-60`, `:https`,
 * `chrome.exe`, `svchost*`, `203.0.113.7`, `2001:db8::7`, `[2001:db8::7]`, `203.0.113.7:443`,
 * `[2001:db8::7]:443`, `203.0.113.0/24`.
 *
 * @throws {UsageError} for text that can be none of these.
 *
 * @example
 * ```ts
 * import { readTarget } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(readTarget("443").kind, "pid");
 * assertEquals(readTarget(":443").kind, "port");
 * assertEquals(readTarget("::1").kind, "address");
 * assertEquals(readTarget("10.0.0.0/8").kind, "network");
 * assertEquals(readTarget("chrome").kind, "process");
 * ```
 */
export function readTarget(text: string): Target {
  const trimmed = text.trim();
  if (trimmed === "") {
    throw new UsageError("Cannot inspect the target: it is empty", { hint: WANTED });
  }
  const target = readAddress(trimmed) ?? readPid(trimmed) ?? readPort(trimmed) ??
    readNetwork(trimmed) ?? readProcess(trimmed);
  return { text, ...target };
}

/** A kind of target without its text. */
type Kind<Name extends Target["kind"]> = Omit<Extract<Target, { kind: Name }>, "text">;

/** `203.0.113.7`, `[2001:db8::7]`, `203.0.113.7:443`, `[2001:db8::7]:443`. */
function readAddress(text: string): Kind<"address"> | null {
  const alone = parseAddress(withoutBrackets(text));
  const [, host = "", portText = ""] = /^(\[.*\]|[^:]*):(\d{1,5})$/.exec(text) ?? [];
  const literal = alone ?? parseAddress(withoutBrackets(host));
  if (literal === null) return null;
  const port = alone === null ? Number(portText) : null;
  if (port !== null && port > HIGHEST_PORT) throw highestPort(text);
  const address = formatAddress(literal);
  return { kind: "address", address, port, ...addressTest(address) };
}

/** `1234`, `pid:1234`. */
function readPid(text: string): Kind<"pid"> | null {
  const [, prefix = "", digits] = /^(pid:)?(\d+)$/i.exec(text) ?? [];
  if (digits === undefined) return null;
  const pid = Number(digits);
  if (pid > HIGHEST_PID) {
    throw new UsageError(`Cannot inspect ${text}: no process ID is above ${HIGHEST_PID}`);
  }
  // Port 0 stands for no port.
  return { kind: "pid", pid, orPort: prefix === "" && pid > 0 && pid <= HIGHEST_PORT };
}

/** `:443`, `:53-60`, `:https`, and `*:443`, as netstat and ss print it. */
function readPort(text: string): Kind<"port"> | null {
  const [, ports] = /^\*?:([^:]*)$/s.exec(text) ?? [];
  if (ports === undefined) return null;
  const named = servicePort("TCP", ports) ?? servicePort("UDP", ports);
  if (named !== null) return { kind: "port", matches: (port) => port === named };
  if (!/^\d+(?:\s*-\s*\d+)?$/.test(ports)) {
    throw new UsageError(`Cannot inspect ${text}: it is not a port`, {
      hint: "Write a port like :443, :53-60 or :https",
    });
  }
  const range = readNumbers(ports, {
    error: (state) => new UsageError(`Cannot inspect ${text}: ${state}`),
    highest: HIGHEST_PORT,
  });
  return { kind: "port", matches: (port) => inRange(range, port) };
}

/** `203.0.113.0/24`, `203.0.113.1-203.0.113.9`. */
function readNetwork(text: string): Kind<"network"> | null {
  const bare = text.replace(/^\[(.*)\](?=\/\d+$)/, "$1");
  const ends = bare.split("-").map((end) => parseAddress(end.trim()));
  const isRange = ends.length === 2 && !ends.includes(null);
  if (parseCidr(bare) === null && !isRange) return null;
  return { kind: "network", ...addressTest(bare) };
}

function readProcess(text: string): Kind<"process"> {
  checkTarget(text);
  const matches = imageNameTest(text);
  return { kind: "process", matches: (name) => name !== null && matches(name) };
}

function addressTest(text: string): { matches: (address: string | null) => boolean } {
  const filter = parseAddressFilter(text);
  // An end whose zone is not known may be the one.
  const zoneless = parseAddressFilter(text.replace(/%.*$/, ""));
  const matches = (address: string | null) =>
    address !== null && (address.includes("%") ? filter : zoneless).matches(address);
  return { matches };
}

function highestPort(text: string): UsageError {
  return new UsageError(`Cannot inspect ${text}: the highest port is ${HIGHEST_PORT}`);
}

function withoutBrackets(text: string): string {
  return /^\[(.*)\]$/.exec(text)?.[1] ?? text;
}

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

/** Says that a target was not found, and what may have been meant. An address is never missing. */
export function missingTarget(
  target: Exclude<Target, { kind: "address" }>,
  snapshot: WholeSnapshot,
): Missing {
  if (target.kind === "pid") return missingPid(target, snapshot);
  const text = target.text.trim();
  if (target.kind === "process") return missingProcess(text, snapshot);
  if (target.kind === "network") {
    return {
      message: `Cannot find a socket in ${text}: nothing here has an address of it at either end`,
      hint: null,
    };
  }
  return {
    message: `Cannot find a socket on port ${
      text.replace(/^\*?:/, "")
    }: nothing here has it at either end`,
    hint: null,
  };
}

/** Where the processes of others are hidden, none can be said not to be there. */
function hiddenTarget(what: string, { isSaved, unseen }: WholeSnapshot): Missing | null {
  if (isSaved || unseen.hiddenBy !== "hidepid") return null;
  return { message: `Cannot find ${what}: ${reasonOf("hidepid")}`, hint: "Run it as root" };
}

function missingPid(
  { pid, orPort }: Extract<Target, { kind: "pid" }>,
  snapshot: WholeSnapshot,
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
      ? `Cannot find ${pid}: no process has this ID, and nothing here uses this port`
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
