/**
 * Reads the values of filters: lists with `!` to exclude, numbers and ranges, names, and patterns.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { ObjectRow } from "../../model/field.ts";
import { didYouMean } from "../../text/nearest.ts";

/** Whether a row matches one value of a filter. */
export type RowTest = (row: ObjectRow) => boolean;

/** Makes a test from one value. `option` is the option as written (`--port`), for error messages. */
export type ReadValue = (text: string, option: string) => RowTest;

/** The tests that all values of a filter make. */
export interface ValueTests {
  /**
   * Whether a row passes: it matches any value and no excluded one. If all values are excluded ones,
   * every other row passes.
   */
  readonly matches: RowTest;
  /** Whether nothing that is not known of a row could change that. */
  readonly isSettled: RowTest;
}

/** Makes the tests from all values of a filter. */
export function testValues(
  entries: readonly string[],
  { option, readValue }: { option: string; readValue: ReadValue },
): ValueTests {
  const wanted: RowTest[] = [];
  const unwanted: RowTest[] = [];
  for (const entry of entries) {
    for (const { text, excludes } of splitEntry(entry, option)) {
      (excludes ? unwanted : wanted).push(readValue(text, option));
    }
  }
  const isWanted: RowTest = (row) => wanted.some((test) => test(row));
  const isUnwanted: RowTest = (row) => unwanted.some((test) => test(row));
  return {
    matches: (row) => (wanted.length === 0 || isWanted(row)) && !isUnwanted(row),
    // Null matches nothing, so a value in its place can only match more.
    isSettled: (row) => isUnwanted(row) || (unwanted.length === 0 && isWanted(row)),
  };
}

/** Makes the error for a value that cannot be read. */
export function valueError(
  option: string,
  { value, wanted, hint }: { value: string; wanted: string; hint?: string },
): UsageError {
  return new UsageError(`Cannot read ${option} ${JSON.stringify(value)}: ${wanted}`, { hint });
}

/** Splits an entry into values. `!53,443` excludes both; otherwise it would mean the same as `443`. */
function splitEntry(entry: string, option: string): { text: string; excludes: boolean }[] {
  const whole = entry.trim().startsWith("!");
  checkAsTyped(entry, option);
  return entry.split(",").map((piece) => {
    const excludes = piece.trim().startsWith("!");
    const text = piece.trim().slice(excludes ? 1 : 0).trim();
    if (text === "") {
      const wanted = entry.trim() === ""
        ? "it is empty, and a value was wanted"
        : "a value is missing from the list";
      throw valueError(option, { value: entry, wanted });
    }
    return { text, excludes: whole || excludes };
  });
}

/**
 * Checks that a shell handed on a list as it was meant.
 *
 * @throws {UsageError} for what {@linkcode valueProblem} recognizes.
 */
export function checkAsTyped(list: string, option: string): void {
  const problem = valueProblem(list.trim(), option);
  if (problem === null) return;
  throw valueError(option, { value: list, wanted: problem.state, hint: problem.hint });
}

/** Why a value was not meant as it arrived, and what to write instead. */
export interface ValueProblem {
  /** What the value is. */
  readonly state: string;
  /** What to write. */
  readonly hint: string;
}

/**
 * Recognizes what a shell hands on that nobody wants: quotes that are part of the value, and the name
 * of a variable in place of its value. PowerShell does both in a list: `'a','b'`, `$a,$b`, and joins
 * one with spaces in `--pid=$p`. Null for any other value.
 *
 * @param option the option whose value it is, for the hint.
 */
export function valueProblem(text: string, option?: string): ValueProblem | null {
  const before = option === undefined ? "" : `${option} `;
  const pieces = text.split(",").map((piece) => piece.trim().replace(/^!/, ""));
  if (IN_QUOTES.test(text.replace(/^!/, "")) || pieces.some((piece) => IN_QUOTES.test(piece))) {
    const bare = text.replace(/["'\u2018-\u201f\u00ab\u00bb]/g, "");
    return { state: "the quotes are part of the value", hint: `Write ${before}"${bare}"` };
  }
  if (pieces.some((piece) => VARIABLE.test(piece))) {
    return {
      state: "it is the name of a variable, not its value",
      hint: `For a list in PowerShell write ${before}($p -join ',')`,
    };
  }
  if (/^\d+(?:\s+\d+)+$/.test(text)) {
    const hint = `Write ${before}${text.split(/\s+/).join(",")}, for a list in PowerShell ` +
      `${before}($p -join ',')`;
    return { state: "a comma, not a space, separates values", hint };
  }
  return null;
}

/** Straight and typographic quotes at both ends. */
const IN_QUOTES = /^(?:'.*'|".*"|[\u2018-\u201f\u00ab].*[\u2018-\u201f\u00bb])$/s;

/** `$p`, `$($p)` and `${p}` of PowerShell, `%p%` of cmd. */
const VARIABLE = /^\$[\w:{(]|^%\w+%$/;

/** A range of numbers, inclusive. */
export interface NumberRange {
  /** The lowest number. */
  readonly first: number;
  /** The highest number. */
  readonly last: number;
}

/** What numbers a value may be, and how to refuse another. */
export interface NumberSyntax {
  /** How to write them. @default 443 or 53-139 */
  readonly example?: string;
  /** The highest of them. */
  readonly highest: number;
  /** Makes the error. */
  readonly error: (state: string) => UsageError;
}

/**
 * Reads a number or a range: `443`, `53-139`.
 *
 * @throws {UsageError} for any other text, and for a number above `highest`
 */
export function readNumbers(
  text: string,
  { example = "443 or 53-139", highest, error }: NumberSyntax,
): NumberRange {
  const [, from, dash, to] = /^(\d{1,10})(?:(\s*-\s*)(\d{1,10}))?$/.exec(text) ?? [];
  if (from === undefined) {
    if (/^\d{11,}$/.test(text)) throw error(`the highest is ${highest}`);
    throw error(
      /^\d+\s*-/.test(text)
        ? "not a range, write it like 53-139"
        : `not a number, write it like ${example}`,
    );
  }
  const first = Number(from);
  const last = dash === undefined ? first : Number(to);
  if (first > last) throw error(`the range ends before it starts, write ${last}-${first}`);
  if (last > highest) throw error(`the highest is ${highest}`);
  return { first, last };
}

/** Whether a value is a number in the range. */
export function inRange({ first, last }: NumberRange, value: unknown): boolean {
  return typeof value === "number" && first <= value && value <= last;
}

/** A set of names, and what error messages call one of them. */
export interface NameChoice<Name extends string> {
  /** The names. */
  readonly names: readonly Name[];
  /** Other spellings: lower case, letters and digits only. */
  readonly aliases?: Readonly<Record<string, Name>>;
  /** One of them, with its article: `a state`. */
  readonly kind: string;
}

/**
 * Finds a name, ignoring case and separators: `time-wait` is `TIME_WAIT`.
 *
 * @throws {UsageError} for an unknown name; suggests the nearest and lists all
 */
export function readName<Name extends string>(
  text: string,
  { option, choice }: { option: string; choice: NameChoice<Name> },
): Name {
  const { names, aliases = {}, kind } = choice;
  const key = bare(text);
  const name = names.find((candidate) => bare(candidate) === key) ??
    (Object.hasOwn(aliases, key) ? aliases[key] : undefined);
  if (name !== undefined) return name;
  const wanted = `not ${kind}${didYouMean(text, names, { separator: ", " })}`;
  throw valueError(option, { value: text, wanted, hint: `Known: ${names.join(", ")}` });
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[^a-z0-9]/g, "");
}

/**
 * Makes a test for a whole name, ignoring case: `*` matches any characters, `?` exactly one, and
 * nothing else is special. Takes at most time proportional to the length of the name times that of
 * the pattern.
 */
export function globTest(pattern: string): (name: string) => boolean {
  const wanted = pattern.toLowerCase();
  return (name) => globMatches(wanted, name.toLowerCase());
}

/** Makes a test for an image name, which may have `.exe` at its end that the pattern lacks. */
export function imageNameTest(pattern: string): (name: string) => boolean {
  const matches = globTest(pattern);
  return (name) => matches(name) || matches(withoutExe(name));
}

/** An image name without `.exe`, as people write it. */
export function withoutExe(name: string): string {
  return name.replace(/\.exe$/i, "");
}

function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  // The end of the match of the last `*`, the only one that may have to grow.
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === "*") {
      star = p++;
      resume = t;
    } else if (wanted === "?") {
      p++;
      t += characterLength(text, t);
    } else if (wanted === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** The code units of the character: two outside the basic plane, else one. */
function characterLength(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}
