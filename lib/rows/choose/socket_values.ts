/**
 * Reads the values of filters for what sockets and processes are: states, directions, protocols, IP
 * versions, scopes, process IDs, programs and services.
 *
 * @module
 */
import { scopeOf, SCOPES } from "../../address/scope.ts";
import { CHANGES } from "../../model/change.ts";
import type { ObjectRow } from "../../model/field.ts";
import { HIGHEST_PID } from "../../model/limits.ts";
import { isWaiting } from "../../model/peer.ts";
import { STATES } from "../../model/socket.ts";
import {
  globTest,
  imageNameTest,
  inRange,
  type NameChoice,
  readName,
  readNumbers,
  type RowTest,
  valueError,
} from "./filter_values.ts";

const CHANGE_NAMES: NameChoice<string> = { kind: "a change", names: CHANGES };

/** Makes a test for what happened to a connection. */
export function changeTest(text: string, option: string): RowTest {
  const change = readName(text, { option, choice: CHANGE_NAMES });
  return (row) => row.change === change;
}

/** What the switch `listening` implies: no name of a state can hold a space. */
export const WAITING = "sockets that wait";

/** The aliases are the names that `ss` and Linux netstat print. */
const STATE_NAMES: NameChoice<typeof STATES[number]> = {
  kind: "a state",
  names: STATES,
  aliases: {
    listen: "LISTENING",
    estab: "ESTABLISHED",
    connected: "ESTABLISHED",
    synrecv: "SYN_RECEIVED",
    synrcvd: "SYN_RECEIVED",
    close: "CLOSED",
  },
};

/** Makes a test for states; {@linkcode WAITING} is one for several. */
export function stateTest(text: string, option: string): RowTest {
  if (text === WAITING) return isWaiting;
  const state = readName(text, { option, choice: STATE_NAMES });
  return (row) => row.state === state;
}

/** Makes a test for who began a connection. */
export function directionTest(text: string): RowTest {
  return (row) => row.direction === text;
}

const PROTOCOLS: NameChoice<string> = {
  kind: "a protocol",
  names: ["tcp", "udp", "tcpv4", "tcpv6", "udpv4", "udpv6"],
  aliases: { tcp4: "tcpv4", tcp6: "tcpv6", udp4: "udpv4", udp6: "udpv6" },
};

/** Makes a test for protocols, perhaps of one IP version: `tcpv6`. */
export function protocolTest(text: string, option: string): RowTest {
  const name = readName(text, { option, choice: PROTOCOLS });
  const protocol = name.slice(0, 3).toUpperCase();
  const family = name.length > 3 ? Number(name.at(-1)) : null;
  return (row) => row.protocol === protocol && (family === null || familyOf(row) === family);
}

/** Makes a test for the IP version. */
export function familyTest(text: string): RowTest {
  const family = Number(text);
  return (row) => familyOf(row) === family;
}

/** The IP version of a socket; null if neither end is a literal address. */
function familyOf({ localAddress, remoteAddress }: ObjectRow): 4 | 6 | null {
  const address = localAddress ?? remoteAddress;
  if (typeof address !== "string") return null;
  return address.includes(":") ? 6 : 4;
}

/** Makes a test for process IDs and ranges of them. */
export function pidTest(text: string, option: string): RowTest {
  const isName = /^[a-z][\w.-]*$/i.test(text);
  const range = readNumbers(text, {
    example: "4711 or 4000-4999",
    highest: HIGHEST_PID,
    error: (wanted) =>
      valueError(option, {
        value: text,
        wanted,
        hint: isName ? `For a program by its name: --process ${text}` : undefined,
      }),
  });
  return (row) => inRange(range, row.pid);
}

/** Makes a test for the name of the program. */
export function processTest(text: string): RowTest {
  const matches = imageNameTest(text);
  return ({ process }) => typeof process === "string" && matches(process);
}

/** Makes a test for the names of the services of a process. */
export function serviceTest(text: string): RowTest {
  const matches = globTest(text);
  return ({ services }) => Array.isArray(services) && services.some(matches);
}

const SCOPE_NAMES: NameChoice<typeof SCOPES[number]> = { kind: "a scope", names: SCOPES };

/** Makes a test for the kind of remote address. */
export function scopeTest(text: string, option: string): RowTest {
  const scope = readName(text, { option, choice: SCOPE_NAMES });
  return (row) => scopeOfRow(row) === scope;
}

/**
 * The scope of the remote address. Without a remote address (a listener), it is the scope of the
 * local address, but never `public`, because no public address is connected.
 */
function scopeOfRow({ localAddress, remoteAddress, remoteHost }: ObjectRow): string | null {
  const remote = typeof remoteAddress === "string" ? scopeOf(remoteAddress) : null;
  if (remote !== null && remote !== "any") return remote;
  if (typeof remoteHost === "string" || typeof localAddress !== "string") return null;
  const local = scopeOf(localAddress);
  return local === "public" ? null : local;
}
