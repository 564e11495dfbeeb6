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
import { globTest, inRange, readNumbers } from "../rows/choose/filter_values.ts";
import { didYouMean } from "../text/nearest.ts";

/** What to inspect; `text` is the target as it was written. */
export type Target =
  & { readonly text: string }
  & (
    | { readonly kind: "pid"; readonly pid: number }
    | { readonly kind: "port"; readonly matches: (port: number | null) => boolean }
    /** Matches an image name with or without `.exe`. */
    | { readonly kind: "process"; readonly matches: (process: string | null) => boolean }
    | {
      readonly kind: "address";
      /** In its canonical form. */
      readonly address: string;
      readonly matches: (address: string | null) => boolean;
    }
  );

const HIGHEST_PID = 0xffff_ffff;
const HIGHEST_PORT = 65_535;
const WANTED = "Write a process ID (1234), a port (:443), a program (chrome.exe, svchost*) or an " +
  "address (203.0.113.7)";

/**
 * Reads a target: `1234`, `:443`, `:53-60`, `:https`, `chrome.exe`, `svchost*`, `203.0.113.7`,
 * `2001:db8::7`, `[2001:db8::7]`.
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
 * assertEquals(readTarget("chrome").kind, "process");
 * ```
 */
export function readTarget(text: string): Target {
  const trimmed = text.trim();
  if (trimmed === "") {
    throw new UsageError("Cannot inspect the target: it is empty", { hint: WANTED });
  }
  const literal = parseAddress(withoutBrackets(trimmed));
  if (literal !== null) {
    const address = formatAddress(literal);
    const filter = parseAddressFilter(address);
    // An end whose zone is not known may be the one.
    const zoneless = parseAddressFilter(address.replace(/%.*$/, ""));
    const matches = (other: string | null) =>
      other !== null && (other.includes("%") ? filter : zoneless).matches(other);
    return { kind: "address", text, address, matches };
  }
  if (/^\d+$/.test(trimmed)) {
    const pid = Number(trimmed);
    if (pid <= HIGHEST_PID) return { kind: "pid", text, pid };
    throw new UsageError(`Cannot inspect ${text}: no process ID is above ${HIGHEST_PID}`);
  }
  if (trimmed.startsWith(":")) return { kind: "port", text, matches: portTest(trimmed.slice(1)) };
  refuseAddresses(trimmed);
  const matches = globTest(trimmed);
  return {
    kind: "process",
    text,
    matches: (name) => name !== null && (matches(name) || matches(withoutExe(name))),
  };
}

function withoutBrackets(text: string): string {
  return /^\[(.*)\]$/.exec(text)?.[1] ?? text;
}

function withoutExe(name: string): string {
  return name.replace(/\.exe$/i, "");
}

function portTest(ports: string): (port: number | null) => boolean {
  const named = servicePort("TCP", ports) ?? servicePort("UDP", ports);
  if (named !== null) return (port) => port === named;
  const range = readNumbers(ports, { option: "the port", highest: HIGHEST_PORT });
  return (port) => inRange(range, port);
}

/** Refuses text that looks like an address but is none, or is more than one. */
function refuseAddresses(text: string): void {
  if (parseCidr(text) !== null) {
    throw new UsageError(`Cannot inspect ${text}: one address was wanted`, {
      hint: `All connections of a network: netwho connections --address ${text}`,
    });
  }
  const [, host = "", port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (parseAddress(withoutBrackets(host)) !== null) {
    throw new UsageError(`Cannot inspect ${text}: an address or a port alone was wanted`, {
      hint: `Write ${withoutBrackets(host)} or :${port}`,
    });
  }
  if (/^\d+(?:\.\d+){3}$/.test(text) || /^[\da-f]*(?::[\da-f]*){2,}$/i.test(text)) {
    throw new UsageError(`Cannot inspect ${text}: it is not an address`, { hint: WANTED });
  }
}

/** What a target means. */
export interface Found {
  /** The processes, in ascending order. */
  readonly pids: readonly number[];
  /** The sockets: all of the processes, or those that have the address. */
  readonly sockets: readonly Connection[];
}

/** Finds what a target means; both lists are empty where there is no such thing. */
export function findTarget(target: Target, snapshot: WholeSnapshot): Found {
  const { connections, owners: seen } = snapshot;
  if (target.kind === "pid" || target.kind === "process") {
    const pids = [...knownProcesses(snapshot)]
      .filter(([pid, name]) => target.kind === "pid" ? pid === target.pid : target.matches(name))
      .map(([pid]) => pid)
      .sort((a, b) => a - b);
    const owners = new Set<number | null>(pids);
    const isTheirs = (socket: Connection) =>
      owners.has(socket.pid) || seen?.shared.get(socket)?.some(({ pid }) => owners.has(pid));
    return { pids, sockets: connections.filter(isTheirs) };
  }
  const meant = new Set(
    connections.filter((row) =>
      target.kind === "address"
        ? target.matches(row.localAddress) || target.matches(row.remoteAddress)
        : target.matches(row.localPort) || target.matches(row.remotePort)
    ),
  );
  // PID 0 stands for no process.
  const pids = [...new Set([...meant].flatMap(({ pid }) => pid || []))].sort((a, b) => a - b);
  if (target.kind === "address") return { pids, sockets: [...meant] };
  const processes = new Set<number | null>(pids);
  return { pids, sockets: connections.filter((row) => meant.has(row) || processes.has(row.pid)) };
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

/** Where the processes of others are hidden, nothing can be said to be missing. */
function hiddenTarget(what: string, { isSaved, unseen }: WholeSnapshot): Missing | null {
  if (isSaved || unseen.hiddenBy !== "hidepid") return null;
  return { message: `Cannot find ${what}: ${reasonOf("hidepid")}`, hint: "Run it as root" };
}

/** Says that a target was not found, and what may have been meant. An address never is missing. */
export function missingTarget(
  target: Exclude<Target, { kind: "address" }>,
  snapshot: WholeSnapshot,
): Missing {
  if (target.kind === "pid") return missingPid(target.pid, snapshot);
  const text = target.text.trim();
  if (target.kind === "process") return missingProcess(text, snapshot);
  return {
    message: `Cannot find a socket on port ${text.slice(1)}: nothing here has it at either end`,
    hint: null,
  };
}

function missingPid(pid: number, snapshot: WholeSnapshot): Missing {
  const { connections, processes } = snapshot;
  const hidden = hiddenTarget(`the process ${pid}`, snapshot);
  if (hidden !== null) return hidden;
  const message = `Cannot find the process ${pid}: ` +
    (processes === null
      ? "no socket is known to be its, and there is no process list"
      : "there is none with this ID");
  const isPort = connections.some(({ localPort, remotePort }) =>
    localPort === pid || remotePort === pid
  );
  if (!isPort && processes === null) return { message, hint: LIST_HINT };
  if (!isPort) {
    return { message, hint: "It may have ended: netwho tasklist lists the running processes" };
  }
  return { message: `${message}, but a port`, hint: `For the port write :${pid}` };
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
  const isHost = /^[^\\/]+\.[a-z]{2,}$/i.test(name) && !/\.exe$/i.test(name);
  return {
    message: `Cannot find a process named ${name}${question || ": there is none"}`,
    hint: question === "" && isHost
      ? "Inspect a computer by its address; netwho nslookup finds the addresses of a name"
      : null,
  };
}

/** Image names as they are, and without `.exe`, as people write them. */
function namesToCompare(snapshot: WholeSnapshot): string[] {
  const names = [...knownProcesses(snapshot).values()].filter((name) => name !== null);
  return [...new Set([...names, ...names.map(withoutExe)])];
}
