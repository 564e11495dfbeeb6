/**
 * What options of netstat, ss, tasklist, nslookup and PowerShell's cmdlets are in netwho. Nobody can
 * use them here; the table is for the error message, which gives the command line to write instead.
 *
 * @module
 */
import { HIGHEST_PID } from "../../model/limits.ts";
import { CLOSING_WORDS, ENDING_WORDS } from "./ending_words.ts";
import type { ForeignOption } from "./foreign_option.ts";

import { LOGGING_WORDS, REPEAT, WATCHING_WORDS } from "./watching_words.ts";

export type { ForeignOption } from "./foreign_option.ts";

const ROUTES: ForeignOption = {
  absent: "netwho does not show routes: use netstat -r, or ip route on Linux",
};
const STATISTICS: ForeignOption = {
  absent: "netwho does not show statistics: use netstat -s, or netstat -e for interfaces",
};
const OTHER_SOCKETS: ForeignOption = { absent: "netwho shows TCP and UDP sockets only" };
const OTHER_COMPUTER: ForeignOption = {
  absent:
    "netwho reads this computer. Save netstat's and tasklist's output on the other one, and " +
    "read it here: netwho --from FOLDER",
};
const ALL: ForeignOption = { shown: "all sockets" };
const NUMBERS: ForeignOption = { shown: "numeric addresses" };
const IDS: ForeignOption = { shown: "process IDs" };
const PROGRAMS: ForeignOption = { shown: "programs", command: "connections" };
const USERS: ForeignOption = { shown: "users", command: "connections" };
const CLOSE: ForeignOption = {
  command: "close",
  absent: "To close connections choose them: netwho close --remote 192.0.2.7 --remote-port 443",
};
const KILL: ForeignOption = {
  command: "kill",
  absent: "netwho kill ends a process (netwho kill 4711, netwho kill :8080), netwho close closes " +
    "connections (netwho close --process game.exe)",
};
const LISTENING: ForeignOption = { args: ["--listening"] };
const INBOUND: ForeignOption = { args: ["--inbound"], command: "connections" };
const OUTBOUND: ForeignOption = { args: ["--outbound"], command: "connections" };
const TCP: ForeignOption = { args: ["--protocol", "tcp"] };
const UDP: ForeignOption = { args: ["--protocol", "udp"] };
const NAMES: ForeignOption = { args: ["--resolve"] };
const NO_HEADER: ForeignOption = { args: ["--no-header"] };

/** Options with a value that have another name here. */
const renamed = (name: string): ForeignOption => ({ args: [`--${name}`], value: true });

/** The one-letter options of netstat and ss that list sockets. A capital letter is tried as it is. */
const SOCKET_LETTERS: Readonly<Record<string, ForeignOption>> = {
  a: ALL,
  b: PROGRAMS,
  c: REPEAT,
  e: USERS,
  f: NAMES,
  g: OTHER_SOCKETS,
  i: {
    absent: "netwho does not ask how long a state has lasted; it reads what netstat prints: " +
      "netstat -anoi | netwho netstat --from -",
  },
  l: LISTENING,
  n: NUMBERS,
  o: IDS,
  p: PROGRAMS,
  q: {
    absent: "netwho does not ask for ports that are bound only; it reads what netstat prints: " +
      "netstat -anoq | netwho --from -",
  },
  r: ROUTES,
  s: STATISTICS,
  t: TCP,
  u: UDP,
  w: OTHER_SOCKETS,
  x: OTHER_SOCKETS,
  y: OTHER_SOCKETS,
  H: NO_HEADER,
  K: CLOSE,
  P: NUMBERS,
  W: { shown: "whole addresses" },
};

/** Letters that mean something else together with `b` or `q`, which only Windows' netstat has. */
export const WINDOWS_LETTERS: Readonly<Record<string, ForeignOption>> = {
  t: {
    absent: "netwho does not ask for the offload state; it reads what netstat prints: " +
      "netstat -anot | netwho netstat --from -",
  },
};

/** Options of `ps`, which list all processes. */
const PROCESS_LETTERS: Readonly<Record<string, ForeignOption>> = {
  a: { shown: "all processes" },
  e: { shown: "all processes" },
  f: { shown: "all facts" },
  A: { shown: "all processes" },
};

/** Options with names, in kebab-case: of every command that lists sockets or processes. */
const LISTING_WORDS: Readonly<Record<string, ForeignOption>> = {
  "fo": { value: true, convert: tasklistFormat },
  "nh": NO_HEADER,
  "no-headers": NO_HEADER,
  "noheader": NO_HEADER,
  "hide-table-headers": NO_HEADER,
  "fi": { value: true, convert: tasklistFilter },
  "svc": { shown: "services" },
  "services": { shown: "services" },
  "apps": { absent: "netwho shows no packages of Store apps: use tasklist /apps" },
  "m": {
    absent: "netwho does not ask for modules; it reads what tasklist prints: " +
      "tasklist /m /fo csv | netwho tasklist --from -",
  },
  "computer-name": OTHER_COMPUTER,
  "cim-session": OTHER_COMPUTER,
  "id": renamed("pid"),
  "process-id": renamed("pid"),
  "owning-process": renamed("pid"),
  "name": renamed("process"),
  "process-name": renamed("process"),
  "program": renamed("process"),
  "image": renamed("process"),
  "im": renamed("process"),
  "imagename": renamed("process"),
  "exe": renamed("process"),
  "app": renamed("process"),
  "username": renamed("user"),
  "user-name": renamed("user"),
  "account": renamed("user"),
  "login": renamed("user"),
  "uid": renamed("user"),
  "exe-path": renamed("path"),
  "image-path": renamed("path"),
  "process-path": renamed("path"),
  "program-path": renamed("path"),
  "executable": renamed("path"),
  "executable-path": renamed("path"),
  "folder": renamed("path"),
  "directory": renamed("path"),
  "dir": renamed("path"),
  "local-address": renamed("local"),
  "remote-address": renamed("remote"),
  "foreign-address": renamed("remote"),
  "peer": renamed("remote"),
  "src": renamed("local"),
  "dst": renamed("remote"),
  "addr": renamed("address"),
  "ip": renamed("address"),
  "sport": renamed("local-port"),
  "dport": renamed("remote-port"),
  "proto": renamed("protocol"),
  "file": renamed("from"),
  "input": renamed("from"),
  "output": renamed("out"),
  "out-file": renamed("out"),
  "outfile": renamed("out"),
  "save": renamed("out"),
  "columns": renamed("fields"),
  "property": renamed("fields"),
  "select": renamed("fields"),
  "group-by": renamed("count-by"),
  "groupby": renamed("count-by"),
  "group": renamed("count-by"),
  "by": renamed("count-by"),
  "count": renamed("count-by"),
  "countby": renamed("count-by"),
  "uniq": renamed("count-by"),
  "unique": renamed("count-by"),
  "distinct": renamed("count-by"),
  "aggregate": renamed("count-by"),
  "sort-by": renamed("sort"),
  "order-by": renamed("sort"),
  "head": renamed("limit"),
  "first": renamed("limit"),
  "max": renamed("limit"),
  "top": renamed("limit"),
  "debug": { args: ["--verbose"] },
  "kill": KILL,
};

/** Options that repeat a listing. */
const REPEATING = [
  "continuous",
  "follow",
  "interval",
  "live",
  "monitor",
  "refresh",
  "repeat",
  "watch",
];

const repeating = (option: ForeignOption) =>
  Object.fromEntries(REPEATING.map((name) => [name, option]));

/** What other programs call the option for a database of owners. */
const DATABASE_WORDS: Readonly<Record<string, ForeignOption>> = {
  "asn-db": renamed("mmdb"),
  "asn-database": renamed("mmdb"),
  "country-db": renamed("mmdb"),
  "db": renamed("mmdb"),
  "database": renamed("mmdb"),
  "geodb": renamed("mmdb"),
  "geo-db": renamed("mmdb"),
  "geoip": renamed("mmdb"),
  "geoip-db": renamed("mmdb"),
  "geoip-database": renamed("mmdb"),
  "geoip2": renamed("mmdb"),
  "geolite": renamed("mmdb"),
  "geolite2": renamed("mmdb"),
  "ip-db": renamed("mmdb"),
  "ipinfo": renamed("mmdb"),
  "maxmind": renamed("mmdb"),
  "maxmind-db": renamed("mmdb"),
  "mmdb-file": renamed("mmdb"),
};

/** Options with names: of the commands that list sockets. */
const SOCKET_WORDS: Readonly<Record<string, ForeignOption>> = {
  ...LISTING_WORDS,
  ...DATABASE_WORDS,
  ...repeating(REPEAT),
  "all": ALL,
  "list": ALL,
  "close": CLOSE,
  "stext": { value: true, convert: (file) => ["--format", "table", "--out", file] },
  "scomma": { value: true, convert: (file) => ["--format", "csv", "--out", file] },
  "sjson": { value: true, convert: (file) => ["--format", "json", "--out", file] },
  "accepteula": { args: [] },
  "numeric": NUMBERS,
  "numeric-hosts": NUMBERS,
  "numeric-ports": NUMBERS,
  "no-dns": NUMBERS,
  "programs": PROGRAMS,
  "processes": PROGRAMS,
  "wide": { shown: "whole addresses" },
  "extend": USERS,
  "extended": USERS,
  "tcp": TCP,
  "udp": UDP,
  "listen": LISTENING,
  "listeners": LISTENING,
  "in": INBOUND,
  "incoming": INBOUND,
  "ingress": INBOUND,
  "accepted": INBOUND,
  "outgoing": OUTBOUND,
  "egress": OUTBOUND,
  "initiated": OUTBOUND,
  "direction": { value: true, convert: directionOption },
  "dns": NAMES,
  "names": NAMES,
  "fqdn": NAMES,
  "hostname": renamed("host"),
  "host-name": renamed("host"),
  "local-host": renamed("host"),
  "remote-host": renamed("host"),
  "remote-name": renamed("host"),
  "domain": renamed("host"),
  "remote-owner": renamed("owner-name"),
  "organization": renamed("owner-name"),
  "organisation": renamed("owner-name"),
  "org": renamed("owner-name"),
  "company": renamed("owner-name"),
  "isp": renamed("owner-name"),
  "remote-country": renamed("country"),
  "country-code": renamed("country"),
  "cc": renamed("country"),
  "geo": renamed("country"),
  "geoip": renamed("country"),
  "route": ROUTES,
  "routes": ROUTES,
  "statistics": STATISTICS,
  "stats": STATISTICS,
  "summary": { args: ["--count-by", "protocol,state"] },
  "interfaces": STATISTICS,
  "raw": OTHER_SOCKETS,
  "unix": OTHER_SOCKETS,
};

/** Options with names of `tasklist` and `ps`. `/s`, `/u` and `/p` name another computer. */
const PROCESS_WORDS: Readonly<Record<string, ForeignOption>> = {
  ...LISTING_WORDS,
  ...repeating({
    absent: "netwho tasklist lists once. Connections as they come and go: netwho watch",
  }),
  "all": { shown: "all processes" },
  "s": OTHER_COMPUTER,
  "u": OTHER_COMPUTER,
  "p": OTHER_COMPUTER,
};

/** Options with names of `nslookup` and `dig`. */
const NAME_WORDS: Readonly<Record<string, ForeignOption>> = {
  "q": renamed("type"),
  "query": renamed("type"),
  "querytype": renamed("type"),
  "debug": { args: ["--verbose"] },
  "d2": { args: ["--verbose"] },
};

/** The foreign options of one command. */
export interface ForeignOptions {
  /** Those with names, in kebab-case. */
  readonly words: Readonly<Record<string, ForeignOption>>;
  /** Those of one letter, which may stand together. */
  readonly letters: Readonly<Record<string, ForeignOption>>;
}

/** The foreign options that people write for each command. */
export const FOREIGN_OPTIONS: Readonly<Record<string, ForeignOptions>> = {
  connections: { words: SOCKET_WORDS, letters: SOCKET_LETTERS },
  netstat: { words: SOCKET_WORDS, letters: SOCKET_LETTERS },
  inspect: { words: SOCKET_WORDS, letters: SOCKET_LETTERS },
  tasklist: { words: PROCESS_WORDS, letters: PROCESS_LETTERS },
  nslookup: { words: NAME_WORDS, letters: {} },
  whois: { words: DATABASE_WORDS, letters: {} },
  doctor: { words: DATABASE_WORDS, letters: {} },
  kill: { words: ENDING_WORDS, letters: {} },
  close: { words: { ...SOCKET_WORDS, ...CLOSING_WORDS }, letters: {} },
  watch: { words: { ...SOCKET_WORDS, ...WATCHING_WORDS }, letters: {} },
  log: { words: LOGGING_WORDS, letters: {} },
  diff: { words: repeating(REPEAT), letters: {} },
  history: { words: repeating(REPEAT), letters: {} },
};

/** Options written with a slash alone; with a dash the letters mean something else. */
export const SLASH_WORDS: Readonly<Record<string, ForeignOption>> = {
  v: { args: ["--details"] },
};

/** `--direction in`. */
function directionOption(value: string): readonly string[] | null {
  if (/^in(?:bound|coming|gress)?$/i.test(value)) return ["--inbound"];
  return /^(?:out(?:bound|going)?|egress)$/i.test(value) ? ["--outbound"] : null;
}

/** `tasklist /fo table`. */
function tasklistFormat(value: string): readonly string[] {
  return ["--format", /^list$/i.test(value) ? "table" : value.toLowerCase()];
}

/** `tasklist /fi "PID gt 1000"`. */
function tasklistFilter(value: string): readonly string[] | null {
  const [, field = "", operator = "", wanted = ""] =
    /^\s*(\w+)\s+(eq|ne|gt|lt|ge|le)\s+(.+?)\s*$/i.exec(value) ?? [];
  const option = TASKLIST_FILTERS[field.toLowerCase()];
  if (option === undefined) return null;
  const number = Number(wanted);
  switch (operator.toLowerCase()) {
    case "eq":
      return [option, wanted];
    case "ne":
      return [option, `!${wanted}`];
  }
  if (option !== "--pid" || !Number.isSafeInteger(number)) return null;
  const range = {
    gt: [number + 1, HIGHEST_PID],
    ge: [number, HIGHEST_PID],
    lt: [0, number - 1],
    le: [0, number],
  };
  return [option, range[operator.toLowerCase() as keyof typeof range].join("-")];
}

const TASKLIST_FILTERS: Readonly<Record<string, string | undefined>> = {
  pid: "--pid",
  imagename: "--process",
  services: "--service",
  username: "--user",
};
