/**
 * Makes tests of the values that a Sigma rule gives for a field: what one value of an event is compared
 * with.
 *
 * @module
 */
import { isMapped, parseAddress } from "../../address/address.ts";
import { blockOf, type Cidr, containsGroups, parseCidr } from "../../address/range.ts";
import type { FieldKey } from "./field_key.ts";
import { addressValue, type KnownValue, numberIn } from "./known_value.ts";
import { LinearRegex } from "./run_regex.ts";
import { quoted, SigmaError } from "./sigma_error.ts";
import { type PatternTest, patternTest, plainText } from "./sigma_pattern.ts";
import { inLowerCase, patternsOf } from "./text_values.ts";

/** Tests one value of an event: null where that hangs on the part that is not known. */
export interface ValueTest {
  readonly cost: number;
  readonly matches: (value: KnownValue) => boolean | null;
}

/** A value of a rule. */
export interface RuleValue {
  /** As it is written. */
  readonly text: string;
  /** The number that was written without quotes. */
  readonly number: number | null;
  readonly line: number;
}

/**
 * Makes the test for values of which one must match.
 *
 * @throws {SigmaError} for values that the modifiers do not allow.
 */
export function valueTest(values: readonly RuleValue[], key: FieldKey): ValueTest {
  switch (key.comparison) {
    case "re":
      return regexTest(values, key);
    case "cidr":
      return blockTest(values);
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return numberTest(values, key.comparison);
    default:
      return textTest(values, key);
  }
}

function textTest(values: readonly RuleValue[], { modifiers, isCased }: FieldKey): ValueTest {
  const plain = new Set<string>();
  const tests: PatternTest[] = [];
  for (const { text, number, line } of values) {
    for (const written of patternsOf(text, modifiers, { line })) {
      const pieces = isCased ? written : inLowerCase(written);
      const whole = plainText(pieces);
      if (whole === null) {
        tests.push(patternTest(pieces));
        continue;
      }
      for (const notation of notationsOf(whole)) plain.add(notation);
      // `0x1BB` without quotes is the number 443.
      if (number !== null) plain.add(String(number));
    }
  }
  const ends = [...plain].map((text) => patternTest([text]));
  return {
    cost: (plain.size > 0 ? 1 : 0) + 2 * tests.length,
    matches({ texts, lowerTexts, isEndOnly }) {
      const compared = isCased ? texts : lowerTexts;
      if (!isEndOnly) {
        // Loops: this is what most of an audit's time goes to.
        for (const text of compared) {
          if (plain.has(text)) return true;
          for (const test of tests) if (test(text, false) === true) return true;
        }
        return false;
      }
      const answers = [...tests, ...ends].map((test) => test(compared[0]!, true));
      return answers.includes(true) ? true : answers.includes(null) ? null : false;
    },
  };
}

/** The ways to write an address; of any other text itself. */
function notationsOf(text: string): readonly string[] {
  return /^[\da-fA-F:.]{2,45}$/.test(text) && parseAddress(text) !== null
    ? [text, ...addressValue(text).lowerTexts]
    : [text];
}

function regexTest(values: readonly RuleValue[], { modifiers }: FieldKey): ValueTest {
  const has = (...names: readonly string[]) => names.some((name) => modifiers.includes(name));
  const flags = {
    i: has("i", "ignorecase"),
    m: has("m", "multiline"),
    s: has("s", "dotall"),
  };
  const regexes = values.map(({ text, line }) => new LinearRegex(text, { flags, line }));
  // Of ten thousand connections few have a program of their own.
  const known = new WeakMap<KnownValue, boolean | null>();
  return {
    cost: 50 * regexes.length,
    matches(value) {
      let answer = known.get(value);
      if (answer === undefined) known.set(value, answer = find(value));
      return answer;
    },
  };

  function find({ texts, isEndOnly }: KnownValue): boolean | null {
    if (!isEndOnly) return regexes.some((regex) => texts.some((text) => regex.isIn(text)));
    const answers = regexes.map((regex) => regex.isInEnd(texts[0]!));
    return answers.includes(true) ? true : answers.includes(null) ? null : false;
  }
}

function blockTest(values: readonly RuleValue[]): ValueTest {
  const blocks = values.map(({ text, line }) => {
    const block = readBlock(text.trim());
    if (block === null) {
      throw new SigmaError(
        `${quoted(text)} is no block of addresses, write it like 192.0.2.0/24 or 2001:db8::/32`,
        line,
      );
    }
    return block;
  });
  return {
    cost: 2 * blocks.length,
    matches({ address }) {
      if (address === null) return false;
      for (const block of blocks) {
        if (block.first.length === address.length && containsGroups(block, address)) return true;
      }
      return false;
    },
  };
}

/** A block, one of IPv4-mapped addresses as one of IPv4. An address is a block of one. */
function readBlock(text: string): Pick<Cidr, "first" | "last"> | null {
  const address = parseAddress(text);
  const block = parseCidr(text) ??
    (address === null ? null : blockOf(address, 16 * address.groups.length));
  if (block === null || block.family === 4) return block;
  const { first, last } = block;
  if (!isMapped(first) || !isMapped(last)) return block;
  return { first: first.slice(6), last: last.slice(6) };
}

function numberTest(
  values: readonly RuleValue[],
  comparison: "lt" | "lte" | "gt" | "gte",
): ValueTest {
  const numbers = values.map(({ text, number, line }) => {
    const limit = number ?? numberIn(text);
    if (limit === null) {
      throw new SigmaError(`${comparison} wants a number, and ${quoted(text)} is none`, line);
    }
    return limit;
  });
  const isMeant = COMPARE[comparison];
  return {
    cost: 1,
    matches: ({ number }) => number !== null && numbers.some((limit) => isMeant(number, limit)),
  };
}

const COMPARE = {
  lt: (number: number, limit: number) => number < limit,
  lte: (number: number, limit: number) => number <= limit,
  gt: (number: number, limit: number) => number > limit,
  gte: (number: number, limit: number) => number >= limit,
};
