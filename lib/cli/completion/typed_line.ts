/**
 * Reads a command line up to the cursor as the parser will read it once it is whole, but never fails:
 * what is wrong in it is for the parser to tell.
 *
 * @module
 */
import type { Option } from "../../model/option.ts";
import type { Command } from "../command.ts";
import { meantCommand } from "../first_word.ts";
import { withGeneralOptions } from "../run.ts";

/** A command line up to the cursor. */
export interface TypedLine {
  /** The command, with the options of every command. */
  readonly command: Command;
  /** The options that are given, by name. */
  readonly given: ReadonlySet<string>;
  /** The arguments before the cursor that are no options. */
  readonly positionals: readonly string[];
  /** What the word at the cursor is. */
  readonly place: TypedPlace;
}

/** What the word at the cursor is. */
export type TypedPlace =
  /** The name of a command, or what stands for one. */
  | { readonly kind: "first"; readonly part: string }
  /** An argument, or an option where it begins like one. */
  | { readonly kind: "argument"; readonly part: string; readonly isBehind: boolean }
  /** The value of an option, behind `--name=` in the same word where `before` is not empty. */
  | {
    readonly kind: "value";
    readonly option: Option;
    readonly before: string;
    readonly part: string;
  }
  /** Nothing can stand there: an option that needs a value has none. */
  | { readonly kind: "nothing" };

/**
 * Reads the words after the program's name; the last one is unfinished, perhaps empty. Null where the
 * first word makes all others an error.
 */
export function readTypedLine(
  words: readonly string[],
  commands: readonly Command[],
): TypedLine | null {
  const [first = "", ...rest] = words.length === 0 ? [""] : words;
  if (words.length < 2 && !first.startsWith("-")) {
    const command = withGeneralOptions(commands[0]!);
    const place = { kind: "first", part: first } as const;
    return { command, given: new Set(), positionals: [], place };
  }
  const named = commands.find(({ name }) => name === first);
  if (named !== undefined) return readRest(rest, withGeneralOptions(named));
  if (first.startsWith("-")) return readRest(words, withGeneralOptions(commands[0]!));
  const target = commands.find(({ takesTargets }) => takesTargets);
  if (target === undefined || meantCommand(first) !== null) return null;
  return readRest(words, withGeneralOptions(target));
}

function readRest(words: readonly string[], command: Command): TypedLine {
  const { options } = command;
  const before = words.slice(0, -1);
  const last = words.at(-1) ?? "";
  const given = new Set<string>();
  const positionals: string[] = [];
  let waiting: Option | null = null;
  let isBehind = false;
  for (const word of before) {
    if (isBehind) positionals.push(word);
    else if (waiting !== null && isValueOf(waiting, word, options)) waiting = null;
    else if (word === "--") isBehind = true;
    else if (word === "-" || !word.startsWith("-")) positionals.push(word);
    else {
      const read = readOptions(word, options);
      for (const { name } of read) given.add(name);
      const option: Option | undefined = read.at(-1);
      const needsValue = option?.value !== undefined && !hasValue(word, option);
      waiting = needsValue ? option : null;
      continue;
    }
    waiting = null;
  }
  const line = { command, given, positionals };
  if (isBehind) return { ...line, place: { kind: "argument", part: last, isBehind } };
  if (waiting !== null && isValueOf(waiting, last, options)) {
    return { ...line, place: { kind: "value", option: waiting, before: "", part: last } };
  }
  if (waiting !== null && !waiting.optionalValue) return { ...line, place: { kind: "nothing" } };
  const [, name, part] = /^--([^=]+)=(.*)$/s.exec(last) ?? [];
  if (name === undefined) return { ...line, place: { kind: "argument", part: last, isBehind } };
  const option = options.find((option) => option.name === name);
  const place: TypedPlace = option?.value === undefined
    ? { kind: "nothing" }
    : { kind: "value", option, before: `--${name}=`, part: part! };
  return { ...line, place };
}

/** The options that a word gives: one by its name, or several by their letters. */
function readOptions(word: string, options: readonly Option[]): readonly Option[] {
  const [, name] = /^--([^=]*)/.exec(word) ?? [];
  if (name !== undefined) return options.filter((option) => option.name === name);
  return [...word.slice(1)].flatMap((letter) => options.filter(({ short }) => short === letter));
}

function hasValue(word: string, { short }: Option): boolean {
  return word.startsWith("--") ? word.includes("=") : !word.endsWith(short ?? "");
}

/** Whether the parser takes a word as the value of the option before it, as `joinValue` does. */
function isValueOf(option: Option, word: string, options: readonly Option[]): boolean {
  if (option.optionalValue) return !word.startsWith("-");
  return !word.startsWith("--") && !options.some(({ short }) => word === `-${short}`);
}
