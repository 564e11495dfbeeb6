/**
 * The table of filters. Each row defines one filter: its option, its help and what it compares. The
 * options of the commands, their types, the help and {@linkcode buildSelection} derive from this
 * table. A null or missing field never matches.
 *
 * @module
 */
import { scopeOf, SCOPES } from "../../address/scope.ts";
import type { Field, ObjectRow } from "../../model/field.ts";
import { HIGHEST_PID } from "../../model/limits.ts";
import type { Option, OptionEffect } from "../../model/option.ts";
import { STATES } from "../../model/socket.ts";
import { countryTest } from "./country_values.ts";
import { readAddresses, readPorts } from "./end_values.ts";
import {
  globTest,
  imageNameTest,
  inRange,
  type NameChoice,
  readName,
  readNumbers,
  type ReadValue,
  type RowTest,
  valueError,
} from "./filter_values.ts";
import { hostTest, ownerTest, pathTest, userTest } from "./name_values.ts";
import {
  UNKNOWN_COUNTRY,
  UNKNOWN_DIRECTION,
  UNKNOWN_HOST,
  UNKNOWN_OWNER,
  UNKNOWN_PATH,
  UNKNOWN_USER,
  type UnknownValue,
} from "./unknown_values.ts";

/** An option that chooses rows. */
export interface Filter extends Option {
  /** The fields that the records of a command need for the command to have this option. */
  readonly fields: readonly string[];
  /**
   * Makes a test from one value. The values of filters with the same function add up: a row must
   * match one of them.
   */
  readonly readValue: ReadValue;
  /** The value that a switch implies. */
  readonly implies?: string;
  /** Whether the test is slow and runs after the others. */
  readonly isSlow?: true;
  /** Whether it compares what is known of the process that owns a socket. */
  readonly readsOwner?: true;
  /** What a row can lack that the test asks for. @default what is null is not there */
  readonly unknown?: UnknownValue;
}

/** The heading of these options in the help. */
export const CHOOSING = "Choosing rows";

const SWITCH = { group: CHOOSING } as const;
const LIST = { value: "LIST", repeatable: true, group: CHOOSING } as const;
/** What the switch `listening` implies: no name of a state can hold a space. */
const WAITING = "sockets that wait";
const STATE = { fields: ["state"], readValue: stateTest } as const;
const DIRECTION = {
  fields: ["direction"],
  readValue: directionTest,
  unknown: UNKNOWN_DIRECTION,
} as const;
const FAMILY = { fields: ["localAddress", "remoteAddress"], readValue: familyTest } as const;
/** Without these options nothing is known of the owners of remote addresses. */
const OWNERS_ASKED = {
  needs: ["owner", "rdap", "mmdb", "from"],
  because: "nothing else finds the owners of addresses",
} as const satisfies OptionEffect;
const SCOPE = { fields: ["remoteScope"], readValue: scopeTest } as const;

/** Every filter, in the order of the help. */
export const FILTERS = [
  {
    name: "listening",
    about: "sockets that wait: TCP listeners and UDP sockets without a peer",
    implies: WAITING,
    ...SWITCH,
    ...STATE,
  },
  {
    name: "established",
    about: "only open connections",
    implies: "ESTABLISHED",
    ...SWITCH,
    ...STATE,
  },
  {
    name: "inbound",
    about: "only connections that the other end began",
    implies: "inbound",
    ...SWITCH,
    ...DIRECTION,
  },
  {
    name: "outbound",
    about: "only connections that this computer began",
    implies: "outbound",
    ...SWITCH,
    ...DIRECTION,
  },
  { name: "state", about: "TCP state", words: STATES, ...LIST, ...STATE },
  {
    name: "protocol",
    about: "protocol",
    words: ["TCP", "UDP"],
    ...LIST,
    fields: ["protocol"],
    readValue: protocolTest,
  },
  { name: "ipv4", short: "4", about: "only IPv4", implies: "4", ...SWITCH, ...FAMILY },
  { name: "ipv6", short: "6", about: "only IPv6", implies: "6", ...SWITCH, ...FAMILY },
  {
    name: "port",
    about: "local or remote port, or a range: 53-139,443",
    ...LIST,
    ...comparePorts("localPort", "remotePort"),
  },
  { name: "local-port", about: "local port, or a range", ...LIST, ...comparePorts("localPort") },
  { name: "remote-port", about: "remote port, or a range", ...LIST, ...comparePorts("remotePort") },
  {
    name: "address",
    about: "local or remote address, CIDR block or range",
    ...LIST,
    ...compareAddresses("localAddress", "remoteAddress"),
  },
  {
    name: "local",
    about: "local address, CIDR block or range",
    ...LIST,
    ...compareAddresses("localAddress"),
  },
  {
    name: "remote",
    about: "remote address, CIDR block or range",
    ...LIST,
    ...compareAddresses("remoteAddress"),
  },
  {
    name: "pid",
    about: "process ID, or a range",
    ...LIST,
    fields: ["pid"],
    readValue: pidTest,
    readsOwner: true,
  },
  {
    name: "process",
    about: "program by name, as GLOBs: chrome*,!svchost.exe",
    ...LIST,
    fields: ["process"],
    readValue: processTest,
    readsOwner: true,
  },
  {
    name: "service",
    about: "Windows service by name, as GLOBs",
    ...LIST,
    effect: { without: "fast", because: "no services are read" },
    fields: ["services"],
    readValue: serviceTest,
    readsOwner: true,
  },
  {
    name: "user",
    about: "account of the process, as GLOBs, with or without its domain: anna, PC\\anna; on " +
      "Windows it implies --details",
    ...LIST,
    fields: ["user"],
    readValue: userTest,
    readsOwner: true,
    unknown: UNKNOWN_USER,
  },
  {
    name: "path",
    about: "file of the program, or a folder that it is in, as GLOBs: C:\\Windows, *\\Temp\\*",
    ...LIST,
    fields: ["path"],
    readValue: pathTest,
    readsOwner: true,
    unknown: UNKNOWN_PATH,
  },
  {
    name: "host",
    about: "name of either end, as GLOBs: *.example.com; with --resolve",
    ...LIST,
    effect: {
      needs: ["resolve", "from"],
      because: "nothing else finds the names of addresses",
    },
    fields: ["localHost", "remoteHost"],
    readValue: hostTest,
    unknown: UNKNOWN_HOST,
  },
  {
    name: "owner-name",
    about: "owner of the remote address, as GLOBs: *google*; with --owner",
    ...LIST,
    effect: OWNERS_ASKED,
    fields: ["remoteOwner"],
    readValue: ownerTest,
    unknown: UNKNOWN_OWNER,
  },
  {
    name: "country",
    about: "country in which the remote address is registered, by its two letters: DE,US; with " +
      "--owner",
    ...LIST,
    effect: OWNERS_ASKED,
    fields: ["remoteCountry"],
    readValue: countryTest,
    unknown: UNKNOWN_COUNTRY,
  },
  { name: "scope", about: "kind of remote address", words: SCOPES, ...LIST, ...SCOPE },
  {
    name: "public",
    about: "only connections with a public remote address",
    implies: "public",
    ...SWITCH,
    ...SCOPE,
  },
] as const satisfies readonly Filter[];

/** The filters that apply to records with the given fields. */
export type FilterFor<Name extends string, F extends Filter = typeof FILTERS[number]> = F extends
  Filter ? F["fields"][number] extends Name ? F : never : never;

/** Returns the filters that apply to records with these fields. */
export function filtersFor<const Fields extends readonly Field[]>(
  fields: Fields,
): readonly FilterFor<Fields[number]["name"]>[] {
  const names = new Set(fields.map(({ name }) => name));
  const filters: readonly Filter[] = FILTERS.filter((filter) =>
    filter.fields.every((name) => names.has(name))
  );
  return filters as readonly FilterFor<Fields[number]["name"]>[];
}

/** The option that counts the chosen rows. */
export const COUNT_OPTIONS = [
  {
    name: "count-by",
    value: "LIST",
    list: true,
    repeatable: true,
    about: "instead of the rows, how many there are with the same values in these fields",
    effect: {
      without: "fields",
      because: "its rows hold the fields that it counts by, and their number",
    },
    group: CHOOSING,
  },
] as const satisfies readonly Option[];

/** The options that sort and limit the chosen rows. */
export const ORDER_OPTIONS = [
  {
    name: "sort",
    value: "LIST",
    repeatable: true,
    about: "fields to sort by; -FIELD sorts in descending order",
    group: CHOOSING,
  },
  {
    name: "limit",
    value: "N",
    number: "integer",
    about: "at most N rows, the first ones",
    group: CHOOSING,
  },
] as const satisfies readonly Option[];

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

function stateTest(text: string, option: string): RowTest {
  if (text === WAITING) return isWaiting;
  const state = readName(text, { option, choice: STATE_NAMES });
  return (row) => row.state === state;
}

/** A TCP listener, or a UDP socket without a peer, which anybody can send to. */
function isWaiting({ protocol, state, remoteAddress, remotePort, remoteHost }: ObjectRow): boolean {
  if (protocol !== "UDP") return state === "LISTENING";
  const isAnywhere = typeof remoteAddress !== "string" || scopeOf(remoteAddress) === "any";
  return isAnywhere && typeof remoteHost !== "string" && !remotePort;
}

function directionTest(text: string): RowTest {
  return (row) => row.direction === text;
}

const PROTOCOLS: NameChoice<string> = {
  kind: "a protocol",
  names: ["tcp", "udp", "tcpv4", "tcpv6", "udpv4", "udpv6"],
  aliases: { tcp4: "tcpv4", tcp6: "tcpv6", udp4: "udpv4", udp6: "udpv6" },
};

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

/** The IP version of a socket; null if neither end is a literal address. */
function familyOf({ localAddress, remoteAddress }: ObjectRow): 4 | 6 | null {
  const address = localAddress ?? remoteAddress;
  if (typeof address !== "string") return null;
  return address.includes(":") ? 6 : 4;
}

function comparePorts<const Fields extends readonly string[]>(...fields: Fields) {
  const readValue: ReadValue = (text, option) => {
    const range = readPorts(text, option);
    return (row) => fields.some((field) => inRange(range, row[field]));
  };
  return { fields, readValue };
}

function compareAddresses<const Fields extends readonly string[]>(...fields: Fields) {
  const readValue: ReadValue = (text, option) => {
    const filter = readAddresses(text, option);
    return (row) =>
      fields.some((field) => {
        const address = row[field];
        return typeof address === "string" && filter.matches(address);
      });
  };
  return { fields, readValue, isSlow: true } as const;
}

function pidTest(text: string, option: string): RowTest {
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

function processTest(text: string): RowTest {
  const matches = imageNameTest(text);
  return ({ process }) => typeof process === "string" && matches(process);
}

function serviceTest(text: string): RowTest {
  const matches = globTest(text);
  return ({ services }) => Array.isArray(services) && services.some(matches);
}

const SCOPE_NAMES: NameChoice<typeof SCOPES[number]> = { kind: "a scope", names: SCOPES };

function scopeTest(text: string, option: string): RowTest {
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
