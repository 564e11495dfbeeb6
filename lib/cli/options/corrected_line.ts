/**
 * The command line to write instead of a wrong one: options of other programs become netwho's, words
 * and dashes as typed elsewhere become options, and lists that a shell took apart are joined.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import type { Option } from "../../model/option.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { FOREIGN_OPTIONS, type ForeignOption, SLASH_WORDS } from "./foreign_options.ts";
import { isLetters, letterArgument, lettersOf } from "./foreign_letters.ts";
import { isFurtherValue, type Syntax } from "./parse_line.ts";
import { isWrittenOption, suggestValue, TYPED_DASHES, wordOf } from "./suggest_option.ts";

const NO_SUCH_FILTER =
  "netwho has no filter like this: choose rows with --pid, --process, --service, --user or --path, " +
  "or in PowerShell with Where-Object";

/** What to write instead of a command line. */
export interface CorrectedLine {
  /** The arguments after the command's name. */
  readonly args: readonly string[];
  /** What is shown without the options that were left out. */
  readonly shown: readonly string[];
  /** Why netwho has nothing like it, and what to do: whole hints. */
  readonly absent: readonly string[];
  /** The command that shows all of it, if it is not the one given. */
  readonly command: string | null;
  /** The list option whose values stood in several arguments, as PowerShell passes an array. */
  readonly list: string | null;
}

/**
 * Corrects a command line. Recognizes the options of the other commands too. Null if an argument cannot
 * be understood.
 */
export function correctLine(args: readonly string[], syntax: Syntax): CorrectedLine | null {
  const draft: Draft = { args: [], shown: [], absent: [], command: null, list: null };
  const rest = args.flatMap((arg) => straighten(arg, syntax.name));
  const others = (syntax.commands ?? []).filter(({ name }) => name !== syntax.name);
  const allOptions = [...syntax.options, ...others.flatMap(({ options }) => options)];
  const context = { draft, rest, syntax, options: allOptions };
  let last: Option | null = null;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") {
      draft.args.push(arg, ...rest.splice(0));
    } else if (isWrittenOption(arg)) {
      const read = readWritten(arg, context);
      if (read === undefined) return null;
      last = read;
    } else {
      addLoose(arg, { ...context, last });
    }
  }
  dropBothProtocols(draft);
  return draft;
}

/** Whether other programs have an option of this name. */
export function isForeign(arg: string, command: string): boolean {
  return Object.hasOwn(FOREIGN_OPTIONS[command]?.words ?? {}, wordOf(arg));
}

/** Returns what an option of another program is here: `--count-by` for `--count`; null if unknown. */
export function foreignMeaning(arg: string, command: string): string | null {
  if (!isForeign(arg, command)) return null;
  return FOREIGN_OPTIONS[command]?.words[wordOf(arg)]?.args?.[0] ?? null;
}

/** Returns the field of an option that is written like one: `remoteHost` for `remote-host`. */
export function fieldNamed(word: string): string | undefined {
  const wanted = word.replaceAll("-", "");
  return [...CONNECTION_FIELDS, ...PROCESS_FIELDS]
    .find(({ name }) => name.toLowerCase() === wanted)?.name;
}

interface Draft {
  args: string[];
  readonly shown: string[];
  readonly absent: string[];
  command: string | null;
  list: string | null;
}

interface Context {
  readonly draft: Draft;
  /** The arguments not read yet. */
  readonly rest: string[];
  readonly syntax: Syntax;
  /** The options of this command, then those of all others. */
  readonly options: readonly Option[];
}

/** Turns typographic dashes at the beginning into plain ones, and takes arguments with spaces apart. */
function straighten(arg: string, command: string): string[] {
  const dashes = TYPED_DASHES.exec(arg)?.[0] ?? "";
  const word = arg.slice(dashes.length);
  const isShort = dashes.length === 1 && isLetters(`-${word}`, command);
  const plain = dashes === "" ? arg : (isShort ? "-" : "--") + word;
  return /^[-/][^=:]*$/.test(plain) ? plain.split(/\s+/) : [plain];
}

/** Reads one option. Returns the option if a list of values may go on, else null. */
function readWritten(arg: string, context: Context): Option | null | undefined {
  const { draft, syntax, options } = context;
  const own = syntax.options.find(({ short }) => short !== undefined && arg === `-${short}`);
  if (own !== undefined) {
    draft.args.push(arg);
    return null;
  }
  const word = wordOf(arg);
  const attached = /^[^:=]+[:=](.*)$/s.exec(arg)?.[1];
  const known = syntax.options.find(({ name }) => name === word) ??
    (isForeign(arg, syntax.name) ? undefined : options.find(({ name }) => name === word));
  if (known !== undefined) return addOption(known, attached, context);
  return readForeign(arg, attached, context);
}

function readForeign(
  arg: string,
  attached: string | undefined,
  context: Context,
): Option | null | undefined {
  const { draft, syntax, options } = context;
  const word = wordOf(arg);
  const isSlash = arg.startsWith("/");
  const { words = {} } = FOREIGN_OPTIONS[syntax.name] ?? {};
  if (isSlash && Object.hasOwn(SLASH_WORDS, word)) {
    return addForeign(SLASH_WORDS[word]!, undefined, context);
  }
  const isLetter = word.length === 1 && !isSlash;
  if (Object.hasOwn(words, word)) return addForeign(words[word]!, attached, context);
  const withValue = suggestValue(word, syntax.options) ??
    (word.length > 2 ? suggestValue(word, options) : null);
  if (withValue !== null && !isLetter) {
    draft.args.push(...withValue.split(" "));
    return null;
  }
  const [, negated] = /^no-(.+)$/.exec(word) ?? [];
  const off = options.find(({ name, value }) => name === negated && value === undefined);
  if (off !== undefined) {
    draft.absent.push(`--${off.name} is off unless it is given: leave --no-${off.name} out`);
    return null;
  }
  const field = fieldNamed(word);
  if (field !== undefined) {
    draft.absent.push(
      `${field} is a field: show it with --fields, choose rows by it in PowerShell with Where-Object`,
    );
    return null;
  }
  if (!arg.startsWith("--") && readLetters(arg, context)) return null;
  return undefined;
}

/** Adds an option of netwho with its value, which is attached or the next argument. */
function addOption(
  option: Option,
  attached: string | undefined,
  { draft, rest, syntax }: Context,
): Option | null {
  const { name, value, optionalValue, list, repeatable } = option;
  draft.args.push(`--${name}`);
  if (value === undefined) {
    // A word such as true is no value of a switch.
    if (/^(?:true|yes|on|1)$/i.test(rest[0] ?? "") && syntax.positionals === undefined) {
      rest.shift();
    } else if (name === "owner" && syntax.positionals === undefined) {
      const named = attached ?? looseWord(rest);
      if (named !== undefined) draft.args.push("--owner-name", named);
    }
    return null;
  }
  const next = rest[0];
  const isValue = next !== undefined && !next.startsWith("--") &&
    !(optionalValue && next.startsWith("-"));
  const given = attached ?? (isValue ? rest.shift() : undefined);
  if (given === undefined || given === "") return null;
  // PowerShell joins an array with spaces in --pid=$p.
  const isJoined = /^\d+(?: \d+)+$/.test(given) && repeatable;
  if (isJoined) draft.list = name;
  draft.args.push(isJoined ? given.replaceAll(" ", ",") : given);
  return list || repeatable ? option : null;
}

/** Takes the next argument, if it is a word. */
function looseWord(rest: string[]): string | undefined {
  return /^[a-z*]/i.test(rest[0] ?? "") ? rest.shift() : undefined;
}

/** Adds what a foreign option is here. */
function addForeign(
  { args = [], shown, absent, value, convert, command, follows }: ForeignOption,
  attached: string | undefined,
  context: Context,
): Option | null | undefined {
  const { draft, rest, syntax, options } = context;
  if (shown !== undefined) draft.shown.push(shown);
  if (convert !== undefined) {
    const given = attached ?? rest.shift();
    const converted = given === undefined ? null : convert(given);
    if (converted === null) draft.absent.push(absent ?? NO_SUCH_FILTER);
    else draft.args.push(...converted);
    return null;
  }
  if (absent !== undefined) {
    draft.absent.push(absent);
    draft.command = command ?? draft.command;
    const following = follows?.(attached ?? rest[0] ?? "") ?? null;
    if (following !== null) draft.args.push(...following);
    const isTaken = attached === undefined &&
      (command === undefined
        ? /^[^-/]/.test(rest[0] ?? "") && syntax.positionals === undefined
        : following !== null);
    if (isTaken) rest.shift();
    return null;
  }
  if (command !== undefined && syntax.name === "netstat") draft.command ??= command;
  if (value === true) {
    const option = options.find(({ name }) => `--${name}` === args[0]);
    return option === undefined ? undefined : addOption(option, attached, context);
  }
  draft.args.push(...args);
  return null;
}

/** Reads letters written together, `-tulpn`. Returns whether all of them are known. */
function readLetters(arg: string, context: Context): boolean {
  const { draft, rest, syntax } = context;
  const argument = letterArgument(arg, rest[0], syntax);
  if (argument !== null) {
    draft.args.push(...argument.args);
    if (argument.tookNext) rest.shift();
    return true;
  }
  const [, written = ""] = /^-([a-z0-9]+)$/i.exec(arg) ??
    /^\/([a-z]|[abefnopqrst]+)$/i.exec(arg) ?? [];
  const letters = written === "" ? null : lettersOf(written, syntax);
  if (letters === null) return false;
  // Statistics of interfaces: -e alone, and -es.
  const bare = written.toLowerCase();
  const isStatistics = (bare === "e" && syntax.name !== "tasklist") || /^(?:es|se)$/.test(bare);
  for (const letter of isStatistics ? lettersOf("s", syntax) ?? [] : letters) {
    if (typeof letter === "string") draft.args.push(letter);
    else addForeign(letter, undefined, { ...context, rest: [] });
  }
  // netstat's interval: -ano 5.
  if (/^\d{1,4}$/.test(rest[0] ?? "") && syntax.positionals === undefined) {
    const repeat = lettersOf("c", syntax)?.[0];
    const seconds = rest.shift();
    if (typeof repeat === "object") addForeign(repeat, seconds, { ...context, rest: [] });
  }
  return true;
}

/** Adds an argument that is no option: a further value of the list before it, or an argument. */
function addLoose(
  arg: string,
  { draft, rest, syntax, last }: Context & { last: Option | null },
): void {
  const readsInput = syntax.options.some(({ name }) => name === "from");
  if (arg === "-" && readsInput && syntax.positionals === undefined) {
    draft.args.push("--from", "-");
  } else if (last === null || draft.args.includes("--")) {
    draft.args.push(arg);
  } else if (!takesList(last) && syntax.positionals === undefined) {
    draft.args.push(`--${last.name}`, arg);
  } else if (
    syntax.positionals === undefined || isChoice(arg, last) ||
    isFurtherValue(arg, { option: last, text: draft.args.at(-1)! }, syntax)
  ) {
    const values = [draft.args.pop()!, wholeInQuotes(arg, rest)].flatMap(unquotedValues);
    draft.args.push([...new Set(values)].join(","));
    draft.list = last.name;
  } else {
    draft.args.push(arg);
  }
}

/** Whether commas separate the values of an option; else it is repeated. */
function takesList({ list, value }: Option): boolean {
  return list === true || value === "LIST";
}

/**
 * Puts a text in quotes together again. Of a list with spaces in quotes PowerShell passes the first
 * value, and then the list as typed, taken apart at the spaces: `a b`, `'a`, `b','c'`.
 */
function wholeInQuotes(arg: string, rest: string[]): string {
  const quote = /^!?(['"])/.exec(arg)?.[1];
  if (quote === undefined) return arg;
  let whole = arg;
  while (whole.split(quote).length % 2 === 0 && rest.length > 0) whole += ` ${rest.shift()}`;
  return whole;
}

/** The values of a list without the quotes around them. */
function unquotedValues(list: string): string[] {
  return list.split(",").map((value) => value.trim().replace(/^(!?)(['"])(.*)\2$/s, "$1$3"))
    .filter((value) => value !== "");
}

function isChoice(arg: string, { choices = [] }: Option): boolean {
  return choices.some((choice) => choice.toLowerCase() === arg.toLowerCase());
}

/** `-t` and `-u` together are all. */
function dropBothProtocols(draft: Draft): void {
  const at = draft.args.indexOf("--protocol");
  const next = draft.args.indexOf("--protocol", at + 1);
  const values = [draft.args[at + 1], draft.args[next + 1]];
  if (next < 0 || !values.includes("tcp") || !values.includes("udp")) return;
  draft.args.splice(next, 2);
  draft.args.splice(at, 2);
  draft.shown.push("both protocols");
}
