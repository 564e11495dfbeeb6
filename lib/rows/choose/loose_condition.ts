/**
 * Reads a word of a filter that names none: either of the things between its commas.
 *
 * @module
 */
import { UnfinishedError, UsageError } from "../../errors.ts";
import { camelCase } from "../../model/option.ts";
import { suggest } from "../../text/nearest.ts";
import { readAddresses } from "./end_values.ts";
import { beginsKnownWord, findFilter, misspeltFilter, misspeltSwitch } from "./filter_names.ts";
import type { RowTest } from "./filter_values.ts";
import type { FilterWord } from "./filter_words.ts";
import type { Filter } from "./filters.ts";
import { isKind, isText, looseTest, textTest } from "./loose_words.ts";
import { buildSelection } from "./selection.ts";
import { canBecomeValue } from "./unfinished_value.ts";

/** Where a word stands. */
export interface LooseContext {
  /** How many characters before it exclude. */
  readonly mark: number;
  /** Whether all of it is excluded. */
  readonly excludes: boolean;
  readonly filters: readonly Filter[];
  /** Whether it is still being typed. */
  readonly isTyped: boolean;
  readonly following: FilterWord | undefined;
}

/** The test for a word that names no filter. */
export interface LooseTest {
  readonly matches: RowTest;
  /** Whether it also looks at what is known of the process that owns a socket. */
  readonly readsOwner: boolean;
}

/**
 * Makes the test for a word that names no filter.
 *
 * @throws {UnfinishedError} where it may become another one, or a value is missing at its end.
 * @throws {UsageError} for one that is nearly the name of a filter, and for a wrong address or number.
 */
export function readLooseWord(word: FilterWord, context: LooseContext): LooseTest {
  const { mark, excludes, filters, isTyped } = context;
  const text = word.text.slice(mark);
  if (text === "" && word.parts.every(({ isQuoted }) => !isQuoted)) {
    throw new UnfinishedError("Cannot read !: what to exclude was wanted after it");
  }
  if (word.plainLength === word.text.length) {
    if (isTyped && !isKind(text) && beginsKnownWord(text, filters)) {
      throw new UnfinishedError(`Cannot read ${text}: the name of a filter may be meant`);
    }
    checkMisspelt(text, context);
  }
  const wanted: RowTest[] = [];
  const unwanted: RowTest[] = [];
  let readsOwner = false;
  for (const [index, part] of word.parts.entries()) {
    const written = part.text.slice(index === 0 ? mark : 0);
    const isExcluded = written.startsWith("!") && part.plainLength > 0;
    const value = isExcluded ? written.slice(1) : written;
    if (value === "") throw missingPart(word, { index });
    const test = part.isQuoted ? textTest(value) : readPart(value, { word, context });
    readsOwner ||= part.isQuoted || isText(value);
    (excludes || isExcluded ? unwanted : wanted).push(test);
  }
  const matches: RowTest = (row) =>
    (wanted.length === 0 || wanted.some((matches) => matches(row))) &&
    !unwanted.some((matches) => matches(row));
  return { matches, readsOwner };
}

/** The test for what stands between two commas. */
function readPart(
  value: string,
  { word, context: { filters, isTyped } }: { word: FilterWord; context: LooseContext },
): RowTest {
  const named = word.parts.length > 1 ? findFilter(value, filters) : undefined;
  if (named?.implies !== undefined) {
    return buildSelection({ [camelCase(named.name)]: true }).matches;
  }
  if (named !== undefined) throw commaBefore(value, word.text);
  const [sign] = /[<>=|]+/.exec(value) ?? [];
  if (sign !== undefined) {
    throw new UsageError(`Cannot read ${value}: filters know no ${sign}`, {
      hint: `Write port 1024-65535, or chrome,firefox; to look for that text: "${value}" in quotes`,
    });
  }
  try {
    return looseTest(value);
  } catch (error) {
    if (!(error instanceof UsageError) || !isTyped || !canBecomeValue(value, ADDRESS)) throw error;
    throw new UnfinishedError(error.message, { hint: error.hint });
  }
}

/** How a wrong word that names no filter may go on. */
const ADDRESS = {
  name: "address",
  readValue: (text: string): RowTest => {
    const { matches } = readAddresses(text, "--address");
    return ({ remoteAddress }) => typeof remoteAddress === "string" && matches(remoteAddress);
  },
} as const;

/** Refuses a word that is nearly the name of a filter, where that is what was meant. */
function checkMisspelt(text: string, { filters, following }: LooseContext): void {
  if (!/^[a-z][a-z_-]*$/i.test(text)) return;
  const isValue = following !== undefined && !/^[-!]/.test(following.text) &&
    findFilter(following.text, filters) === undefined;
  const meant = isValue ? misspeltFilter(text, { value: following.text, filters }) : null;
  const near = meant ?? misspeltSwitch(text, filters);
  if (near === null || isKind(text)) return;
  throw new UsageError(`Unknown filter ${text}${suggest(near)}`, {
    hint: `To look for that text: "${text}" in quotes`,
  });
}

/** The error for a comma between conditions. */
export function commaBefore(name: string, list: string): UsageError {
  return new UsageError(
    `Cannot read ${name} as a value in ${list}: a comma stands between values that may each match`,
    { hint: `Leave out the comma before ${name}` },
  );
}

/** The error for a list that lacks a value. */
function missingPart({ text, parts }: FilterWord, { index }: { index: number }): UsageError {
  const { isQuoted } = parts[index]!;
  if (isQuoted) return new UsageError('Cannot read "": it is empty, and a word was wanted');
  const message = `Cannot read ${text}: a value is missing from the list`;
  return index === parts.length - 1 ? new UnfinishedError(message) : new UsageError(message);
}
