/**
 * Makes the test of one field of a Sigma selection, such as `DestinationPort: [80, 443]`.
 *
 * @module
 */
import type { Answer } from "../engine/rule.ts";
import { type FieldKey, parseFieldKey } from "./field_key.ts";
import type { KnownValue } from "./known_value.ts";
import { expandText, type Placeholders } from "./placeholders.ts";
import { quoted, SigmaError } from "./sigma_error.ts";
import { NO_FIELD, type SigmaField, sigmaField } from "./sigma_fields.ts";
import { patternTest, widen } from "./sigma_pattern.ts";
import type { SigmaTest } from "./sigma_test.ts";
import { type RuleValue, type ValueTest, valueTest } from "./value_tests.ts";
import type { YamlEntry, YamlScalar } from "./yaml_tree.ts";

/** What a rule is read with, and what comes up meanwhile. */
export interface RuleReading {
  readonly placeholders: Placeholders;
  /** The placeholders that the rule names and the config does not have. */
  readonly missing: Set<string>;
}

/** A key with its values, and the field that it is about. */
interface FieldAsked {
  readonly key: FieldKey;
  readonly field: SigmaField;
  readonly values: readonly YamlScalar[];
}

/**
 * Makes the test of a field.
 *
 * @throws {SigmaError} for modifiers and values that make none.
 */
export function fieldTest(
  name: string,
  { line, value }: YamlEntry,
  reading: RuleReading,
): SigmaTest {
  const key = parseFieldKey(name, line);
  const field = sigmaField(key.field) ?? NO_FIELD;
  const values = (value.kind === "list" ? value.items : [value]).map((item) => {
    if (item.kind === "scalar") return item;
    throw new SigmaError(`the values of ${quoted(name)} must be texts or numbers`, item.line);
  });
  const asked = { key, field, values };
  const { cost, answer } = key.comparison === "exists"
    ? existence(asked, line)
    : key.comparison === "fieldref"
    ? otherFields(asked)
    : comparison(asked, reading);
  const { fact } = field;
  return {
    cost,
    // The other fields need not be of the program.
    isOfProgram: field.isOfProgram && key.comparison !== "fieldref",
    facts: new Set(fact === null ? [] : [fact]),
    answer: key.isNegated
      ? (event) => {
        const found = answer(event);
        return typeof found === "boolean" ? !found : found;
      }
      : answer,
    seen: () => [field],
  };
}

type Compared = Pick<SigmaTest, "cost" | "answer">;

function existence({ field, values }: FieldAsked, line: number): Compared {
  const wanted = values.length === 1 ? truthOf(values[0]!) : null;
  if (wanted === null) throw new SigmaError("exists wants true or false", line);
  return {
    cost: 1,
    answer: (event) => {
      const value = event.valueOf(field);
      return typeof value === "string" ? value : (value !== null) === wanted;
    },
  };
}

function truthOf({ text }: YamlScalar): boolean | null {
  if (/^(?:true|yes)$/i.test(text)) return true;
  return /^(?:false|no)$/i.test(text) ? false : null;
}

/** The values are other fields, whose values are compared. */
function otherFields({ key, field, values }: FieldAsked): Compared {
  const { isCased, isAll, modifiers } = key;
  const has = (modifier: string) => modifiers.includes("contains") || modifiers.includes(modifier);
  const where = { before: has("endswith"), behind: has("startswith") };
  const others = values.map(({ text }) => sigmaField(text.trim()) ?? NO_FIELD);
  return {
    cost: 10 * others.length,
    answer: (event) => {
      const value = event.valueOf(field);
      if (typeof value === "string") return value;
      const answers = others.map((other): Answer => {
        const wanted = event.valueOf(other);
        if (typeof wanted === "string") return wanted;
        if (wanted === null || value === null) return wanted === value;
        if (wanted.isEndOnly) return other.fact ?? "path";
        const pieces = widen([(isCased ? wanted.texts : wanted.lowerTexts)[0]!], where);
        const texts = isCased ? value.texts : value.lowerTexts;
        return patternTest(pieces)(texts[0]!, value.isEndOnly) ?? field.fact ?? "path";
      });
      return together(answers, isAll);
    },
  };
}

/** Whether all answers, or one of them, is yes. */
function together(answers: readonly Answer[], isAll: boolean): Answer {
  if (answers.includes(!isAll)) return !isAll;
  return answers.find((answer) => typeof answer === "string") ?? isAll;
}

/** The values are texts, numbers, blocks or regular expressions. */
function comparison({ key, field, values }: FieldAsked, reading: RuleReading): Compared {
  const read = values.map((value) => readValue(value, { key, field, values }, reading));
  const known = read.flatMap(({ texts }) => texts);
  const isMissing = read.some(({ isMissing }) => isMissing);
  // A field without any value is asked to be empty.
  const isEmpty = read.map(({ isEmpty }) => isEmpty);
  const mayBeEmpty = key.isAll
    ? !isEmpty.includes(false)
    : isEmpty.includes(true) || read.length === 0;
  const tests = key.isAll
    ? read.filter(({ isMissing }) => !isMissing).map(({ texts }) => valueTest(texts, key))
    : [valueTest(known, key)];
  const unknown = field.fact ?? "path";
  const [only] = tests;
  const isMatch: (value: KnownValue) => Answer = tests.length === 1 && !isMissing
    ? (value) => only!.matches(value) ?? unknown
    : (value) => {
      const answers = tests.map((test): Answer => test.matches(value) ?? unknown);
      return together(isMissing ? [...answers, "placeholder"] : answers, key.isAll);
    };
  return {
    // Most connections begin here, and most are of IPv4: the others decide more often.
    cost: field.isBoolean ? 5 : costOf(tests),
    answer: (event) => {
      const value = event.valueOf(field);
      if (typeof value === "string") return value;
      return value === null ? mayBeEmpty : isMatch(value);
    },
  };
}

function costOf(tests: readonly ValueTest[]): number {
  return tests.reduce((sum, { cost }) => sum + cost, 0);
}

/** A value of a rule, with what its placeholders stand for. */
interface ReadValue {
  readonly texts: readonly RuleValue[];
  /** Whether it stands for an empty field. */
  readonly isEmpty: boolean;
  /** Whether it has a placeholder that the config does not have. */
  readonly isMissing: boolean;
}

function readValue(
  { value, text, line }: YamlScalar,
  { key, field }: FieldAsked,
  { placeholders, missing }: RuleReading,
): ReadValue {
  const isPlain = key.comparison === "text" &&
    key.modifiers.every((modifier) => ["all", "neq", "cased", "expand"].includes(modifier));
  if (value === null && !isPlain) {
    throw new SigmaError("null goes with no modifier: it asks whether a field is empty", line);
  }
  const number = typeof value === "number" ? value : null;
  if (text === "" && isPlain) {
    return { texts: [{ text: "", number, line }], isEmpty: true, isMissing: false };
  }
  if (!key.isExpanded) {
    const truth = field.isBoolean && /^(?:yes|on|no|off)$/i.test(text)
      ? String(/^(?:yes|on)$/i.test(text))
      : text;
    return { texts: [{ text: truth, number, line }], isEmpty: false, isMissing: false };
  }
  const expanded = expandText(text, placeholders, { line });
  if ("missing" in expanded) {
    missing.add(expanded.missing);
    return { texts: [], isEmpty: false, isMissing: true };
  }
  return {
    texts: expanded.map((text) => ({ text, number, line })),
    isEmpty: false,
    isMissing: false,
  };
}
