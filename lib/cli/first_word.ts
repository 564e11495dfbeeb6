/**
 * A first word that names no command but is hardly meant as a program either: nearly a command, or
 * the name or value of an option.
 *
 * @module
 */
import type { Option } from "../model/option.ts";
import { editDistance, nearest } from "../text/nearest.ts";
import { suggestValue } from "./options/suggest_option.ts";

/** What a first word is, and what to write instead. */
export interface FirstWordMistake {
  /** The end of the message. */
  readonly question: string;
  /** What to write; null if the question says it. */
  readonly hint: string | null;
}

/** Words that are no names of options, and the option or command that they mean. */
const MEANINGS: Readonly<Record<string, string>> = {
  all: "",
  estab: "--established",
  listen: "--listening",
  listener: "--listening",
  listeners: "--listening",
  ports: "--listening",
  processes: "tasklist",
  programs: "tasklist",
  sockets: "",
  synrecv: "--state SYN_RECEIVED",
  tcp4: "--protocol tcpv4",
  tcp6: "--protocol tcpv6",
  tcpv4: "--protocol tcpv4",
  tcpv6: "--protocol tcpv6",
  udp4: "--protocol udpv4",
  udp6: "--protocol udpv6",
  udpv4: "--protocol udpv4",
  udpv6: "--protocol udpv6",
};

/**
 * Words that mean a command, and hardly a program that somebody looks for. Programs such as `top` are
 * not among them: they can run here.
 */
const COMMAND_WORDS: Readonly<Record<string, string>> = {
  follow: "watch",
  live: "watch",
  monitor: "watch",
  monitoring: "watch",
  stream: "watch",
  tail: "watch",
  end: "kill",
  killall: "kill",
  pkill: "kill",
  quit: "kill",
  stop: "kill",
  "stop-process": "kill",
  taskkill: "kill",
  terminate: "kill",
  tskill: "kill",
  autocomplete: "completions",
  complete: "completions",
  "/close": "close",
  disconnect: "close",
  drop: "close",
  hangup: "close",
  reset: "close",
  tcpkill: "close",
  compare: "diff",
  lookup: "nslookup",
  save: "snapshot",
};

/** The name of the command that a word means; null if it means none. */
export function meantCommand(word: string): string | null {
  const bare = word.toLowerCase();
  return Object.hasOwn(COMMAND_WORDS, bare) ? COMMAND_WORDS[bare]! : null;
}

/** What a first word is compared with. */
export interface FirstWordContext {
  /** The arguments after it. */
  readonly rest: readonly string[];
  /** The names of the commands. */
  readonly commandNames: readonly string[];
  /** The options of the first command. */
  readonly options: readonly Option[];
  /** Whether the first command takes these arguments. */
  readonly accepts: (args: readonly string[]) => boolean;
}

/** Explains a first word that is no command. Null for one that may be a program or a port. */
export function explainFirstWord(word: string, context: FirstWordContext): FirstWordMistake | null {
  if (!/^[a-z][\w-]*$/i.test(word)) return null;
  const bare = word.toLowerCase();
  const meant = meaningOf(bare, context.options);
  if (meant !== null) {
    const question = `did you mean ${meant === "" ? "netwho" : meant}?`;
    return { question, hint: `Write ${lineFor(meant, context)}` };
  }
  const command = nearCommand(bare, context.commandNames);
  return command === null ? null : { question: `did you mean ${command}?`, hint: null };
}

/** The options or the command that a word means; null if it means none. */
function meaningOf(word: string, options: readonly Option[]): string | null {
  if (Object.hasOwn(MEANINGS, word)) return MEANINGS[word]!;
  const option = options.find(({ name }) => name === word || name.replace("-", "") === word);
  if (option !== undefined) return `--${option.name}`;
  return suggestValue(word, options.filter(({ name }) => name !== "color"));
}

/** The command line with all further arguments, or without those that do not go with it. */
function lineFor(meant: string, { rest, options, accepts }: FirstWordContext): string {
  const words = meant.split(" ").filter((word) => word !== "");
  if (words[0] !== undefined && !words[0].startsWith("-")) return `netwho ${meant}`;
  const [next, ...others] = rest;
  // netwho tcp 443
  const port = /^:?(\d[\d,-]*)$/.exec(next ?? "")?.[1];
  const lines = [rest, ...port === undefined ? [] : [["--port", port, ...others]]];
  const whole = lines.map((line) => [...words, ...line]).find(accepts);
  if (whole !== undefined) return ["netwho", ...whole].join(" ");
  const value = options.find(({ name }) => `--${name}` === meant)?.value;
  return ["netwho", ...words, ...value === undefined ? [] : [value]].join(" ");
}

/** Stricter than for options: `docker` is a program, not `doctor`. */
function nearCommand(word: string, names: readonly string[]): string | null {
  const command = nearest(word, names);
  if (command === null) return null;
  if (word.length >= 3 && command.startsWith(word)) return command;
  return editDistance(word, command) <= (word.length < 8 ? 1 : 2) ? command : null;
}
