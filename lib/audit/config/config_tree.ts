/**
 * Parses the text of a config: JSON, and the comments and trailing commas that editors let pass in the
 * settings of programs.
 *
 * @module
 */
import { type Node, type ParseError as Slip, parseTree } from "jsonc-parser";
import type { ConfigMistakes } from "./config_mistakes.ts";

/** A value in the text of a config, with its place. */
export type ConfigNode = Node;

/** A key of an object with its value. */
export interface Member {
  readonly key: string;
  readonly keyNode: ConfigNode;
  readonly value: ConfigNode;
}

/** The numbers of the library's errors: its enumeration exists for the compiler alone. */
const SLIPS: Readonly<Record<number, string>> = {
  1: "not a word of JSON: text stands in double quotes",
  2: "not a number of JSON",
  3: "a key in double quotes was wanted",
  4: "a value was wanted",
  5: "a colon was wanted",
  6: "a comma was wanted",
  7: "a closing brace } was wanted",
  8: "a closing bracket ] was wanted",
  9: "the end was wanted: there is one object in a config",
  11: "the comment has no end: */ is missing",
  12: "the text has no end: a double quote is missing",
  13: "the number has no end",
  14: "not a character by its number: \\u and four hexadecimal digits were wanted",
  15: "an unknown \\ in text: write a backslash as \\\\",
  16: "a character that text cannot hold: write a tab as \\t and a line break as \\n",
};

/** Parses a text; null, with a mistake, for what is not JSON. */
export function parseConfigTree(text: string, mistakes: ConfigMistakes): ConfigNode | null {
  const slips: Slip[] = [];
  let tree: Node | undefined;
  try {
    tree = parseTree(text, slips, { allowTrailingComma: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    mistakes.add({ offset: 0 }, "it is nested too deeply");
    return null;
  }
  const [slip] = slips;
  if (slip === undefined && tree !== undefined) return tree;
  if (text.trim() === "") mistakes.add({ offset: 0 }, "it is empty: at least {} was wanted");
  else mistakes.add(slip ?? { offset: 0 }, SLIPS[slip?.error ?? 4] ?? "not JSON");
  return null;
}

/** The members of an object; a key that is there twice is a mistake. */
export function membersOf(node: ConfigNode, mistakes: ConfigMistakes): Member[] {
  const seen = new Set<string>();
  return (node.children ?? []).flatMap(({ children }) => {
    const [keyNode, value] = children ?? [];
    if (keyNode === undefined || value === undefined) return [];
    const key = keyNode.value as string;
    if (seen.has(key)) mistakes.add(keyNode, `${JSON.stringify(key)} is there twice`);
    seen.add(key);
    return [{ key, keyNode, value }];
  });
}

/** A value in words: `the number 5`, `null`, `a list`. */
export function kindInWords({ type, value }: ConfigNode): string {
  switch (type) {
    case "string":
      return value === "" ? "empty text" : "text";
    case "number":
    case "boolean":
      return `${value}`;
    case "array":
      return "a list";
    case "object":
      return "an object";
    default:
      return "null";
  }
}
