/**
 * An entry of the allow list: reads its conditions.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Connection } from "../../model/connection.ts";
import type { ObjectRow } from "../../model/field.ts";
import { globTest, type ReadValue, type RowTest } from "../../rows/choose/filter_values.ts";
import { didYouMean } from "../../text/nearest.ts";
import {
  CONDITION_NAMES,
  CONNECTION_CONDITIONS,
  type ConnectionCondition,
  DATE,
  ENTRY_KEYS,
} from "./config_format.ts";
import type { ConfigMistakes } from "./config_mistakes.ts";
import { type ConfigNode, kindInWords, type Member, membersOf } from "./config_tree.ts";
import type { KnownRules } from "./known_rules.ts";

/** An entry of the allow list. */
export interface AllowEntry {
  /** Why what it allows is wanted. */
  readonly reason: string;
  /** The last day on which it is, YYYY-MM-DD; null for good. */
  readonly until: string | null;
  /** Where it stands in the file. */
  readonly line: number;
  /** Whether all its conditions hold for a finding by a rule about a connection. */
  readonly holds: (rule: string, row: Partial<Connection>) => boolean;
}

/** What a condition asks of a finding. */
type FindingTest = (rule: string, row: ObjectRow) => boolean;

/** Reads an entry; null, with a mistake, where it has no reason or no condition. */
export function readAllowEntry(
  node: ConfigNode,
  { mistakes, rules }: { mistakes: ConfigMistakes; rules: KnownRules },
): AllowEntry | null {
  if (node.type !== "object") {
    mistakes.add(node, `an entry of the allow list was wanted, { }, not ${kindInWords(node)}`);
    return null;
  }
  const members = membersOf(node, mistakes);
  const tests: FindingTest[] = [];
  for (const member of members) {
    const { key, keyNode } = member;
    if (CONDITION_NAMES.includes(key)) tests.push(readCondition(member, { mistakes, rules }));
    else if (!ENTRY_KEYS.includes(key)) {
      mistakes.add(
        keyNode,
        `no entry has a ${JSON.stringify(key)}${didYouMean(key, ENTRY_KEYS, { separator: ", " })}`,
        `Known: ${ENTRY_KEYS.join(", ")}`,
      );
    }
  }
  const reason = readReason(members, { node, mistakes });
  const until = readUntil(members, mistakes);
  if (tests.length === 0 && members.every(({ key }) => ENTRY_KEYS.includes(key))) {
    mistakes.add(node, "an entry without a condition would allow everything", CONDITION_HINT);
  }
  if (reason === null || tests.length === 0) return null;
  return {
    reason,
    until,
    line: mistakes.lineOf(node),
    holds: (rule, row) => tests.every((test) => test(rule, row as ObjectRow)),
  };
}

const CONDITION_HINT = `Add one of ${CONDITION_NAMES.join(", ")}`;

function readReason(
  members: readonly Member[],
  { node, mistakes }: { node: ConfigNode; mistakes: ConfigMistakes },
): string | null {
  const value = members.find(({ key }) => key === "reason")?.value;
  if (value === undefined) {
    mistakes.add(node, 'the entry has no "reason": why is it allowed?');
    return null;
  }
  if (value.type === "string" && value.value.trim() !== "") return value.value.trim();
  mistakes.add(value, `"reason" is ${kindInWords(value)}, a few words were wanted`);
  return null;
}

function readUntil(members: readonly Member[], mistakes: ConfigMistakes): string | null {
  const value = members.find(({ key }) => key === "until")?.value;
  if (value === undefined) return null;
  if (value.type === "string" && isDate(value.value)) return value.value;
  const given = value.type === "string" ? JSON.stringify(value.value) : kindInWords(value);
  mistakes.add(value, `"until" is ${given}, a date was wanted: 2027-12-31`);
  return null;
}

/** Whether a text is a day that there is. */
function isDate(text: string): boolean {
  if (!DATE.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function readCondition(
  { key, value }: Member,
  { mistakes, rules }: { mistakes: ConfigMistakes; rules: KnownRules },
): FindingTest {
  const condition = CONNECTION_CONDITIONS[key];
  const values = valuesOf(value, { key, mistakes, isPort: condition?.isPort === true });
  if (condition === undefined) {
    const readValue: ReadValue = (text, option) => {
      rules.check(text, option);
      const matches = globTest(text);
      return ({ rule }) => matches(rule as string);
    };
    const test = testsOf(values, { key, readValue, mistakes });
    return (rule) => test({ rule });
  }
  const { readValue } = condition;
  return connectionTest(condition, testsOf(values, { key, readValue, mistakes }));
}

/** What is not known of a connection fulfils no condition, not even one that only excludes. */
function connectionTest({ fields }: ConnectionCondition, test: RowTest): FindingTest {
  return (_, row) => fields.some((name) => (row[name] ?? null) !== null) && test(row);
}

/** A value of a condition, with its place. */
interface Written {
  readonly text: string;
  readonly node: ConfigNode;
}

/** The values of a condition: one, or a list; of ports also several in one text. */
function valuesOf(
  value: ConfigNode,
  { key, mistakes, isPort }: { key: string; mistakes: ConfigMistakes; isPort: boolean },
): Written[] {
  if (value.type === "array" && value.children!.length === 0) {
    mistakes.add(value, `the list of "${key}" is empty: at least one value was wanted`);
  }
  const nodes = value.type === "array" ? value.children! : [value];
  return nodes.flatMap((node) => {
    if (isPort && node.type === "number") return [{ text: `${node.value}`, node }];
    if (node.type !== "string" || node.value.trim() === "") {
      const wanted = isPort ? "a port" : "text";
      mistakes.add(node, `"${key}" is ${kindInWords(node)}, ${wanted} or a list was wanted`);
      return [];
    }
    const text = node.value as string;
    if (!isPort) return [{ text: text.trim(), node }];
    const isExcluded = text.trim().startsWith("!");
    return text.trim().replace(/^!/, "").split(",").map((piece) => ({
      text: `${isExcluded && !piece.trim().startsWith("!") ? "!" : ""}${piece.trim()}`,
      node,
    }));
  });
}

/** A test that passes what one of the values fits, and none of those with `!`. */
function testsOf(
  values: readonly Written[],
  { key, readValue, mistakes }: { key: string; readValue: ReadValue; mistakes: ConfigMistakes },
): RowTest {
  const [wanted, unwanted]: [RowTest[], RowTest[]] = [[], []];
  for (const { text, node } of values) {
    const excludes = text.startsWith("!");
    try {
      const bare = excludes ? text.slice(1).trim() : text;
      if (bare === "") throw new UsageError(`a value is missing`);
      (excludes ? unwanted : wanted).push(readValue(bare, key));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      const { problem, hint } = inConfigWords(error, key);
      mistakes.add(node, problem, hint);
    }
  }
  return (row) =>
    (wanted.length === 0 || wanted.some((test) => test(row))) &&
    !unwanted.some((test) => test(row));
}

/** The error of a filter in the words of the config: its keys are no options, and no shell reads it. */
function inConfigWords(
  { message, hint }: UsageError,
  key: string,
): { problem: string; hint: string | null } {
  const problem = message.replace(/^Cannot read \S+ (?=")/, `"${key}" is `)
    .replace(/^(?!")/, `"${key}": `);
  const isOfShell = hint !== null && /^Write .*--\w|-port |\$/.test(hint);
  return { problem, hint: isOfShell ? null : hint };
}
