/**
 * The options that several commands share, as tables. Help, parsing and completions read them; what
 * they mean is told once, here.
 *
 * @module
 */
import { SCOPES } from "../../address/scope.ts";
import { STATES } from "../../model/socket.ts";
import type { SelectionOptions } from "../../rows/choose/selection.ts";
import type { Option } from "../command.ts";
import type { Options } from "./parsed_options.ts";
import { COLOR_CHOICES } from "../terminal.ts";

const CHOOSING = "Choosing rows";
const SHAPE = "Choosing the shape";
const ADDING = "Adding knowledge";
const READING = "Reading";
const GENERAL = "General";

/** What holds for a whole group of options; the help prints it under the group. */
export const GROUP_NOTES: Readonly<Record<string, string>> = {
  [CHOOSING]:
    "A LIST has commas between its values, and several uses add up. A ! in front excludes " +
    "what follows. A GLOB has * for any characters and ? for one.",
  [ADDING]:
    "Without these options nothing is sent anywhere. Each address is asked about once, and answers " +
    "are kept for a while in a cache on this computer.",
};

/** What the rows that list connections can be chosen by. */
export const SELECTION_OPTIONS = [
  { name: "listening", about: "only sockets that wait for someone to connect", group: CHOOSING },
  { name: "established", about: "only connections that are open", group: CHOOSING },
  {
    name: "state",
    value: "LIST",
    repeatable: true,
    words: STATES,
    about: "TCP state",
    group: CHOOSING,
  },
  {
    name: "protocol",
    value: "LIST",
    repeatable: true,
    words: ["TCP", "UDP"],
    about: "protocol",
    group: CHOOSING,
  },
  { name: "ipv4", short: "4", about: "only IPv4", group: CHOOSING },
  { name: "ipv6", short: "6", about: "only IPv6", group: CHOOSING },
  chooser("port", "LIST", "local or remote port, or a range: 53-139,443"),
  chooser("local-port", "LIST", "local port, or a range"),
  chooser("remote-port", "LIST", "remote port, or a range"),
  chooser("address", "LIST", "local or remote address, CIDR block or range"),
  chooser("local", "LIST", "local address, CIDR block or range"),
  chooser("remote", "LIST", "remote address, CIDR block or range"),
  chooser("pid", "LIST", "process ID, or a range"),
  chooser("process", "LIST", "program by name, as GLOBs: chrome*,!svchost.exe"),
  chooser("service", "LIST", "Windows service by name, as GLOBs"),
  {
    name: "scope",
    value: "LIST",
    repeatable: true,
    words: SCOPES,
    about: "kind of remote address",
    group: CHOOSING,
  },
  {
    name: "public",
    about: "only connections with a public address at the remote end",
    group: CHOOSING,
  },
  {
    name: "sort",
    value: "LIST",
    repeatable: true,
    about: "fields to sort by; -FIELD sorts downwards",
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

/** How the rows are written, and where to. */
export const SHAPE_OPTIONS = [
  {
    name: "format",
    value: "FORMAT",
    choices: ["table", "json", "ndjson", "csv"],
    about: "how to write rows; unless told here or by --out: a table on a terminal, JSON elsewhere",
    group: SHAPE,
  },
  {
    name: "fields",
    value: "LIST",
    optionalValue: true,
    list: true,
    about: "only these fields, in this order; without LIST: says which there are",
    group: SHAPE,
  },
  {
    name: "out",
    value: "FILE",
    about:
      "write to FILE, which appears whole or not at all; its ending tells the format: .csv, .tsv, " +
      ".json, .ndjson, .jsonl, .txt (a table)",
    group: SHAPE,
  },
  { name: "append", about: "add to FILE instead (csv, ndjson)", group: SHAPE },
  {
    name: "delimiter",
    value: "CHAR",
    about: "what stands between two values of csv; , unless given",
    group: SHAPE,
  },
  { name: "no-header", about: "leave out the line of field names (table, csv)", group: SHAPE },
  { name: "bom", about: "start csv with a byte order mark, for Excel", group: SHAPE },
  { name: "excel", about: "keep Excel from taking values of csv for formulas", group: SHAPE },
  {
    name: "color",
    value: "WHEN",
    choices: COLOR_CHOICES,
    about: "colour tables; auto unless given, which heeds NO_COLOR and FORCE_COLOR",
    group: SHAPE,
  },
] as const satisfies readonly Option[];

/** Where rows come from. */
export const READING_OPTIONS = [
  {
    name: "from",
    value: "PATH",
    repeatable: true,
    about: "saved output of netstat or tasklist instead of this computer: a file, a folder, or - " +
      "for standard input; may be given several times",
    group: READING,
  },
  {
    name: "encoding",
    value: "NAME",
    about: "the encoding of saved files, such as utf-8 or cp850; found out unless given",
    group: READING,
  },
  {
    name: "record",
    value: "FOLDER",
    about: "keep all that is read from this computer in FOLDER",
    group: READING,
  },
  {
    name: "replay",
    value: "FOLDER",
    about: "read what --record kept in FOLDER instead of this computer",
    group: READING,
  },
  {
    name: "timeout",
    value: "SECONDS",
    number: "seconds",
    about: "how long one tool may take, or all look-ups together; 30 unless given",
    group: READING,
  },
] as const satisfies readonly Option[];

/** Names for the remote addresses of rows. */
export const RESOLVE_OPTIONS = [
  {
    name: "resolve",
    about: "add the names of remote addresses: asks your name server about each that is not in " +
      "your own network segment",
    group: ADDING,
  },
] as const satisfies readonly Option[];

/** Registry data for the remote addresses of rows. */
export const OWNER_OPTIONS = [
  {
    name: "owner",
    about: "add who owns public remote addresses: asks Team Cymru's zone origin.asn.cymru.com " +
      "about them, through your name server",
    group: ADDING,
  },
  {
    name: "rdap",
    about: "as --owner, and ask the address registries themselves too, over HTTPS: one address a " +
      "second at most",
    group: ADDING,
  },
] as const satisfies readonly Option[];

/** Whom to ask, where names or owners are looked up. */
export const SERVER_OPTIONS = [
  {
    name: "server",
    value: "SERVER",
    about: "the name server to ask instead of the system's: 192.0.2.53, [2001:db8::53]:5353 or " +
      "dns.example",
    group: ADDING,
  },
] as const satisfies readonly Option[];

/** Where answers are kept. */
export const CACHE_OPTIONS = [
  {
    name: "no-cache",
    about: "ask anew, and keep no answers",
    group: ADDING,
  },
  {
    name: "cache-dir",
    value: "FOLDER",
    about: "keep answers in FOLDER instead of netwho's folder in your cache folder",
    group: ADDING,
  },
] as const satisfies readonly Option[];

/** What trades knowledge for speed and back, where processes are read. */
export const PROCESS_OPTIONS = [
  {
    name: "fast",
    about: "on Windows, leave out services, which take long to read",
    group: READING,
  },
  {
    name: "details",
    about: "on Windows, ask for user, status, processor time and window title too (tasklist /v), " +
      "which takes longest",
    group: READING,
  },
] as const satisfies readonly Option[];

/** What every command has. */
export const GENERAL_OPTIONS = [
  { name: "help", short: "h", about: "show this help", group: GENERAL },
  { name: "version", short: "V", about: "show the version", group: GENERAL },
  { name: "verbose", short: "v", about: "say more on standard error", group: GENERAL },
] as const satisfies readonly Option[];

/** The options for choosing rows, as the selection takes them. Their values are checked there. */
export function readSelection(options: Options): SelectionOptions {
  const list = (name: string): string[] | undefined =>
    options.has(name) ? options.texts(name) : undefined;
  return {
    listening: options.flag("listening"),
    established: options.flag("established"),
    state: list("state"),
    protocol: list("protocol"),
    ipv4: options.flag("ipv4"),
    ipv6: options.flag("ipv6"),
    port: list("port"),
    localPort: list("local-port"),
    remotePort: list("remote-port"),
    address: list("address"),
    local: list("local"),
    remote: list("remote"),
    pid: list("pid"),
    process: list("process"),
    service: list("service"),
    scope: list("scope"),
    public: options.flag("public"),
    sort: list("sort"),
    limit: options.integer("limit") ?? undefined,
  };
}

function chooser<Name extends string>(name: Name, value: string, about: string) {
  return { name, value, repeatable: true, about, group: CHOOSING } as const;
}
