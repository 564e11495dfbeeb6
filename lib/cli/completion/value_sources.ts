/**
 * The table of what is completed as the values of options and as arguments: each option with a value
 * has a row. What the table of options lists itself (choices and words) needs none.
 *
 * @module
 */
import { COUNTRY_CODES } from "../../rows/choose/country_values.ts";
import { ENCODING_NAMES } from "../../text/code_pages.ts";
import type { Option } from "../../model/option.ts";
import type { Candidate, FileKind } from "./completion.ts";
import { wordsAbout } from "./completion.ts";
import type { LiveKind } from "./live_values.ts";

/** What is completed in one place. */
export interface ValueSource {
  /** Words that are always the same. */
  readonly words?: () => readonly Candidate[];
  /** What is in use on this computer. */
  readonly live?: LiveKind;
  /** The names of fields; to sort by them, or to count. */
  readonly fields?: "shown" | "sorted";
  /** The IDs of rules. */
  readonly rules?: true;
  /** The names of files. */
  readonly files?: FileKind;
  /** Why nothing is completed. */
  readonly nothing?: string;
}

const FILE: ValueSource = { files: "any" };
const FOLDER: ValueSource = { files: "folders" };
const PORT: ValueSource = { live: "ports" };
const STDIN: Candidate = { value: "-", about: "standard input" };
const MOMENT: ValueSource = {
  words: () => [
    { value: "today", about: "since midnight" },
    { value: "yesterday", about: "since the midnight before" },
    ...wordsAbout("ago", ["1h", "12h", "1d", "7d", "30d"]),
  ],
};
const NUMBER: ValueSource = { nothing: "any number" };

/** What is completed as the value of an option, by its name; or by its command's and its own. */
export const VALUE_SOURCES: Readonly<Record<string, ValueSource>> = {
  address: { live: "addresses" },
  at: MOMENT,
  baseline: {
    files: "any",
    words: () => [{ value: "history", about: "a day ago in the history of netwho log" }],
  },
  blocklist: FILE,
  "cache-dir": FOLDER,
  config: FILE,
  connection: { live: "connections" },
  count: NUMBER,
  "count-by": { fields: "shown" },
  country: { words: countries },
  daily: { nothing: "any time of day" },
  db: FILE,
  delimiter: {
    words: () => [
      { value: ",", about: "comma" },
      { value: ";", about: "semicolon" },
      { value: "|", about: "vertical bar" },
      { value: "tab", about: "tabulator" },
    ],
  },
  duration: { words: () => wordsAbout("duration", ["90s", "10m", "1h", "8h"]) },
  encoding: { words: () => wordsAbout("encoding", ENCODING_NAMES) },
  every: { words: () => wordsAbout("interval", ["1m", "5m", "15m", "1h"]) },
  "log every": { words: () => wordsAbout("interval", ["10s", "1m", "5m", "1h"]) },
  fields: { fields: "shown" },
  for: { words: () => wordsAbout("duration", ["10m", "1h", "8h"]) },
  from: { files: "any", words: () => [STDIN] },
  host: { nothing: "names take look-ups, and completion waits for none" },
  ignore: { rules: true },
  keep: { words: () => wordsAbout("age", ["30d", "90d", "365d"]) },
  limit: NUMBER,
  local: { live: "localAddresses" },
  "local-port": { live: "localPorts" },
  mmdb: FILE,
  name: { live: "tasks" },
  out: FILE,
  "owner-name": { nothing: "owners take look-ups, and completion waits for none" },
  path: { live: "paths" },
  pid: { live: "pids" },
  port: PORT,
  process: { live: "processes" },
  protocol: {
    words: () => [
      { value: "TCP", about: "over IPv4 and IPv6" },
      { value: "UDP", about: "over IPv4 and IPv6" },
      ...["TCPv4", "TCPv6", "UDPv4", "UDPv6"].map((value) => ({
        value,
        about: `over IP${value.slice(3)}`,
        aliases: [value.replace("v", "")],
      })),
    ],
  },
  "rdap-server": { nothing: "any URL" },
  record: FOLDER,
  remote: { live: "remoteAddresses" },
  "remote-port": { live: "remotePorts" },
  replay: FOLDER,
  rule: { rules: true },
  server: { nothing: "any name server" },
  service: { live: "services" },
  sigma: FILE,
  since: MOMENT,
  sort: { fields: "sorted" },
  timeout: NUMBER,
  until: MOMENT,
  "watch until": { nothing: "a filter in words of its own" },
  user: { live: "users" },
  wait: NUMBER,
};

/** What is completed as an argument of a command, by its name. */
export const ARGUMENT_SOURCES: Readonly<Record<string, ValueSource>> = {
  nslookup: { live: "remoteAddresses" },
  whois: { live: "remoteAddresses" },
  inspect: { live: "targets" },
  kill: { live: "endTargets" },
  watch: {
    words: () => ["1", "2", "5", "10", "60"].map((value) => ({ value, about: "seconds" })),
  },
  diff: {
    files: "any",
    words: () => [{ value: "now", about: "this computer as it is" }, STDIN],
  },
};

/** What is completed as the value of an option. */
export function sourceOfOption(option: Option, command: string): ValueSource {
  const listed = option.choices ?? option.words;
  const source = VALUE_SOURCES[`${command} ${option.name}`] ?? VALUE_SOURCES[option.name];
  if (source !== undefined) return source;
  return listed === undefined ? { nothing: "nothing is known" } : {
    words: () => listed.map((value) => ({ value, about: "", aliases: ALIASES[value] })),
  };
}

/** The names that other programs have for states. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  ESTABLISHED: ["connected"],
  SYN_RECEIVED: ["synrcvd", "syn-recv"],
};

function countries(): readonly Candidate[] {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  return COUNTRY_CODES.map((value) => ({ value, about: names.of(value) ?? "" }));
}
