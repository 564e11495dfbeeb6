/**
 * The table of filters. Each row defines one filter: its option, its help and what it compares. The
 * options of the commands, their types, the help and {@linkcode buildSelection} derive from this
 * table. A null or missing field never matches.
 *
 * @module
 */
import { SCOPES } from "../../address/scope.ts";
import { CHANGES } from "../../model/change.ts";
import type { Field } from "../../model/field.ts";
import type { Option, OptionEffect } from "../../model/option.ts";
import { STATES } from "../../model/socket.ts";
import { countryTest } from "./country_values.ts";
import { readAddresses, readPorts } from "./end_values.ts";
import { inRange, type ReadValue } from "./filter_values.ts";
import { hostTest, ownerTest, pathTest, userTest } from "./name_values.ts";
import {
  changeTest,
  directionTest,
  familyTest,
  pidTest,
  processTest,
  protocolTest,
  scopeTest,
  serviceTest,
  stateTest,
  WAITING,
} from "./socket_values.ts";
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

/** The heading of what is done with the chosen rows. */
const ORDERING = "Counting and sorting";

const SWITCH = { group: CHOOSING } as const;
const LIST = { value: "LIST", repeatable: true, group: CHOOSING } as const;
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

/** What compares an end of a connection, by fields of it. */
interface EndComparison<Name extends string> {
  readonly fields: readonly Name[];
  readonly readValue: ReadValue;
}

interface AddressComparison<Name extends string> extends EndComparison<Name> {
  readonly isSlow: true;
}

// Each has its type written out: JSR takes the types of a table from what is written, not from calls.
const EITHER_PORT: EndComparison<"localPort" | "remotePort"> = comparePorts(
  "localPort",
  "remotePort",
);
const LOCAL_PORT: EndComparison<"localPort"> = comparePorts("localPort");
const REMOTE_PORT: EndComparison<"remotePort"> = comparePorts("remotePort");
const EITHER_ADDRESS: AddressComparison<"localAddress" | "remoteAddress"> = compareAddresses(
  "localAddress",
  "remoteAddress",
);
const LOCAL_ADDRESS: AddressComparison<"localAddress"> = compareAddresses("localAddress");
const REMOTE_ADDRESS: AddressComparison<"remoteAddress"> = compareAddresses("remoteAddress");

/** Every filter, in the order of the help. */
export const FILTERS = [
  {
    name: "change",
    about: "what happened",
    words: CHANGES,
    ...LIST,
    fields: ["change"],
    readValue: changeTest,
  },
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
    ...EITHER_PORT,
  },
  { name: "local-port", about: "local port, or a range", ...LIST, ...LOCAL_PORT },
  { name: "remote-port", about: "remote port, or a range", ...LIST, ...REMOTE_PORT },
  {
    name: "address",
    about: "local or remote address, CIDR block or range",
    ...LIST,
    ...EITHER_ADDRESS,
  },
  {
    name: "local",
    about: "local address, CIDR block or range",
    ...LIST,
    ...LOCAL_ADDRESS,
  },
  {
    name: "remote",
    about: "remote address, CIDR block or range",
    ...LIST,
    ...REMOTE_ADDRESS,
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

/** The fields that tell whose a socket is, which are empty where that could not be seen. */
export const FIELDS_OF_OWNERS: ReadonlySet<string> = new Set(
  (FILTERS as readonly Filter[]).flatMap(({ readsOwner, fields }) => readsOwner ? fields : []),
);

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
    group: ORDERING,
  },
] as const satisfies readonly Option[];

/** The options that sort and limit the chosen rows. */
export const ORDER_OPTIONS = [
  {
    name: "sort",
    value: "LIST",
    repeatable: true,
    about: "fields to sort by; -FIELD sorts in descending order",
    group: ORDERING,
  },
  {
    name: "limit",
    value: "N",
    number: "integer",
    about: "at most N rows, the first ones",
    group: ORDERING,
  },
] as const satisfies readonly Option[];

function comparePorts<Name extends string>(...fields: Name[]): EndComparison<Name> {
  const readValue: ReadValue = (text, option) => {
    const range = readPorts(text, option);
    return (row) => fields.some((field) => inRange(range, row[field]));
  };
  return { fields, readValue };
}

function compareAddresses<Name extends string>(...fields: Name[]): AddressComparison<Name> {
  const readValue: ReadValue = (text, option) => {
    const filter = readAddresses(text, option);
    return (row) =>
      fields.some((field) => {
        const address = row[field];
        return typeof address === "string" && filter.matches(address);
      });
  };
  return { fields, readValue, isSlow: true };
}
