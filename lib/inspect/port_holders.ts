/**
 * Who is behind a port where no process tells: the programs that HTTP.sys serves in the kernel's name,
 * and what is reserved of a port that nothing uses.
 *
 * @module
 */
import { portService } from "../address/ports.ts";
import { scopeOf } from "../address/scope.ts";
import type { NetshReader } from "../capture/netsh_reader.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Inspection } from "../model/inspection.ts";
import { HIGHEST_PORT } from "../model/limits.ts";
import { joinPresent, listInWords } from "../text/wording.ts";
import { httpUrlPort } from "../tools/netsh/http_url.ts";
import type { HttpProcess, HttpQueue, ServiceState } from "../tools/netsh/service_state.ts";
import { rangeNote, urlNote, urlsInWords } from "./port_notes.ts";
import type { DescribedProcess } from "./process_facts.ts";
import type { Target } from "./target.ts";

/** The process ID of Windows' kernel. */
const KERNEL_PID = 4;

/** What the rows of a port are made from. */
export interface PortContext {
  readonly target: Target;
  readonly snapshot: WholeSnapshot;
  /** What every row of the target holds. */
  readonly subject: Inspection;
  readonly netsh: NetshReader;
}

/** Whether a target may mean a port of this computer. */
export function meansPort(target: Target): boolean {
  return portTest(target) !== null;
}

/** The test whether a port is meant; null for targets that are no port. */
function portTest(target: Target): ((port: number | null) => boolean) | null {
  if (target.kind === "port") return target.matches;
  if (target.kind === "pid") return target.orPort ? (port) => port === target.pid : null;
  if (target.kind !== "address" || target.port === null) return null;
  return (port) => port === target.port;
}

/**
 * The programs behind a port that the kernel holds, each with the facts about it. Netsh is asked only
 * where there is such a port.
 */
export async function applicationRows(
  { target, snapshot, subject, netsh }: PortContext,
  describe: (pid: number) => Promise<DescribedProcess>,
): Promise<Inspection[]> {
  const isMeant = portTest(target);
  if (isMeant === null || !isKernelAt(isMeant, target, snapshot)) return [];
  const state = await netsh.readState();
  if (state === null) return [];
  const rows = applicationsAt(isMeant, state).map(async ({ port, process, note }) => {
    const row = { ...subject, ...socketAt("TCP", port), relation: "application" as const, note };
    return process === null ? row : { ...row, ...await factsOf(process, note, describe) };
  });
  return await Promise.all(rows);
}

/** Whether a TCP socket of the kernel has the port at its local end. */
function isKernelAt(
  isMeant: (port: number | null) => boolean,
  target: Target,
  snapshot: WholeSnapshot,
): boolean {
  return isThisComputers(target, snapshot) &&
    snapshot.connections.some(({ protocol, pid, localPort, localAddress }) =>
      protocol === "TCP" && pid === KERNEL_PID && isMeant(localPort) &&
      (target.kind !== "address" || target.matches(localAddress) ||
        (localAddress !== null && scopeOf(localAddress) === "any"))
    );
}

/** Whether a target is about this computer: netsh says nothing of the ports of others. */
function isThisComputers(target: Target, { connections }: WholeSnapshot): boolean {
  if (target.kind !== "address") return true;
  const scope = scopeOf(target.address);
  return scope === "loopback" || scope === "any" ||
    connections.some(({ localAddress }) => target.matches(localAddress));
}

/** A program behind a port; null where nobody serves it, or where it is not told who does. */
interface Application {
  readonly port: number;
  readonly process: HttpProcess | null;
  readonly note: string;
}

/** The programs behind the ports that are meant, by port. */
function applicationsAt(
  isMeant: (port: number | null) => boolean,
  { queues, otherUrls }: ServiceState,
): Application[] {
  const served = new Map<string, { port: number; process: HttpProcess; parts: string[] }>();
  const unserved: Application[] = [];
  for (const { name, processes, urls } of queues) {
    for (const [port, there] of byPort(urls, isMeant)) {
      const part = urlsInWords(there) + (name === null ? "" : ` (request queue ${name})`);
      if (processes.length === 0) {
        const note = `registered with HTTP.sys, but no program serves it now: ${part}`;
        unserved.push({ port, process: null, note });
      }
      for (const process of processes) {
        const key = `${port} ${process.pid}`;
        const known = served.get(key) ?? { port, process, parts: [] };
        known.parts.push(part);
        served.set(key, known);
      }
    }
  }
  for (const [port, there] of byPort(otherUrls, isMeant)) {
    const note = `registered with HTTP.sys: ${urlsInWords(there)}; netsh does not tell by which ` +
      `program${perhapsOneOf(queues)}`;
    unserved.push({ port, process: null, note });
  }
  const programs = Array.from(served.values(), ({ port, process, parts }) => {
    const service = process.taggedService === null ? "" : `, service ${process.taggedService}`;
    return { port, process, note: `serves ${parts.join(", ")} through HTTP.sys${service}` };
  });
  return [...programs, ...unserved].sort((one, other) => one.port - other.port);
}

/** The programs that no URL is known of. */
function perhapsOneOf(queues: readonly HttpQueue[]): string {
  const pids = queues.filter(({ urls }) => urls.length === 0)
    .flatMap(({ processes }) => processes.map(({ pid }) => String(pid)));
  return pids.length === 0 ? "" : `, perhaps PID ${listInWords(pids, "or")}`;
}

function byPort(
  urls: readonly string[],
  isMeant: (port: number | null) => boolean,
): Map<number, string[]> {
  const ports = Map.groupBy(urls, httpUrlPort);
  return new Map(
    [...ports].flatMap(([port, there]) => port !== null && isMeant(port) ? [[port, there]] : []),
  );
}

/** The facts about a program; netsh may know the path and services that the process list lacks. */
async function factsOf(
  { pid, image, services, taggedService }: HttpProcess,
  served: string,
  describe: (pid: number) => Promise<DescribedProcess>,
): Promise<Partial<Inspection>> {
  const { facts, note } = await describe(pid);
  // The kernel's own form of a path opens no file.
  const path = image !== null && /^(?:[a-z]:|\\)\\/i.test(image) ? image : null;
  return {
    ...facts,
    process: facts.process ?? image?.replace(/^.*\\/s, "") ?? null,
    path: facts.path ?? path,
    services: facts.services ?? services,
    socketService: taggedService,
    // Where netsh names the path, the note would say that it is hidden.
    note: joinPresent([served, facts.path === null && path !== null ? null : note], "; "),
  };
}

/** What is reserved of a port that nothing uses. */
export interface ReservedPorts {
  readonly rows: readonly Inspection[];
  /** Whether all reservations were read. */
  readonly isWhole: boolean;
}

/** Looks for the ports of a target among what is reserved; the target is used by nothing. */
export async function reservationRows(
  { target, snapshot, subject, netsh }: PortContext,
): Promise<ReservedPorts> {
  const isMeant = portTest(target);
  if (isMeant === null || !isThisComputers(target, snapshot) || !isUnused(target, snapshot)) {
    return { rows: [], isWhole: false };
  }
  const { ranges, urls, isWhole } = await netsh.readReservations();
  const asked = Array.from({ length: HIGHEST_PORT }, (_, index) => index + 1).filter(isMeant);
  const rowOf = (protocol: "TCP" | "UDP", ports: readonly number[], note: string) => ({
    ...subject,
    ...socketAt(protocol, ports.length === 1 ? ports[0]! : null),
    relation: "reservation" as const,
    note,
  });
  const lists = Map.groupBy(
    ranges,
    ({ protocol, start, end, administered }) => `${protocol} ${start} ${end} ${administered}`,
  );
  const ranged = [...lists.values()].flatMap((alike) => {
    const [range] = alike;
    const ports = asked.filter((port) => port >= range!.start && port <= range!.end);
    return ports.length === 0 ? [] : rowOf(range!.protocol, ports, rangeNote(alike, ports));
  });
  const named = urls.flatMap(({ url, users }) => {
    const port = httpUrlPort(url);
    if (!isMeant(port)) return [];
    return rowOf("TCP", [port!], urlNote(url, users));
  });
  return { rows: [...ranged, ...named], isWhole };
}

/** Whether nothing here uses the port of an address. */
function isUnused(target: Target, { connections }: WholeSnapshot): boolean {
  return target.kind !== "address" ||
    !connections.some(({ localPort }) => localPort === target.port);
}

function socketAt(
  protocol: "TCP" | "UDP",
  localPort: number | null,
): Pick<Inspection, "protocol" | "localPort" | "localService"> {
  const localService = localPort === null ? null : portService(protocol, localPort);
  return { protocol, localPort, localService };
}

/** Puts the programs behind the kernel's port above the kernel, which may have many sockets. */
export function withApplications(
  rows: readonly Inspection[],
  applications: readonly Inspection[],
): readonly Inspection[] {
  const first = rows.findIndex(({ pid }) => pid === KERNEL_PID);
  return rows.toSpliced(first < 0 ? rows.length : first, 0, ...applications);
}
