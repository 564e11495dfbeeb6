/**
 * Reads YAML into a tree that knows its lines. A file from outside can be made to exhaust a reader (an
 * alias of ten aliases of ten aliases…), so that size, depth and the number of values have limits.
 *
 * @module
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  Scalar,
  type YAMLMap,
} from "yaml";
import { quoted, SigmaError } from "./sigma_error.ts";

/** A value of YAML, and its line from 1. */
export type YamlValue = YamlMap | YamlList | YamlScalar;

/** A mapping. */
export interface YamlMap {
  readonly kind: "map";
  readonly line: number;
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

/** A key with its value. */
export interface YamlEntry {
  readonly line: number;
  readonly value: YamlValue;
}

/** A sequence. */
export interface YamlList {
  readonly kind: "list";
  readonly line: number;
  readonly items: readonly YamlValue[];
}

/** Anything else. */
export interface YamlScalar {
  readonly kind: "scalar";
  readonly line: number;
  readonly value: string | number | boolean | null;
  /** As it is written, so that `007` stays `007`; of a text its content. */
  readonly text: string;
}

/** The most values in a document, with those that aliases repeat. */
const MOST_VALUES = 50_000;
/** The deepest nesting. */
const DEEPEST = 40;

/**
 * Reads all documents of a text: the value of each, or what is wrong with it. Empty ones are left out.
 */
export function readYaml(text: string): (YamlValue | SigmaError)[] {
  // The package goes down one call for each level.
  const tooDeep = lineNestedDeeper(text, 200);
  if (tooDeep !== null) return [new SigmaError("it is nested too deep", tooDeep)];
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    // Compares each key with all others: a second for ten thousand. The tree looks itself.
    uniqueKeys: false,
    logLevel: "silent",
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document): (YamlValue | SigmaError)[] => {
    const [error] = document.errors;
    if (error !== undefined) {
      return [new SigmaError(`it is no YAML: ${inWords(error.message)}`, lineAt(error.pos[0]))];
    }
    if (document.contents === null) return [];
    try {
      return [new TreeReader(lineAt).read(document.contents, 0)];
    } catch (thrown) {
      if (!(thrown instanceof SigmaError)) throw thrown;
      return [thrown];
    }
  });

  function lineAt(offset: number): number {
    return Math.max(lines.linePos(offset).line, 1);
  }
}

/** Messages of the package begin with a capital, and can go on for lines. */
function inWords(message: string): string {
  const first = message.split("\n")[0]!.replace(/\.$/, "").slice(0, 200);
  return first.charAt(0).toLowerCase() + first.slice(1);
}

/** The first line with more brackets open, or further to the right, than a rule has; null if none is. */
function lineNestedDeeper(text: string, most: number): number | null {
  let [line, open, blockDepth, isIndenting] = [1, 0, 0, true];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (character === "\n") {
      [line, blockDepth, isIndenting] = [line + 1, 0, true];
    } else if (character === "[" || character === "{") {
      if (++open > most) return line;
    } else if (character === "]" || character === "}") {
      open = Math.max(open - 1, 0);
    } else if (isIndenting && (character === "-" || character === "?")) {
      // `- - - - x` is a list of lists.
      if (++blockDepth > most) return line;
    } else if (character === " ") {
      if (isIndenting && ++blockDepth > 2000) return line;
    } else {
      isIndenting = false;
    }
  }
  return null;
}

/** Turns nodes of the package into a tree. */
class TreeReader {
  readonly #lineAt: (offset: number) => number;
  readonly #anchors = new Map<string, unknown>();
  #count = 0;

  constructor(lineAt: (offset: number) => number) {
    this.#lineAt = lineAt;
  }

  read(node: unknown, depth: number): YamlValue {
    const line = this.#lineOf(node);
    if (depth > DEEPEST) throw new SigmaError("it is nested too deep", line);
    if (++this.#count > MOST_VALUES) {
      throw new SigmaError(`it holds more than ${MOST_VALUES} values, with those of aliases`, line);
    }
    if (isAlias(node)) {
      if (!this.#anchors.has(node.source)) {
        throw new SigmaError(`nothing before it has the anchor &${node.source}`, line);
      }
      return this.read(this.#anchors.get(node.source), depth + 1);
    }
    if (isScalar(node) || isMap(node) || isSeq(node)) {
      if (node.anchor !== undefined) this.#anchors.set(node.anchor, node);
    }
    if (isMap(node)) return { kind: "map", line, entries: this.#entriesOf(node, depth) };
    if (isSeq(node)) {
      return { kind: "list", line, items: node.items.map((item) => this.read(item, depth + 1)) };
    }
    return isScalar(node) ? scalarOf(node, line) : { kind: "scalar", line, value: null, text: "" };
  }

  #entriesOf(map: YAMLMap, depth: number): Map<string, YamlEntry> {
    const entries = new Map<string, YamlEntry>();
    const merged: YamlMap[] = [];
    for (const { key, value } of map.items) {
      const line = this.#lineOf(key);
      const name = this.read(key, depth + 1);
      if (name.kind !== "scalar") throw new SigmaError("a key must be a word", line);
      const read = this.read(value, depth + 1);
      if (name.text === "<<" && isScalar(key) && key.type === Scalar.PLAIN) {
        merged.push(...mapsOf(read));
        continue;
      }
      if (entries.has(name.text)) {
        throw new SigmaError(`the key ${quoted(name.text)} stands twice`, line);
      }
      entries.set(name.text, { line, value: read });
    }
    for (const { entries: others } of merged) {
      for (const [name, entry] of others) if (!entries.has(name)) entries.set(name, entry);
    }
    return entries;
  }

  #lineOf(node: unknown): number {
    const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
      ? node.range
      : undefined;
    return range ? this.#lineAt(range[0]) : 1;
  }
}

/** What a merge key (`<<`) adds. */
function mapsOf(value: YamlValue): YamlMap[] {
  const maps = value.kind === "list" ? value.items : [value];
  return maps.map((map) => {
    if (map.kind !== "map") throw new SigmaError("<< must be followed by a mapping", map.line);
    return map;
  });
}

function scalarOf(node: Scalar, line: number): YamlScalar {
  const { value, source } = node;
  if (typeof value === "string") return { kind: "scalar", line, value, text: value };
  const known = typeof value === "number" || typeof value === "boolean" ? value : null;
  return { kind: "scalar", line, value: known, text: known === null ? "" : source ?? `${known}` };
}
