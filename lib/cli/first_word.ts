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
 * Explains a first word that is no command. Null for one that may be a program, a port or an address.
 *
 * @param context the arguments after it, the commands, and the options of the first of them.
 */
export function explainFirstWord(
  word: string,
  { rest, commandNames, options }: {
    rest: readonly string[];
    commandNames: readonly string[];
    options: readonly Option[];
  },
): FirstWordMistake | null {
  if (!/^\/?[a-z][\w-]*$/i.test(word)) return null;
  const bare = word.replace(/^\//, "").toLowerCase();
  const meant = meaningOf(bare, rest, options);
  if (meant !== null) return { question: meant.question, hint: `Write ${meant.line}` };
  const command = nearCommand(bare, commandNames);
  return command === null ? null : { question: `did you mean ${command}?`, hint: null };
}

function meaningOf(
  word: string,
  rest: readonly string[],
  options: readonly Option[],
): { question: string; line: string } | null {
  const line = (meant: string) =>
    ["netwho", meant, ...rest].filter((part) => part !== "").join(" ");
  if (Object.hasOwn(MEANINGS, word)) {
    const meant = MEANINGS[word]!;
    return { question: `did you mean ${meant === "" ? "netwho" : meant}?`, line: line(meant) };
  }
  const option = options.find(({ name }) => name === word || name.replace("-", "") === word);
  if (option !== undefined) {
    const question = `did you mean --${option.name}?`;
    const { name, value } = option;
    const needsValue = value !== undefined && /^(?:-|$)/.test(rest[0] ?? "");
    return { question, line: line(needsValue ? `--${name} ${value}` : `--${name}`) };
  }
  const withValue = suggestValue(word, options.filter(({ name }) => name !== "color"));
  if (withValue === null) return null;
  return { question: `did you mean ${withValue}?`, line: line(withValue) };
}

/** Stricter than for options: `docker` is a program, not `doctor`. */
function nearCommand(word: string, names: readonly string[]): string | null {
  const command = nearest(word, names);
  if (command === null) return null;
  if (word.length >= 3 && command.startsWith(word)) return command;
  return editDistance(word, command) <= (word.length < 8 ? 1 : 2) ? command : null;
}
