/**
 * Writes the filters of ss that hit exactly the given connections and nothing else.
 *
 * @module
 */
import { formatAddress, parseAddress } from "../../address/address.ts";
import type { ConnectionIdentity } from "../actions.ts";

/** A connection as Linux has it. */
export interface LinuxEnds {
  readonly family: 4 | 6;
  /** Its line in /proc/net/tcp or tcp6 has these two words: the local end and the remote one. */
  readonly procKey: string;
  /** The words of the filter that it alone passes. */
  readonly filter: readonly string[];
  /** Whether the filter names the interface. */
  readonly hasZone: boolean;
}

/** Reads the ends of a connection; null where they are not two literal addresses with their ports. */
export function readEnds(
  { localAddress, localPort, remoteAddress, remotePort }: ConnectionIdentity,
): LinuxEnds | null {
  const local = parseAddress(localAddress);
  const remote = parseAddress(remoteAddress);
  if (local === null || remote === null || local.family !== remote.family) return null;
  if (!isPort(localPort) || !isPort(remotePort)) return null;
  const zone = local.zone ?? remote.zone;
  // Both ends are on one interface. Whatever is no name of one must not become a word of the filter.
  if (zone !== null && (!INTERFACE.test(zone) || (remote.zone ?? zone) !== zone)) return null;
  const { family } = local;
  const literal = ({ groups }: typeof local, port: number) => {
    const text = formatAddress({ family, groups, zone: null });
    return family === 4 ? `${text}:${port}` : `[${text}]:${port}`;
  };
  return {
    family,
    procKey: `${procEnd(local.groups, localPort)} ${procEnd(remote.groups, remotePort)}`,
    filter: [
      ...zone === null ? [] : ["dev", zone, "and"],
      "src",
      literal(local, localPort),
      "and",
      "dst",
      literal(remote, remotePort),
    ],
    hasZone: zone !== null,
  };
}

/** An interface's name: at most 15 bytes. A word of the filter's language is none that ss would take. */
const INTERFACE =
  /^(?!(?:and|or|not|src|dst|dev|sport|dport|state|exclude)$)[A-Za-z0-9][\w.-]{0,14}$/;

/**
 * How many connections one call of ss closes. With more than about 1,000 of IPv6 the filter is too
 * long for the kernel; ss then reads /proc instead, and prints connections without closing them.
 */
const MOST_AT_ONCE = 500;

/** The arguments of each call of ss that it takes to close connections, with those that it closes. */
export function closingCalls<Ends extends LinuxEnds>(
  connections: readonly Ends[],
): { args: string[]; closes: readonly Ends[] }[] {
  return ([4, 6] as const).flatMap((family) => {
    const wanted = connections.filter((ends) => ends.family === family);
    const count = Math.ceil(wanted.length / MOST_AT_ONCE);
    return Array.from({ length: count }, (_, at) => {
      const closes = wanted.slice(at * MOST_AT_ONCE, (at + 1) * MOST_AT_ONCE);
      return { args: [...CLOSE, `-${family}`, ...STATES, ...anyOf(closes)], closes };
    });
  });
}

/** Close TCP sockets; numbers, no header, one line each. */
const CLOSE = ["-K", "-t", "-n", "-H", "-O"] as const;

/** A listener would be closed like a connection: its program would go on without hearing anything. */
const STATES = ["state", "connected", "exclude", "time-wait"] as const;

function anyOf(connections: readonly LinuxEnds[]): string[] {
  const each = connections.map((
    { filter },
    at,
  ) => [...at === 0 ? [] : ["or"], "(", ...filter, ")"]);
  return ["(", ...each.flat(), ")"];
}

/** An end as /proc/net prints it: each 32-bit word in the byte order of the machine. */
function procEnd(groups: readonly number[], port: number): string {
  let words = "";
  for (let at = 0; at < groups.length; at += 2) {
    words += hex(swapBytes(groups[at + 1]!)) + hex(swapBytes(groups[at]!));
  }
  return `${words}:${hex(port)}`;
}

function hex(group: number): string {
  return group.toString(16).toUpperCase().padStart(4, "0");
}

function swapBytes(group: number): number {
  return (group & 0xff) << 8 | group >>> 8;
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port < 65_536;
}
