/**
 * Finds what the tables of Windows tell of the sockets that netstat printed: when each was made, and
 * which service owns it. netstat's rows remain the truth; what matches none of them is dropped.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../address/address.ts";
import type { Facts, SystemSocket } from "../host/host.ts";
import type { Process } from "../model/process.ts";
import type { Socket } from "../model/socket.ts";
import type { SocketFacts } from "./source.ts";

/** What to match netstat's rows with. */
export interface SystemTable {
  /** The sockets in the system's tables. */
  readonly sockets: readonly SystemSocket[];
  /** The services that own them, by `module`. */
  readonly services: ReadonlyMap<string, string>;
}

/**
 * Reads the services that own sockets of service hosts: of other processes the tables tell nothing
 * that their program does not.
 */
export function readSocketServices(
  host: Pick<Facts, "socketServices">,
  sockets: readonly SystemSocket[],
  processes: ReadonlyMap<number, Process>,
): Map<string, string> {
  const modules = new Set<string>();
  for (const { pid, module } of sockets) {
    if (module !== null && isServiceHost(processes.get(pid))) modules.add(module);
  }
  return modules.size === 0 ? new Map() : host.socketServices([...modules]);
}

/** Whether a process hosts several services, or would. */
function isServiceHost(process: Process | undefined): boolean {
  if (process === undefined) return false;
  return (process.services?.length ?? 0) > 1 || /^svchost\.exe$/i.test(process.process ?? "");
}

/** What the tables tell of one socket of netstat's. */
type Told = Pick<SocketFacts, "createdAt" | "service">;

/**
 * Makes a function that finds what the tables tell of a socket: by protocol, both ends (UDP tables
 * have only the local one) and PID. Where several match and tell different things, it tells neither.
 */
export function systemFactsFinder(
  { sockets, services }: SystemTable,
): { get(socket: Socket): Told | undefined } {
  const byKey = Map.groupBy(sockets, keyOf);
  const tell = (meant: readonly SystemSocket[]): Told => ({
    createdAt: onlyOne(meant.map(({ createdAt }) => createdAt)),
    service: onlyOne(meant.map(({ module }) => services.get(module ?? "") ?? null)),
  });
  // A program may bind thousands of sockets to one end: they are compared once.
  const alike = new Map<string, Told>();
  return {
    get: (socket) => {
      const ends = endsOf(socket);
      if (ends === null) return undefined;
      const key = keyOf(ends);
      const found = byKey.get(key);
      if (found === undefined || found.length === 1) return found && tell(found);
      const zonedKey = `${key} ${ends.localZone} ${ends.remoteZone}`;
      let told = alike.get(zonedKey);
      if (told === undefined) alike.set(zonedKey, told = tell(inZones(found, ends)));
      return told;
    },
  };
}

/** A value that all of them have; null where they differ. */
function onlyOne(values: readonly (string | null)[]): string | null {
  const [first = null, ...others] = values;
  return others.every((value) => value === first) ? first : null;
}

/** The parts of a socket that are compared. */
type Ends = Pick<
  SystemSocket,
  | "protocol"
  | "pid"
  | "isListening"
  | "localAddress"
  | "localPort"
  | "remoteAddress"
  | "remotePort"
>;

/** The zones as netstat prints them; null where it prints none. */
interface Zones {
  readonly localZone: string | null;
  readonly remoteZone: string | null;
}

function keyOf(ends: Ends): string {
  const { protocol, pid, isListening, localAddress, localPort, remoteAddress, remotePort } = ends;
  const local = `${protocol} ${pid} ${localAddress} ${localPort}`;
  if (protocol === "UDP") return local;
  return isListening ? `${local} listens` : `${local} ${remoteAddress} ${remotePort}`;
}

/** The ends of a socket of netstat's; null where it printed less than a number for one of them. */
function endsOf(socket: Socket): Ends & Zones | null {
  const { protocol, pid, localAddress, localPort, remoteAddress, remotePort, state } = socket;
  const local = withoutZone(localAddress);
  const remote = withoutZone(remoteAddress);
  if (pid === null || local === null || localPort === null) return null;
  return {
    protocol: protocol as "TCP" | "UDP",
    pid,
    isListening: state === "LISTENING",
    localAddress: local.address,
    localZone: local.zone,
    localPort,
    remoteAddress: remote?.address ?? null,
    remoteZone: remote?.zone ?? null,
    remotePort,
  };
}

/** An address in its canonical form, and its zone. */
function withoutZone(text: string | null): { address: string; zone: string | null } | null {
  if (text === null) return null;
  if (!text.includes(":")) return { address: text, zone: null };
  const address = parseAddress(text);
  if (address === null) return null;
  return { address: formatAddress({ ...address, zone: null }), zone: address.zone };
}

/**
 * Those in the zones that netstat printed. Only compared where needed: for addresses whose zone has
 * no meaning netstat prints none, and the tables hold whatever was there before.
 */
function inZones(found: readonly SystemSocket[], ends: Zones): readonly SystemSocket[] {
  const isIn = (zone: number, printed: string | null) => printed === null || `${zone}` === printed;
  return found.filter(({ localZone, remoteZone }) =>
    isIn(localZone, ends.localZone) && isIn(remoteZone, ends.remoteZone)
  );
}
