/**
 * Parses a command line, and explains a wrong one: with the option that is meant, and the command line
 * to write.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Option } from "../../model/option.ts";
import { suggest } from "../../text/nearest.ts";
import { quoteSpaces } from "../../text/wording.ts";
import { fieldNamed, foreignMeaning, isForeign } from "./corrected_line.ts";
import { correctionHint, isWholeLine } from "./correction_hint.ts";
import { isLetters } from "./foreign_letters.ts";
import { type ParsedArguments, parseLine, type Syntax, unknownOption } from "./parse_line.ts";
import { suggestOption, wordOf } from "./suggest_option.ts";

/**
 * Parses the arguments that follow a command's name, as {@linkcode parseLine} does.
 *
 * @throws {UsageError} for an unknown option, a missing or invalid value, or an extra argument; its
 * hint is the right command line, where it is known.
 */
export function parseArguments<const Table extends readonly Option[]>(
  args: readonly string[],
  syntax: Syntax<Table>,
): ParsedArguments<Table> {
  try {
    return parseLine(args, syntax, explainOption);
  } catch (error) {
    if (!(error instanceof UsageError) || error.hint !== null) throw error;
    throw new UsageError(error.message, { hint: correctionHint(args, syntax) });
  }
}

/** The error for another word than the command's name: `netwho stop 4711`. */
export function misnamedCommand(
  word: string,
  args: readonly string[],
  syntax: Syntax,
): UsageError {
  const target = syntax.commands?.find(({ takesTargets }) => takesTargets)?.name;
  const line = isWholeLine(syntax, args)
    ? `Write ${["netwho", syntax.name, ...args].map(quoteSpaces).join(" ")}`
    : correctionHint(args, syntax);
  const program = target === undefined || word.startsWith("/")
    ? null
    : `for a program of this name: netwho ${target} ${word}`;
  const hint = [line, program].filter((part) => part !== null).join("; ");
  return new UsageError(`Unknown command ${word}: did you mean ${syntax.name}?`, {
    hint: hint === "" ? null : hint[0]!.toUpperCase() + hint.slice(1),
  });
}

/** The error for an unknown option, with the one that is meant. */
function explainOption(arg: string, syntax: Syntax): UsageError {
  const { name, options, lacks = {}, commands = [] } = syntax;
  const { message } = unknownOption(arg, syntax);
  const lacking = Object.hasOwn(lacks, wordOf(arg)) ? lacks[wordOf(arg)] : undefined;
  if (lacking !== undefined) {
    return new UsageError(`${message}: ${lacking}`, { hint: "Leave it out" });
  }
  const own = suggestOption(arg, options, { loose: false });
  if (own !== null) return new UsageError(message + suggest(own));
  const word = wordOf(arg);
  const owner = isForeign(arg, name)
    ? undefined
    : commands.find(({ options }) => options.some((option) => option.name === word));
  if (owner !== undefined) {
    return new UsageError(`${message}: netwho ${owner.name} has --${word}`);
  }
  const [, negated] = /^no-(.+)$/.exec(word) ?? [];
  const isExplained = isLetters(arg, name) || options.some((option) => option.name === negated) ||
    fieldNamed(word) !== undefined;
  const near = isExplained ? null : suggestOption(arg, options);
  // Its likeness to another option says nothing of an option of another program.
  const meant = isForeign(arg, name) ? foreignMeaning(arg, name) : near;
  return new UsageError(message + suggest(near && meant));
}
