/**
 * Tests of events that a Sigma rule is made of, in three-valued logic: what is not known makes no match
 * and no mismatch, unless the rest decides.
 *
 * @module
 */
import type { Fact } from "../engine/facts_needed.ts";
import type { Answer } from "../engine/rule.ts";
import type { SigmaEvent } from "./sigma_event.ts";
import type { SigmaField } from "./sigma_fields.ts";

/** A test of an event. */
export interface SigmaTest {
  /** About how long it takes, to try the quick ones first. */
  readonly cost: number;
  /** Whether it asks for nothing but the program, so that one answer holds for all its connections. */
  readonly isOfProgram: boolean;
  /** The facts that it may ask for. */
  readonly facts: ReadonlySet<Fact>;
  /** Whether an event passes; the name of a fact where that hangs on it and it is not known. */
  readonly answer: (event: SigmaEvent) => Answer;
  /** The fields whose values speak for an event that passes. */
  readonly seen: (event: SigmaEvent) => readonly SigmaField[];
}

/** Passes what passes all tests. */
export function passesAll(tests: readonly SigmaTest[]): SigmaTest {
  if (tests.length === 1) return tests[0]!;
  const sorted = quickFirst(tests);
  return remembering({
    ...sumOf(tests),
    answer: (event) => {
      let answer: Answer = true;
      for (const test of sorted) {
        const next = test.answer(event);
        if (next === false) return false;
        if (next !== true && answer === true) answer = next;
      }
      return answer;
    },
    seen: (event) => [...new Set(tests.flatMap((test) => test.seen(event)))],
  });
}

/** Passes what passes one of the tests. */
export function passesOne(tests: readonly SigmaTest[]): SigmaTest {
  if (tests.length === 1) return tests[0]!;
  const sorted = quickFirst(tests);
  return remembering({
    ...sumOf(tests),
    answer: (event) => {
      let answer: Answer = false;
      for (const test of sorted) {
        const next = test.answer(event);
        if (next === true) return true;
        if (next !== false && answer === false) answer = next;
      }
      return answer;
    },
    seen: (event) => tests.find((test) => test.answer(event) === true)?.seen(event) ?? [],
  });
}

/** Passes what passes at least so many of the tests. */
export function passesSome(tests: readonly SigmaTest[], least: number): SigmaTest {
  if (least > tests.length) return NOTHING_PASSES;
  if (least === tests.length) return passesAll(tests);
  if (least === 1) return passesOne(tests);
  return {
    ...sumOf(tests),
    answer: (event) => {
      let passed = 0;
      const unknown: Fact[] = [];
      for (const test of tests) {
        const answer = test.answer(event);
        if (typeof answer === "string") unknown.push(answer);
        else if (answer) passed++;
      }
      if (passed >= least) return true;
      return passed + unknown.length < least ? false : unknown[0]!;
    },
    seen: (event) => [
      ...new Set(
        tests.filter((test) => test.answer(event) === true).flatMap((test) => test.seen(event)),
      ),
    ],
  };
}

const NOTHING_PASSES: SigmaTest = {
  cost: 0,
  isOfProgram: false,
  facts: new Set(),
  answer: () => false,
  seen: () => [],
};

/** Passes what does not pass a test. */
export function passesNot(test: SigmaTest): SigmaTest {
  return {
    ...test,
    answer: (event) => {
      const answer = test.answer(event);
      return typeof answer === "boolean" ? !answer : answer;
    },
    seen: () => [],
  };
}

/** A test that asks for nothing but the program, asked once for each program. */
function remembering(test: SigmaTest): SigmaTest {
  if (!test.isOfProgram) return test;
  const known = new WeakMap<object, Answer>();
  return {
    ...test,
    answer: (event) => {
      let answer = known.get(event.program);
      if (answer === undefined) known.set(event.program, answer = test.answer(event));
      return answer;
    },
  };
}

function quickFirst(tests: readonly SigmaTest[]): SigmaTest[] {
  return [...tests].sort((one, other) => one.cost - other.cost);
}

function sumOf(
  tests: readonly SigmaTest[],
): Pick<SigmaTest, "cost" | "isOfProgram" | "facts"> {
  return {
    isOfProgram: tests.every(({ isOfProgram }) => isOfProgram),
    cost: tests.reduce((sum, { cost }) => sum + cost, 0),
    facts: new Set(tests.flatMap(({ facts }) => [...facts])),
  };
}
