/**
 * Reads the text of a config. What is wrong in it ends the run: a config that is half understood would
 * weaken an audit, and nobody would know.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { globTest } from "../../rows/choose/filter_values.ts";
import { didYouMean } from "../../text/nearest.ts";
import { type AllowEntry, readAllowEntry } from "./allow_entry.ts";
import { CONFIG_KEYS, RULE_SEVERITIES, type RuleSeverity } from "./config_format.ts";
import { ConfigMistakes } from "./config_mistakes.ts";
import {
  type ConfigNode,
  kindInWords,
  type Member,
  membersOf,
  parseConfigTree,
} from "./config_tree.ts";
import { KnownRules } from "./known_rules.ts";

/** What a config says. */
export interface AuditConfig {
  /** Its name in messages: a path. */
  readonly label: string;
  /** What is wanted. */
  readonly allow: readonly AllowEntry[];
  /** What it says of a rule; null where it says nothing. */
  readonly severityOf: (rule: string) => RuleSeverity | null;
  /** The values of the placeholders of Sigma rules, by name. */
  readonly placeholders: ReadonlyMap<string, readonly string[]>;
}

/** What a config is read with. */
export interface ConfigContext {
  /** The name of the file in messages. */
  readonly label: string;
  /** The IDs of the rules. */
  readonly ruleIds: readonly string[];
}

/** What the parts of a config are read with. */
interface Reading {
  readonly mistakes: ConfigMistakes;
  readonly rules: KnownRules;
}

/**
 * Reads a config.
 *
 * @throws {ParseError} for the first mistake, with its line and column.
 */
export function readConfig(text: string, { label, ruleIds }: ConfigContext): AuditConfig {
  const mistakes = new ConfigMistakes(label, text);
  const reading = { mistakes, rules: new KnownRules(ruleIds) };
  const tree = parseConfigTree(text, mistakes);
  mistakes.throwFirst();
  const parts = readParts(tree!, reading);
  mistakes.throwFirst();
  return { label, ...parts };
}

function readParts(tree: ConfigNode, reading: Reading): Omit<AuditConfig, "label"> {
  const { mistakes } = reading;
  let allow: AllowEntry[] = [];
  let severityOf: AuditConfig["severityOf"] = () => null;
  let placeholders: AuditConfig["placeholders"] = new Map();
  if (tree.type !== "object") {
    mistakes.add(tree, `an object was wanted, { }, not ${kindInWords(tree)}`);
  }
  for (const { key, keyNode, value } of membersOf(tree, mistakes)) {
    if (key === "allow") allow = readAllow(value, reading);
    else if (key === "severity") severityOf = readSeverities(value, reading);
    else if (key === "placeholders") placeholders = readPlaceholders(value, mistakes);
    else if (key !== "$schema") {
      mistakes.add(
        keyNode,
        `${JSON.stringify(key)} is no setting${didYouMean(key, CONFIG_KEYS, { separator: ", " })}`,
        `Known: ${CONFIG_KEYS.join(", ")}`,
      );
    } else if (value.type !== "string") {
      mistakes.add(value, `"$schema" is ${kindInWords(value)}, text was wanted`);
    }
  }
  return { allow, severityOf, placeholders };
}

function readAllow(value: ConfigNode, reading: Reading): AllowEntry[] {
  if (value.type !== "array") {
    reading.mistakes.add(value, `"allow" is ${kindInWords(value)}, a list was wanted: [ { … } ]`);
    return [];
  }
  return value.children!.flatMap((node) => readAllowEntry(node, reading) ?? []);
}

function readSeverities(
  value: ConfigNode,
  { mistakes, rules }: Reading,
): AuditConfig["severityOf"] {
  const all = objectMembers(value, { name: "severity", mistakes }).flatMap((member) => {
    const severity = readSeverity(member, mistakes);
    try {
      rules.check(member.key, "the rule");
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      mistakes.add(member.keyNode, error.message.replace(/^Cannot read the rule /, ""), error.hint);
    }
    return severity === null ? [] : [{ matches: globTest(member.key), severity }];
  });
  return (rule) => all.findLast(({ matches }) => matches(rule))?.severity ?? null;
}

function readSeverity({ value }: Member, mistakes: ConfigMistakes): RuleSeverity | null {
  if (RULE_SEVERITIES.includes(value.value)) return value.value as RuleSeverity;
  const given = value.type === "string" ? JSON.stringify(value.value) : kindInWords(value);
  const meant = value.type === "string"
    ? didYouMean(value.value, RULE_SEVERITIES, { separator: ", " })
    : "";
  mistakes.add(
    value,
    `${given} is not a severity${meant}`,
    `Known: ${RULE_SEVERITIES.join(", ")}`,
  );
  return null;
}

function readPlaceholders(
  value: ConfigNode,
  mistakes: ConfigMistakes,
): AuditConfig["placeholders"] {
  const members = objectMembers(value, { name: "placeholders", mistakes });
  return new Map(members.map(({ key, keyNode, value }) => {
    if (!/^[^%\s]+$/.test(key)) {
      const bare = key.replace(/[%\s]/g, "");
      const hint = bare === "" ? null : `Write ${JSON.stringify(bare)}`;
      mistakes.add(keyNode, `${JSON.stringify(key)} is not a placeholder's name without %`, hint);
    }
    const nodes = value.type === "array" ? value.children! : [value];
    if (nodes.length === 0) {
      mistakes.add(value, `the list of ${JSON.stringify(key)} is empty: at least one was wanted`);
    }
    for (const node of nodes) {
      if (node.type === "string") continue;
      const given = kindInWords(node);
      mistakes.add(node, `${JSON.stringify(key)} is ${given}, text or a list of texts was wanted`);
    }
    return [key, nodes.map((node) => `${node.value}`)];
  }));
}

function objectMembers(
  value: ConfigNode,
  { name, mistakes }: { name: string; mistakes: ConfigMistakes },
): Member[] {
  if (value.type === "object") return membersOf(value, mistakes);
  mistakes.add(value, `"${name}" is ${kindInWords(value)}, an object was wanted: { … }`);
  return [];
}
