/**
 * What one value of each option for choosing rows asks of a row. A field that a record does not have
 * counts as null, and null is never what was asked for.
 *
 * @module
 */
import { servicePort } from "../../address/ports.ts";
import { parseAddressFilter } from "../../address/range.ts";
import { scopeOf, SCOPES } from "../../address/scope.ts";
import type { ObjectRow } from "../../model/field.ts";
import { STATES } from "../../model/socket.ts";
import { globTest } from "./glob.ts";
import { type NameChoice, readName } from "./names.ts";
import { inRange, type NumberRange, readNumbers } from "./numbers.ts";
import { type RowTest, valueError } from "./values.ts";

/** An option whose values choose rows. */
export interface Criterion {
  /** The option as it is written, for messages. */
  readonly option: string;
  /** Makes a test of one value. Throws a UsageError where it cannot. */
  readonly read: (text: string, option: string) => RowTest;
}

const HIGHEST_PORT = 65_535;
const HIGHEST_PID = 0xffff_ffff;

/** All of them, by their key in the options. The cheap ones come first, as they are asked first. */
export const CRITERIA = {
  protocol: { option: "--protocol", read: protocolTest },
  family: { option: "-4 or -6", read: familyTest },
  state: { option: "--state", read: stateTest },
  port: portCriterion("--port", ["localPort", "remotePort"]),
  localPort: portCriterion("--local-port", ["localPort"]),
  remotePort: portCriterion("--remote-port", ["remotePort"]),
  pid: { option: "--pid", read: pidTest },
  process: { option: "--process", read: processTest },
  service: { option: "--service", read: serviceTest },
  scope: { option: "--scope", read: scopeTest },
  address: addressCriterion("--address", ["localAddress", "remoteAddress"]),
  local: addressCriterion("--local", ["localAddress"]),
  remote: addressCriterion("--remote", ["remoteAddress"]),
} as const satisfies Record<string, Criterion>;

const PROTOCOLS: NameChoice<string> = {
  kind: "a protocol",
  names: ["tcp", "udp", "tcpv4", "tcpv6", "udpv4", "udpv6"],
  aliases: { tcp4: "tcpv4", tcp6: "tcpv6", udp4: "udpv4", udp6: "udpv6" },
};

/** The aliases are the spellings of `ss` and of Linux' netstat. */
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

const SCOPE_NAMES: NameChoice<typeof SCOPES[number]> = { kind: "a scope", names: SCOPES };

function protocolTest(text: string, option: string): RowTest {
  const name = readName(text, { option, choice: PROTOCOLS });
  const protocol = name.slice(0, 3).toUpperCase();
  const family = name.length > 3 ? Number(name.at(-1)) : null;
  return (row) => row.protocol === protocol && (family === null || familyOf(row) === family);
}

function familyTest(text: string): RowTest {
  const family = Number(text);
  return (row) => familyOf(row) === family;
}

function stateTest(text: string, option: string): RowTest {
  const state = readName(text, { option, choice: STATE_NAMES });
  return (row) => row.state === state;
}

function portCriterion(option: string, fields: readonly string[]): Criterion {
  return {
    option,
    read(text) {
      const range = readPorts(text, option);
      return (row) => fields.some((field) => inRange(range, row[field]));
    },
  };
}

function readPorts(text: string, option: string): NumberRange {
  if (/^[\d-]/.test(text)) return readNumbers(text, { option, highest: HIGHEST_PORT });
  const port = servicePort("TCP", text) ?? servicePort("UDP", text);
  if (port !== null) return { first: port, last: port };
  const wanted = "not a port, write it like 443, 53-139 or https";
  throw valueError(option, { value: text, wanted });
}

function pidTest(text: string, option: string): RowTest {
  const range = readNumbers(text, { option, highest: HIGHEST_PID });
  return (row) => inRange(range, row.pid);
}

function processTest(text: string): RowTest {
  const matches = globTest(text);
  return ({ process }) =>
    typeof process === "string" && (matches(process) || matches(process.replace(/\.exe$/i, "")));
}

function serviceTest(text: string): RowTest {
  const matches = globTest(text);
  return ({ services }) => Array.isArray(services) && services.some(matches);
}

function scopeTest(text: string, option: string): RowTest {
  const scope = readName(text, { option, choice: SCOPE_NAMES });
  return (row) => scopeOfRow(row) === scope;
}

function addressCriterion(option: string, fields: readonly string[]): Criterion {
  return {
    option,
    read(text) {
      const filter = parseAddressFilter(text, { option });
      return (row) =>
        fields.some((field) => {
          const address = row[field];
          return typeof address === "string" && filter.matches(address);
        });
    },
  };
}

/** Which IP carries the socket; null where neither end is a literal address. */
function familyOf({ localAddress, remoteAddress }: ObjectRow): 4 | 6 | null {
  const address = localAddress ?? remoteAddress;
  if (typeof address !== "string") return null;
  return address.includes(":") ? 6 : 4;
}

/**
 * The remote end's scope. Where there is no remote end, as with a listener, the local end's, but
 * never `public`: nobody out there is connected to it.
 */
function scopeOfRow({ localAddress, remoteAddress, remoteHost }: ObjectRow): string | null {
  const remote = typeof remoteAddress === "string" ? scopeOf(remoteAddress) : null;
  if (remote !== null && remote !== "any") return remote;
  if (typeof remoteHost === "string" || typeof localAddress !== "string") return null;
  const local = scopeOf(localAddress);
  return local === "public" ? null : local;
}
