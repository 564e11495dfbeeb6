/**
 * Makes the test of a Sigma rule from its detection: the selections, and the condition that joins them.
 *
 * @module
 */
import { type ConditionTree, parseCondition } from "./condition_parser.ts";
import { fieldTest, type RuleReading } from "./field_test.ts";
import { isKeywordKey, keywordTest } from "./keyword_test.ts";
import { quoted, SigmaError } from "./sigma_error.ts";
import type { SigmaEvent } from "./sigma_event.ts";
import { passesAll, passesNot, passesOne, passesSome, type SigmaTest } from "./sigma_test.ts";
import type { YamlEntry, YamlMap } from "./yaml_tree.ts";

/** The detection of a rule. */
export interface Detection {
  readonly test: SigmaTest;
  /** The selections that speak for an event that matches. */
  readonly selections: (event: SigmaEvent) => readonly string[];
}

/** Keys of a detection that are no selections. */
const NO_SELECTIONS: ReadonlySet<string> = new Set(["condition", "timeframe"]);

/**
 * Reads a detection.
 *
 * @throws {SigmaError} for what is none, and for what netwho does not support.
 */
export function readDetection({ line, value }: YamlEntry, reading: RuleReading): Detection {
  if (value.kind !== "map") throw new SigmaError("its detection must be a mapping", line);
  const condition = value.entries.get("condition");
  if (condition === undefined) throw new SigmaError("its detection has no condition", line);
  const entries = [...value.entries].filter(([name]) => !NO_SELECTIONS.has(name));
  const names = entries.map(([name]) => name);
  const trees = conditionTexts(condition).map((one) =>
    parseCondition(one.text, { line: one.line, names })
  );
  const tests = new Map(
    entries.map(([name, entry]) => [name, selectionTest(name, entry, reading)]),
  );
  const made = trees.map((tree) => conditionTest(tree, tests));
  const tree: ConditionTree = trees.length === 1 ? trees[0]! : { kind: "or", parts: trees };
  return {
    test: passesOne(made),
    selections: (event) => selectionsIn(tree, { tests, event }),
  };
}

/** Detections of which one must hold. */
export function oneDetection(detections: readonly Detection[]): Detection {
  const holding = (event: SigmaEvent) =>
    detections.filter(({ test }) => test.answer(event) === true);
  return {
    test: passesOne(detections.map(({ test }) => test)),
    selections: (event) => [
      ...new Set(holding(event).flatMap(({ selections }) => selections(event))),
    ],
  };
}

/** The condition, or the conditions of a list, of which one must hold. */
function conditionTexts({ line, value }: YamlEntry): { text: string; line: number }[] {
  const items = value.kind === "list" ? value.items : [value];
  if (items.length === 0) throw new SigmaError("its condition is empty", line);
  return items.map((item) => {
    if (item.kind !== "scalar") throw new SigmaError("its condition must be a text", item.line);
    return { text: item.text, line: item.line };
  });
}

function selectionTest(name: string, { line, value }: YamlEntry, reading: RuleReading): SigmaTest {
  switch (value.kind) {
    case "map":
      return mapTest(value, reading);
    case "list":
      if (value.items.length === 0) throw new SigmaError(`${quoted(name)} is empty`, line);
      return passesOne(
        value.items.map((item) => selectionTest(name, { line: item.line, value: item }, reading)),
      );
    case "scalar":
      if (value.value === null) throw new SigmaError(`${quoted(name)} is empty`, line);
      return keywordTest("", { line, value }, reading);
  }
}

function mapTest({ entries, line }: YamlMap, reading: RuleReading): SigmaTest {
  if (entries.size === 0) throw new SigmaError("a selection is empty", line);
  return passesAll(
    [...entries].map(([name, entry]) =>
      isKeywordKey(name) ? keywordTest(name, entry, reading) : fieldTest(name, entry, reading)
    ),
  );
}

function conditionTest(
  tree: ConditionTree,
  tests: ReadonlyMap<string, SigmaTest>,
): SigmaTest {
  switch (tree.kind) {
    case "selection":
      return tests.get(tree.name)!;
    case "not":
      return passesNot(conditionTest(tree.part, tests));
    case "and":
      return passesAll(tree.parts.map((part) => conditionTest(part, tests)));
    case "or":
      return passesOne(tree.parts.map((part) => conditionTest(part, tests)));
    case "of":
      return passesSome(tree.names.map((name) => tests.get(name)!), tree.least);
  }
}

/** The selections that hold and that the condition wants to hold. */
function selectionsIn(
  tree: ConditionTree,
  about: { readonly tests: ReadonlyMap<string, SigmaTest>; readonly event: SigmaEvent },
): readonly string[] {
  const { tests, event } = about;
  const holds = (name: string) => tests.get(name)!.answer(event) === true;
  switch (tree.kind) {
    case "selection":
      return holds(tree.name) ? [tree.name] : [];
    case "not":
      return [];
    case "of":
      return tree.names.filter(holds);
    default:
      return [...new Set(tree.parts.flatMap((part) => selectionsIn(part, about)))];
  }
}
