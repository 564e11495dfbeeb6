/** Laws of the parts of Sigma's evaluation, by other ways to the same answers. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type ConditionTree, parseCondition } from "../../../lib/audit/sigma/condition_parser.ts";
import { LinearRegex } from "../../../lib/audit/sigma/run_regex.ts";
import { parsePattern, patternTest } from "../../../lib/audit/sigma/sigma_pattern.ts";
import { SigmaError } from "../../../lib/audit/sigma/sigma_error.ts";
import {
  passesAll,
  passesNot,
  passesOne,
  passesSome,
} from "../../../lib/audit/sigma/sigma_test.ts";
import type { SigmaEvent } from "../../../lib/audit/sigma/sigma_event.ts";
import type { Answer } from "../../../lib/audit/engine/rule.ts";
import { loadTexts, ruleText } from "../../support/sigma.ts";

const text = (letters: string, maxLength: number) =>
  fc.array(fc.constantFrom(...letters), { maxLength }).map((all) => all.join(""));

/** Tries every way to spread the characters over a pattern without escapes. */
function spreads(pattern: string, value: string): boolean {
  if (pattern === "") return value === "";
  if (pattern[0] === "*") {
    return spreads(pattern.slice(1), value) || (value !== "" && spreads(pattern, value.slice(1)));
  }
  return value !== "" && (pattern[0] === "?" || pattern[0] === value[0]) &&
    spreads(pattern.slice(1), value.slice(1));
}

Deno.test("sigma: wildcards match as every way to spread them says", () => {
  fc.assert(
    fc.property(text("ab*?", 7), text("ab", 8), (pattern, value) => {
      assertEquals(patternTest(parsePattern(pattern))(value, false), spreads(pattern, value));
    }),
    { numRuns: 3000 },
  );
});

Deno.test("sigma: what is said of a text by its end is so whatever its beginning", () => {
  fc.assert(
    fc.property(text("ab*?", 6), text("ab", 4), text("abc", 4), (pattern, end, beginning) => {
      const test = patternTest(parsePattern(pattern));
      const answer = test(end, true);
      if (answer !== null) assertEquals(test(beginning + end, false), answer);
    }),
    { numRuns: 5000 },
  );
  assertEquals(patternTest(parsePattern("*b"))("ab", true), true);
  assertEquals(patternTest(parsePattern("*c"))("ab", true), false);
});

const atom = fc.constantFrom("a", "b", ".", "[ab]", "[^a]", "\\w", "\\b", "^", "$", "\\d", "c");
const regex = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    atom,
    fc.tuple(tie("tree"), tie("tree")).map(([one, other]) => one + other),
    fc.tuple(tie("tree"), tie("tree")).map(([one, other]) => `(?:${one}|${other})`),
    fc.tuple(tie("tree"), fc.constantFrom("*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"))
      .map(([one, count]) => `(${one})${count}`),
  ),
})).tree;

Deno.test("sigma: regular expressions find what RegExp finds", () => {
  fc.assert(
    fc.property(regex, text("abc1 \n", 8), fc.boolean(), (source, value, i) => {
      const flags = { i, m: true, s: false };
      const expected = new RegExp(source, i ? "im" : "m").test(value);
      assertEquals(new LinearRegex(source, { flags, line: 1 }).isIn(value), expected);
    }),
    { numRuns: 3000 },
  );
});

const FLAGS = { i: false, m: false, s: false };

Deno.test("sigma: what a regular expression says of an end is so whatever is before it", () => {
  const source = fc.tuple(fc.constantFrom("", "^.*", "^"), regex, fc.constantFrom("", "$"))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(source, text("abc1 ", 4), text("abc1 ", 4), (source, end, beginning) => {
      const answer = new LinearRegex(source, { flags: FLAGS, line: 1 }).isInEnd(`${end}c`);
      if (answer !== null) {
        assertEquals(new RegExp(source).test(`${beginning}${end}c`), answer);
      }
    }),
    { numRuns: 5000 },
  );
});

Deno.test("sigma: regular expressions in PCRE's ways", () => {
  const finds = (source: string, value: string) =>
    new LinearRegex(source, { flags: FLAGS, line: 1 }).isIn(value);
  assert(finds("(?i)ABC", "xabcx"));
  assert(finds("a(?i:B)c", "abc") && !finds("a(?i:B)c", "aBC"));
  assert(finds("(?P<x>a)(?<y>b)(?#no)c", "abc"));
  assert(finds("\\Aa\\z", "a") && finds("a$", "a\n") && !finds("a\\z", "a\n"));
  assert(finds("[[:digit:]]{3}", "a123") && finds("\\x41\\x{42}", "AB"));
  assert(finds("a{,3}", "a{,3}") && finds("[]a]+", "]"));
  assert(finds("(?s)a.b", "a\nb") && !finds("a.b", "a\nb"));
  for (
    const source of [
      "(a",
      "a)",
      "[a",
      "*a",
      "a**",
      "(?=a)",
      "(?<!a)b",
      "\\1",
      "(?>a)",
      "a++",
      "\\p{L}",
      "\\",
    ]
  ) {
    try {
      finds(source, "a");
    } catch (error) {
      assert(error instanceof SigmaError, source);
      continue;
    }
    throw new Error(`${source} was accepted`);
  }
});

Deno.test("sigma: no regular expression takes forever", () => {
  const start = performance.now();
  for (const source of ["(a+)+$", "(a|aa)*$", "(.*a){20}", "^(([a-z])+.)+[A-Z]([a-z])+$"]) {
    new LinearRegex(source, { flags: FLAGS, line: 1 }).isIn(`${"a".repeat(2000)}!`);
  }
  assert(performance.now() - start < 20_000);
});

const NAMES = ["selection", "filter_a", "filter_b", "_hidden"];
type Value = 0 | 0.5 | 1;
type Worth = readonly [condition: string, value: (values: readonly Value[]) => Value];

/** Conditions as text, with what they come to: the least of `and`, the most of `or`. */
const CONDITION = fc.letrec<{ tree: Worth }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5 },
    fc.nat(3).map((at): Worth => [NAMES[at]!, (values) => values[at]!]),
    fc.constantFrom<Worth>(
      ["1 of filter_*", (values) => Math.max(values[1]!, values[2]!) as Value],
      ["any of filter*", (values) => Math.max(values[1]!, values[2]!) as Value],
      ["all of filter_*", (values) => Math.min(values[1]!, values[2]!) as Value],
      ["1 of them", ([a, b, c]) => Math.max(a!, b!, c!) as Value],
      ["all of them", ([a, b, c]) => Math.min(a!, b!, c!) as Value],
      ["2 of them", ([a, b, c]) => [a!, b!, c!].sort()[1]!],
    ),
    tie("tree").map((
      [one, value],
    ): Worth => [`not (${one})`, (values) => 1 - value(values) as Value]),
    fc.tuple(tie("tree"), tie("tree")).map(([[one, oneValue], [other, otherValue]]): Worth => [
      `(${one}) and (${other})`,
      (values) => Math.min(oneValue(values), otherValue(values)) as Value,
    ]),
    fc.tuple(tie("tree"), tie("tree")).map(([[one, oneValue], [other, otherValue]]): Worth => [
      `((${one}) or (${other}))`,
      (values) => Math.max(oneValue(values), otherValue(values)) as Value,
    ]),
  ),
})).tree;

function valueOf(tree: ConditionTree, values: readonly Value[]): Answer {
  const testOf = (tree: ConditionTree): ReturnType<typeof passesAll> => {
    switch (tree.kind) {
      case "selection":
        return leaf(values[NAMES.indexOf(tree.name)]!);
      case "not":
        return passesNot(testOf(tree.part));
      case "and":
        return passesAll(tree.parts.map(testOf));
      case "or":
        return passesOne(tree.parts.map(testOf));
      case "of":
        return passesSome(tree.names.map((name) => leaf(values[NAMES.indexOf(name)]!)), tree.least);
    }
  };
  return testOf(tree).answer({ program: {} } as SigmaEvent);
}

function leaf(value: Value): ReturnType<typeof passesAll> {
  const answer = value === 0.5 ? "direction" : value === 1;
  return { cost: 1, isOfProgram: false, facts: new Set(), answer: () => answer, seen: () => [] };
}

Deno.test("sigma: conditions come to what a table of truth, falsehood and neither says", () => {
  fc.assert(
    fc.property(
      CONDITION,
      fc.array(fc.constantFrom<Value>(0, 0.5, 1), { minLength: 4, maxLength: 4 }),
      ([condition, expected], values) => {
        const tree = parseCondition(condition, { line: 1, names: NAMES });
        const wanted = expected(values);
        assertEquals(valueOf(tree, values), wanted === 0.5 ? "direction" : wanted === 1, condition);
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("sigma: not binds closer than and, and closer than or, in any case of letters", () => {
  const answer = (condition: string, ...values: Value[]) =>
    valueOf(parseCondition(condition, { line: 1, names: NAMES }), values);
  assertEquals(answer("selection or filter_a and filter_b", 1, 0, 0), true);
  assertEquals(answer("not selection and filter_a", 0, 0, 0), false);
  assertEquals(answer("not selection or filter_a", 1, 1, 0), true);
  assertEquals(answer("selection AND NOT filter_a", 1, 0, 0), true);
  assertEquals(answer("not not selection", 1, 0, 0), true);
  // Without its filters a rule filters nothing.
  assertEquals(answer("selection and not 1 of gone_*", 1, 0, 0), true);
});

Deno.test("sigma: rules that were mutilated, and any text, are rules or told", async () => {
  const whole = ruleText(
    "selection:\n    Image|endswith: ['\\a.exe', 'b*']\n    DestinationIp|cidr: 192.0.2.0/24\n" +
      "filter_x:\n    - CommandLine|re: '(a|b)+$'\n    - DestinationPort|gt: 5\n" +
      "condition: selection and not 1 of filter_*",
    "level: low\nfalsepositives: [none]\ntags: [attack.t1059]\n",
  );
  const piece = fc.constantFrom(
    ..."\n:|*&![]{}'\"-% \t#?\\",
    "null",
    "- ",
    "  ",
    "|re",
    "of",
    "\ud800",
  );
  const edit = fc.tuple(fc.nat(whole.length), fc.nat(12), piece);
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 5 }), async (edits) => {
      const mutilated = edits.reduce(
        (text, [at, length, piece]) => text.slice(0, at) + piece + text.slice(at + length),
        whole,
      );
      const good = ruleText("selection:\n    Image: x\ncondition: selection").replace(
        "0001",
        "0002",
      );
      const { rules, broken } = await loadTexts({ "a.yml": mutilated, "good.yml": good });
      assert(rules.some(({ id }) => id.endsWith("0002")) || broken.length > 0);
      for (const { line } of broken) assert(line === null || line >= 1);
    }),
    { numRuns: 1500 },
  );
});
