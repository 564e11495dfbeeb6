/**
 * A second reading of Sigma rules, to compare netwho's with: another package for YAML, regular expressions
 * for wildcards, JavaScript for conditions, and events of which everything is known. Slow and plain.
 *
 * @module
 */
import { parse } from "@std/yaml/parse";

/** An event: every field that it has is known. */
export type OracleEvent = Readonly<Record<string, string>>;

/** A rule as YAML has it. */
export interface OracleRule {
  readonly id: string;
  readonly level: string;
  readonly author: string;
  readonly logsource: { readonly product?: string };
  readonly detection: Readonly<Record<string, unknown>> & { readonly condition: string };
}

/** What `%name%` stands for. */
export type OracleLists = Readonly<Record<string, readonly string[]>>;

/** Reads a rule. */
export function oracleRule(text: string): OracleRule {
  return parse(text) as OracleRule;
}

/** Whether an event matches. */
export function oracleMatches(rule: OracleRule, event: OracleEvent, lists: OracleLists): boolean {
  const { condition, ...selections } = rule.detection;
  const holds = (name: string) => selectionHolds(selections[name], event, lists);
  const names = Object.keys(selections);
  const script = condition
    .replace(/\b(1|any|all) of ([\w*]+)/g, (_, count, pattern) => {
      const like = new RegExp(`^${pattern === "them" ? "[^_].*" : pattern.replaceAll("*", ".*")}$`);
      const found = names.filter((name) => like.test(name)).map((name) => `$${name}`);
      return `(${found.join(count === "all" ? " and " : " or ")})`;
    })
    .replace(
      /\$?\b(?!and\b|or\b|not\b)[A-Za-z_]\w*/g,
      (name) => String(holds(name.replace("$", ""))),
    )
    .replace(/\band\b/g, "&&").replace(/\bor\b/g, "||").replace(/\bnot\b/g, "!");
  return new Function(`return ${script}`)();
}

function selectionHolds(selection: unknown, event: OracleEvent, lists: OracleLists): boolean {
  if (Array.isArray(selection)) return selection.some((one) => selectionHolds(one, event, lists));
  return Object.entries(selection as Record<string, unknown>).every(([key, given]) => {
    const [field = "", ...modifiers] = key.split("|");
    const values = [given].flat().flatMap((value): readonly unknown[] =>
      modifiers.includes("expand") ? expanded(String(value), lists) : [value]
    );
    const test = (value: unknown) => valueHolds(event[field], value, modifiers);
    return modifiers.includes("all") ? values.every(test) : values.some(test);
  });
}

function expanded(text: string, lists: OracleLists): readonly string[] {
  const name = /^%(.*)%$/.exec(text)?.[1];
  return name === undefined ? [text] : lists[name]!;
}

function valueHolds(
  actual: string | undefined,
  value: unknown,
  modifiers: readonly string[],
): boolean {
  if (value === null || value === "") return (actual ?? "") === "";
  if (actual === undefined) return false;
  if (modifiers.includes("cidr")) return inBlock(actual, String(value));
  const open = modifiers.includes("contains") || modifiers.includes("endswith") ? ".*" : "";
  const close = modifiers.includes("contains") || modifiers.includes("startswith") ? ".*" : "";
  // A backslash before a wildcard or a backslash takes its meaning away.
  const parts = String(value).split(/(\\[\\*?]|[*?])/);
  const pattern = parts.map((part) => {
    if (part === "*") return ".*";
    if (part === "?") return ".";
    const plain = /^\\[\\*?]$/.test(part) ? part.slice(1) : part;
    return plain.replaceAll(/[^\w\s]/g, "\\$&");
  }).join("");
  return new RegExp(`^${open}${pattern}${close}$`, "is").test(actual);
}

/** Compares the bits of two addresses as texts. */
function inBlock(address: string, block: string): boolean {
  const [base = "", length = ""] = block.split("/");
  if (base.includes(":") !== address.includes(":")) return false;
  return bitsOf(base).slice(0, Number(length)) === bitsOf(address).slice(0, Number(length));
}

function bitsOf(address: string): string {
  if (!address.includes(":")) {
    return address.split(".").map((octet) => Number(octet).toString(2).padStart(8, "0")).join("");
  }
  const [before = "", after] = address.split("::");
  const groups = (text: string) => text.split(":").filter((group) => group !== "");
  const head = groups(before);
  const tail = groups(after ?? "");
  const zeros = new Array(8 - head.length - tail.length).fill("0");
  return [...head, ...zeros, ...tail]
    .map((group) => parseInt(group, 16).toString(2).padStart(16, "0")).join("");
}
