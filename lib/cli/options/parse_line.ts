/**
 * Parses a command line against a command's table of options: joins values to their options, parses
 * with the standard library, then checks the values. ADR 9 says which steps are our own, and why.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { UsageError } from "../../errors.ts";
import {
  camelCase,
  type Option,
  type OptionsOf,
  type OptionValue,
  type Positionals,
} from "../../model/option.ts";
import { didYouMean, suggest } from "../../text/nearest.ts";
import { listInWords } from "../../text/wording.ts";
import { isWrittenOption, suggestOption, wordOf } from "./suggest_option.ts";

/** The parts of a command that the parser needs. */
export interface Syntax<Table extends readonly Option[] = readonly Option[]> {
  /** The command's name. */
  readonly name: string;
  /** The table of options. */
  readonly options: Table;
  /** Options of other commands that it lacks on purpose, by name, and why. */
  readonly lacks?: Readonly<Record<string, string>>;
  /** The arguments that are not options; absent: none. */
  readonly positionals?: Positionals;
  /** All commands, to recognize their names and options in a wrong place. */
  readonly commands?: readonly Syntax[];
  /** Whether the command runs for a first argument that names no command. */
  readonly takesTargets?: true;
}

/** A parsed command line. */
export interface ParsedArguments<Table extends readonly Option[] = readonly Option[]> {
  /** The value of every option of the table, given or not. */
  readonly options: OptionsOf<Table>;
  /** The arguments that are not options. */
  readonly positionals: readonly string[];
  /** Those of them that follow `--`. */
  readonly behind: readonly string[];
}

/** Makes the error for an option that a command does not have. */
type RefuseOption = (arg: string, syntax: Syntax) => UsageError;

/**
 * Parses the arguments that follow a command's name. A value may start with a dash (`--sort -pid`,
 * `--from -`) unless it is one of the command's options; `--name=value` accepts any value. `--` ends
 * the options.
 *
 * @param refuse makes the error for an unknown option.
 * @throws {UsageError} for an unknown option, a missing or invalid value, or an extra argument.
 */
export function parseLine<const Table extends readonly Option[]>(
  args: readonly string[],
  syntax: Syntax<Table>,
  refuse: RefuseOption = unknownOption,
): ParsedArguments<Table> {
  const { options } = syntax;
  const withValue = options.filter((option) => !isSwitch(option)).map(({ name }) => name);
  const { joined, behind } = joinValues(args, { syntax, refuse });
  const { _, ...given } = parseArgs(joined, {
    boolean: options.filter(isSwitch).map(({ name }) => name),
    string: withValue,
    // Every value is checked, even if only the last one counts.
    collect: withValue,
  });
  const values = options.map((option) => [camelCase(option.name), readOption(option, given)]);
  const positionals = _.map(String);
  checkPositionals(positionals, syntax);
  return { options: Object.fromEntries(values) as OptionsOf<Table>, positionals, behind };
}

/** Whether a command takes these arguments; their values may be wrong all the same. */
export function acceptsArguments(command: Syntax, args: readonly string[]): boolean {
  try {
    parseLine(args, command);
    return true;
  } catch {
    return false;
  }
}

function isSwitch({ value }: Option): boolean {
  return value === undefined;
}

/** What arguments are read against. */
interface Grammar {
  readonly syntax: Syntax;
  readonly refuse: RefuseOption;
}

/**
 * Rewrites the arguments for parseArgs: values joined to their options (`--sort=-pid`), short options
 * expanded (`-46` becomes `--ipv4 --ipv6`), everything that is not an option after `--`.
 */
function joinValues(
  args: readonly string[],
  grammar: Grammar,
): { joined: string[]; behind: readonly string[] } {
  const { syntax } = grammar;
  const rest = [...args];
  const joined: string[] = [];
  const positionals: string[] = [];
  let behind: readonly string[] = [];
  let before: GivenValue | null = null;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === "--") behind = rest.splice(0);
    else if (!arg.startsWith("-") || arg === "-") {
      if (isFurtherValue(arg, before, syntax) || isWrittenOption(arg)) {
        throw unexpected(arg, syntax);
      }
      positionals.push(arg);
    } else {
      const parts = arg.startsWith("--") ? [splitLong(arg, grammar)] : splitShorts(arg, grammar);
      for (const { option, attached } of parts) {
        const value = joinValue(option, attached, { rest, options: syntax.options });
        joined.push(value);
        before = { option, text: value.slice(value.indexOf("=") + 1) };
      }
    }
  }
  return { joined: [...joined, "--", ...positionals, ...behind], behind };
}

/** An option and its value. */
export interface GivenValue {
  readonly option: Option;
  readonly text: string;
}

/**
 * Whether an argument is a further value of the list before it, which a space took apart: `--type MX NS`,
 * and `--pid 4711 812` for an array in PowerShell, where nothing else is meant by so high a number.
 */
export function isFurtherValue(
  arg: string,
  before: GivenValue | null,
  { positionals }: Pick<Syntax, "positionals">,
): boolean {
  if (before === null) return false;
  const { option: { list, choices = [], value }, text } = before;
  if (list && choices.includes(arg.toUpperCase())) return true;
  return positionals?.optional === true && value === "LIST" &&
    /^[\d,]+$/.test(text) && /^\d{3,}$/.test(arg);
}

/** An option, and its value in the same argument. */
interface WrittenOption {
  readonly option: Option;
  readonly attached?: string;
}

/** `--name`, `--name=VALUE`. */
function splitLong(arg: string, { syntax, refuse }: Grammar): WrittenOption {
  const [, name, attached] = /^--([^=]*)(?:=(.*))?$/s.exec(arg)!;
  const option = syntax.options.find((option) => option.name === name);
  if (option === undefined) throw refuse(arg, syntax);
  if (isSwitch(option) && attached !== undefined) {
    throw new UsageError(`Cannot use --${name}=${attached}: --${name} takes no value`);
  }
  return { option, attached };
}

/** `-4`, `-4v`, `-nVALUE`. PowerShell's `-Format` looks the same and is recognized by its name. */
function splitShorts(arg: string, { syntax, refuse }: Grammar): WrittenOption[] {
  const { options } = syntax;
  const word = wordOf(arg);
  if (options.some(({ name }) => name === word)) throw refuse(arg, syntax);
  const written: WrittenOption[] = [];
  for (let at = 1; at < arg.length; at++) {
    const option = options.find(({ short }) => short === arg[at]);
    if (option === undefined) throw refuse(arg, syntax);
    if (!isSwitch(option)) {
      return [...written, { option, attached: arg.slice(at + 1) || undefined }];
    }
    written.push({ option });
  }
  return written;
}

/** `--name=VALUE`, or `--name` for a switch or an option without its optional value. */
function joinValue(
  option: Option,
  attached: string | undefined,
  { rest, options }: { rest: string[]; options: readonly Option[] },
): string {
  const { name, value, optionalValue } = option;
  if (isSwitch(option)) return `--${name}`;
  const next = rest[0];
  const isNextValue = next !== undefined &&
    !(optionalValue ? next.startsWith("-") : isOption(next, options));
  const text = attached ?? (isNextValue ? rest.shift()! : undefined);
  if (text === "") throw emptyValue(option);
  if (text !== undefined) return `--${name}=${text}`;
  if (optionalValue) return `--${name}`;
  throw new UsageError(`Cannot use --${name} without a value: write --${name} ${value}`, {
    hint: option.choices === undefined ? null : choicesHint(name, option.choices),
  });
}

function isOption(arg: string, options: readonly Option[]): boolean {
  return arg.startsWith("--") || options.some(({ short }) => arg === `-${short}`);
}

function emptyValue({ name }: Option): UsageError {
  return new UsageError(`Cannot use --${name} without a value: the value is empty`);
}

/** The checked value of an option, as {@linkcode OptionsOf} types it. */
function readOption(option: Option, given: Readonly<Record<string, unknown>>): OptionValue {
  if (isSwitch(option)) return given[option.name] === true;
  const texts = given[option.name] as readonly string[];
  const values = texts.filter((text) => text !== "").flatMap((text) => readItems(option, text));
  // joinValues rejects empty values, so an empty text here means that the optional value is absent.
  if (texts.includes("")) return true;
  if (option.optionalValue && values.length === 0) return null;
  return option.repeatable || option.list ? values : values.at(-1) ?? null;
}

function readItems(option: Option, text: string): (string | number)[] {
  const items = option.list ? text.split(",").map((item) => item.trim()) : [text];
  const values = items.filter((item) => item !== "");
  if (values.length === 0) throw emptyValue(option);
  return values.map((value) => readItem(option, value));
}

function readItem(option: Option, value: string): string | number {
  if (option.number !== undefined) return readNumber(value, option.name, NUMBERS[option.number]);
  return option.choices === undefined ? value : readChoice(value, option.name, option.choices);
}

function readChoice(value: string, name: string, choices: readonly string[]): string {
  const chosen = choices.find((choice) => choice.toLowerCase() === value.toLowerCase());
  if (chosen !== undefined) return chosen;
  throw new UsageError(`Unknown value ${value} for --${name}${didYouMean(value, choices)}`, {
    hint: choicesHint(name, choices),
  });
}

function choicesHint(name: string, choices: readonly string[]): string {
  return `--${name} takes ${listInWords(choices, "or")}`;
}

const NUMBERS = {
  integer: {
    pattern: /^[0-9]+$/,
    wanted: "a whole number above 0",
    highest: Number.MAX_SAFE_INTEGER,
  },
  seconds: {
    pattern: /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/,
    wanted: "a number of seconds above 0, such as 30 or 2.5",
    // Timers take milliseconds in 31 bits and fire at once for more.
    highest: 2_147_483,
  },
} as const;

function readNumber(
  text: string,
  name: string,
  { pattern, wanted, highest }: { pattern: RegExp; wanted: string; highest: number },
): number {
  const value = Number(text);
  if (!pattern.test(text) || value === 0) {
    throw new UsageError(`Cannot use ${text} for --${name}: it must be ${wanted}`);
  }
  if (value <= highest) return value;
  throw new UsageError(`Cannot use ${text} for --${name}: the highest is ${highest}`);
}

function checkPositionals(given: readonly string[], syntax: Syntax): void {
  const { name, positionals } = syntax;
  if (positionals === undefined && given.length > 0) throw unexpected(given[0]!, syntax);
  const { many = false, count = 1 } = positionals ?? {};
  if (!many && given.length > count) throw unexpected(given[count]!, syntax);
  const isChecked = positionals !== undefined && !positionals.optional && count === 1;
  if (isChecked && given.length === 0) {
    throw new UsageError(`Cannot run ${name}: ${positionals.name} is missing`);
  }
}

function unexpected(arg: string, { name, options, commands = [] }: Syntax): UsageError {
  const message = `Unexpected argument ${arg} for ${name}`;
  if (commands.some((command) => command.name === arg)) {
    return new UsageError(`${message}: the command comes first, as in netwho ${arg}`);
  }
  return new UsageError(message + suggest(suggestOption(arg, options, { loose: false })));
}

/** The error for an unknown option, without a suggestion. */
export function unknownOption(arg: string, { name }: Syntax): UsageError {
  const [written] = arg.split("=", 1);
  return new UsageError(`Unknown option ${written} for ${name}`);
}
