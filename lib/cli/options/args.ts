/**
 * Reads a command line against a command's table of options.
 *
 * This is not built on the standard library's `parseArgs`, which takes `-pid` in `--sort -pid` for
 * options, knows no option whose value may be left out, and cannot tell a missing value from an
 * empty one.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Command, Option } from "../command.ts";
import { type GivenValue, Options } from "./parsed_options.ts";
import { readValue } from "./read_value.ts";
import { suggestOption, wordOf } from "./suggest.ts";

/** The parts of a command that reading its arguments takes. */
export interface Syntax extends Pick<Command, "name" | "options" | "positionals"> {
  /** The names of all commands, to tell when one stands in the wrong place. */
  readonly commandNames?: readonly string[];
}

/** A command line that was understood. */
export interface ParsedArguments {
  /** The options. */
  readonly options: Options;
  /** The arguments that are not options. */
  readonly positionals: readonly string[];
}

/**
 * Reads the arguments that follow a command's name. Values are always text: `--process 7` stays
 * `"7"`. A value may begin with a dash (`--sort -pid`, `--from -`) but may not be one of the
 * command's own options; `--name=value` takes anything. `--` ends the options.
 *
 * @throws {UsageError} an unknown option, a value that is missing or wrong, an argument too many.
 *
 * @example
 * ```ts
 * import { parseArguments } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const about = { about: "", group: "" };
 * const options = [{ name: "sort", value: "LIST", list: true, ...about }] as const;
 * const parsed = parseArguments(["--sort", "-pid,process"], { name: "netstat", options });
 * assertEquals(parsed.options.texts("sort"), ["-pid", "process"]);
 * ```
 */
export function parseArguments(args: readonly string[], syntax: Syntax): ParsedArguments {
  const reading: Reading = { rest: [...args], given: new Map(), syntax };
  const positionals: string[] = [];
  for (let arg = reading.rest.shift(); arg !== undefined; arg = reading.rest.shift()) {
    if (arg === "--") positionals.push(...reading.rest.splice(0));
    else if (arg.startsWith("--")) readLong(arg, reading);
    else if (arg.startsWith("-") && arg !== "-") readShorts(arg, reading);
    else positionals.push(arg);
  }
  checkPositionals(positionals, syntax);
  return { options: new Options(reading.given), positionals };
}

/** A command line half read. */
interface Reading {
  readonly rest: string[];
  readonly given: Map<string, GivenValue[]>;
  readonly syntax: Syntax;
}

function readLong(arg: string, reading: Reading): void {
  const equals = arg.indexOf("=");
  const name = equals < 0 ? arg.slice(2) : arg.slice(2, equals);
  const option = reading.syntax.options.find((option) => option.name === name);
  if (option === undefined) throw unknownOption(arg, reading.syntax);
  const attached = equals < 0 ? undefined : arg.slice(equals + 1);
  if (option.value === undefined && attached !== undefined) {
    throw new UsageError(`Option --${name} takes no value: leave out =${attached}`);
  }
  give(option, attached, reading);
}

/** `-4`, `-4v`, `-nVALUE`. PowerShell's `-Format` looks the same and is told apart by its name. */
function readShorts(arg: string, reading: Reading): void {
  const { options } = reading.syntax;
  const word = wordOf(arg);
  if (options.some(({ name }) => name === word)) {
    throw unknownOption(arg, reading.syntax);
  }
  for (let at = 1; at < arg.length; at++) {
    const option = options.find(({ short }) => short === arg[at]);
    if (option === undefined) throw unknownOption(arg, reading.syntax);
    const attached = option.value === undefined ? "" : arg.slice(at + 1);
    give(option, attached === "" ? undefined : attached, reading);
    if (attached !== "") return;
  }
}

function give(option: Option, attached: string | undefined, reading: Reading): void {
  const { given } = reading;
  const values = takeValues(option, attached, reading);
  given.set(
    option.name,
    option.repeatable || option.list ? [...(given.get(option.name) ?? []), ...values] : values,
  );
}

function takeValues(option: Option, attached: string | undefined, reading: Reading): GivenValue[] {
  if (option.value === undefined) return [null];
  if (attached !== undefined) return readValue(option, attached);
  const { rest, syntax } = reading;
  const next = rest[0];
  const isValue = next !== undefined &&
    !(option.optionalValue ? next.startsWith("-") : isOption(next, syntax.options));
  if (isValue) return readValue(option, rest.shift()!);
  if (option.optionalValue) return [null];
  throw new UsageError(`Option --${option.name} needs a value: --${option.name} ${option.value}`);
}

function isOption(arg: string, options: readonly Option[]): boolean {
  return arg.startsWith("--") || options.some(({ short }) => arg === `-${short}`);
}

function checkPositionals(given: readonly string[], syntax: Syntax): void {
  const { name, positionals } = syntax;
  if (positionals === undefined && given.length > 0) throw unexpected(given[0]!, syntax);
  if (positionals?.many !== true && given.length > 1) throw unexpected(given[1]!, syntax);
  if (positionals !== undefined && !positionals.optional && given.length === 0) {
    throw new UsageError(`Cannot run ${name}: it needs ${positionals.name}`);
  }
}

function unexpected(arg: string, { name, options, commandNames = [] }: Syntax): UsageError {
  const message = `Unexpected argument ${arg} for ${name}`;
  if (commandNames.includes(arg)) {
    return new UsageError(`${message}: a command comes first, as in netwho ${arg}`);
  }
  const meant = suggestOption(arg, options, { loose: false });
  return new UsageError(meant === null ? message : `${message}: did you mean ${meant}?`);
}

function unknownOption(arg: string, { name, options }: Syntax): UsageError {
  const equals = arg.indexOf("=");
  const written = equals < 0 ? arg : arg.slice(0, equals);
  const meant = suggestOption(arg, options);
  const question = meant === null ? "" : `: did you mean ${meant}?`;
  return new UsageError(`Unknown option ${written} for ${name}${question}`);
}
