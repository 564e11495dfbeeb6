/**
 * Candidates of what is in use on this computer.
 *
 * @module
 */
import { portService } from "../../address/ports.ts";
import { writeEnd } from "../../output/table/cells.ts";
import { TASK_NAME } from "../../schedule/scheduler.ts";
import { sanitize, shorten } from "../../text/terminal_text.ts";
import { countOf } from "../../text/wording.ts";
import type { Candidate } from "./completion.ts";
import { exactGlob } from "./exact_glob.ts";
import type { InUse, OpenSocket, RunningProcess } from "./in_use.ts";

/** Finds candidates; `part` is what is typed of them. */
type FindValues = (inUse: InUse, part: string) => Promise<readonly Candidate[]>;

/** What is in use, and how it is found. */
const FINDERS = {
  addresses: async (inUse) => addresses(await inUse.sockets(), ["localAddress", "remoteAddress"]),
  localAddresses: async (inUse) => addresses(await inUse.sockets(), ["localAddress"]),
  remoteAddresses: async (inUse) => addresses(await inUse.sockets(), ["remoteAddress"]),
  connections: async (inUse) => connections(await inUse.sockets(), inUse.os),
  ports: async (inUse) => ports(await inUse.sockets(), ["localPort", "remotePort"]),
  localPorts: async (inUse) => ports(await inUse.sockets(), ["localPort"]),
  remotePorts: async (inUse) => ports(await inUse.sockets(), ["remotePort"]),
  pids: async (inUse) => pids(await inUse.processes()),
  processes: async (inUse) => processNames(await inUse.processes()),
  paths: async (inUse) =>
    globs((await inUse.processes()).map(({ path }) => path), "program that runs"),
  users: async (inUse) => {
    const names = (await inUse.processes()).map(({ user }) => user);
    return globs([...names, ...await inUse.accounts()], "account");
  },
  services: async (inUse) => globs(await inUse.services(), "service"),
  tasks: async (inUse) =>
    (await inUse.tasks()).filter((name) => TASK_NAME.test(name))
      .map((value) => ({ value, about: "task of netwho" })),
  targets: async (inUse, part) =>
    await findTargets(inUse, { part, portFields: ["localPort", "remotePort"], isEnd: false }),
  endTargets: async (inUse, part) =>
    await findTargets(inUse, { part, portFields: ["localPort"], isEnd: true }),
} as const satisfies Readonly<Record<string, FindValues>>;

/** A kind of values in use. */
export type LiveKind = keyof typeof FINDERS;

/** Finds what is in use, each once, in the order in which people look for it. */
export async function findLiveValues(
  kind: LiveKind,
  { inUse, part }: { readonly inUse: InUse; readonly part: string },
): Promise<readonly Candidate[]> {
  return await FINDERS[kind](inUse, part);
}

type PortField = "localPort" | "remotePort";
type AddressField = "localAddress" | "remoteAddress";

function ports(sockets: readonly OpenSocket[], fields: readonly PortField[]): Candidate[] {
  const services = new Map<number, string>();
  for (const socket of sockets) {
    for (const port of fields.map((field) => socket[field])) {
      if (!port || services.has(port)) continue;
      services.set(port, portService(socket.protocol, port) ?? "port in use");
    }
  }
  return [...services].sort(([a], [b]) => a - b)
    .map(([port, about]) => ({ value: `${port}`, about }));
}

/** An address without its zone, which shells and systems write in different ways. */
const ADDRESS = /^[\da-f:.]+$/i;

function addresses(sockets: readonly OpenSocket[], fields: readonly AddressField[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const socket of sockets) {
    for (const address of fields.map((field) => socket[field])) {
      if (address === null || !ADDRESS.test(address) || /^(?:0\.0\.0\.0|::)$/.test(address)) {
        continue;
      }
      counts.set(address, (counts.get(address) ?? 0) + 1);
    }
  }
  return [...counts].sort(([a], [b]) => compareText(a, b))
    .map(([value, count]) => ({ value, about: countOf(count, "socket") }));
}

/** Connections by both ends, of those that the system lets anybody close. */
function connections(sockets: readonly OpenSocket[], os: InUse["os"]): Candidate[] {
  const found = sockets.flatMap((socket) => {
    const { protocol, state, localAddress, localPort, remoteAddress, remotePort } = socket;
    if (protocol !== "TCP" || state === "TIME_WAIT" || state === "LISTENING") return [];
    const local = endText(localAddress, localPort);
    const remote = endText(remoteAddress, remotePort);
    if (local === null || remote === null) return [];
    const value = `${local} ${remote}`;
    if (os === "windows" && value.includes("[")) return [];
    return [{ value, about: stateText(state) }];
  });
  return found.toSorted((a, b) => compareText(a.value, b.value));
}

function endText(address: string | null, port: number | null): string | null {
  if (!port || address === null || !ADDRESS.test(address)) return null;
  return writeEnd(address, port);
}

function stateText(state: OpenSocket["state"]): string {
  return state === null ? "connection" : `connection in ${state}`;
}

function pids(processes: readonly RunningProcess[]): Candidate[] {
  return processes.toSorted((a, b) => a.pid - b.pid)
    .map(({ pid, name }) => ({ value: `${pid}`, about: nameForPeople(name) }));
}

/** The longest name in a description, in columns. */
const NAME_COLUMNS = 40;

function nameForPeople(name: string | null): string {
  return name === null ? "process" : shorten(sanitize(name), NAME_COLUMNS);
}

/** The names of programs as GLOBs that match them. */
function processNames(processes: readonly RunningProcess[]): Candidate[] {
  const byGlob = Map.groupBy(
    processes.filter(({ name }) => (name ?? "") !== ""),
    ({ name }) => exactGlob(name!),
  );
  return [...byGlob].sort(([a], [b]) => compareText(a, b))
    .map(([value, found]) => ({ value, about: describeProcesses(found) }));
}

function describeProcesses(found: readonly RunningProcess[]): string {
  return found.length === 1 ? `PID ${found[0]!.pid}` : `${found.length} processes`;
}

function globs(names: readonly (string | null)[], about: string): Candidate[] {
  const found = new Set(
    names.filter((name) => (name ?? "") !== "").map((name) => exactGlob(name!)),
  );
  return [...found].sort(compareText).map((value) => ({ value, about }));
}

function compareText(one: string, other: string): number {
  return Number(one.toLowerCase() > other.toLowerCase()) -
      Number(one.toLowerCase() < other.toLowerCase()) || Number(one > other) - Number(one < other);
}

/** The forms of targets: by what is typed of one, so that not all is read and listed each time. */
async function findTargets(
  inUse: InUse,
  { part, portFields, isEnd }: {
    readonly part: string;
    readonly portFields: readonly PortField[];
    /** Whether what is named is to end: it takes the exact name then, and an address is none. */
    readonly isEnd: boolean;
  },
): Promise<readonly Candidate[]> {
  if (part.startsWith(":")) {
    return behind(":", ports(await inUse.sockets(), portFields));
  }
  if (/^pid:/i.test(part)) return behind(part.slice(0, 4), pids(await inUse.processes()));
  const processes = await inUse.processes();
  const found: Candidate[] = [];
  if (/^\d/.test(part)) found.push(...pids(processes));
  if (!isEnd && /^[\da-f]/i.test(part)) {
    found.push(...addresses(await inUse.sockets(), ["remoteAddress"]));
  }
  const { readTarget } = await import("../../inspect/target.ts");
  const names = processNames(processes).filter(({ value }) => readsAsName(value, readTarget));
  const isName = new Set(processes.map(({ name }) => name));
  found.push(...names.filter(({ value }) => !isEnd || isExact(value, isName)));
  return found;
}

function behind(before: string, candidates: readonly Candidate[]): Candidate[] {
  return candidates.map(({ value, about }) => ({ value: `${before}${value}`, about }));
}

/** Whether it is a program's own name: a GLOB could end others too. */
function isExact(value: string, names: ReadonlySet<string | null>): boolean {
  return !/[*?]/.test(value) && names.has(value);
}

function readsAsName(text: string, readTarget: (text: string) => { kind: string }): boolean {
  try {
    return !text.startsWith("-") && readTarget(text).kind === "process";
  } catch {
    return false;
  }
}
