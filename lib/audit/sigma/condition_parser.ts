/**
 * Parses the condition of a Sigma rule: `selection and not 1 of filter_*`.
 *
 * @module
 */
import { quoted, SigmaError } from "./sigma_error.ts";

/** A condition: what of the selections must hold. */
export type ConditionTree =
  | { readonly kind: "and" | "or"; readonly parts: readonly ConditionTree[] }
  | { readonly kind: "not"; readonly part: ConditionTree }
  | { readonly kind: "selection"; readonly name: string }
  | { readonly kind: "of"; readonly least: number; readonly names: readonly string[] };

/** Where a condition stands, and the selections that it can name. */
export interface ConditionPlace {
  readonly line: number;
  readonly names: readonly string[];
}

/** More words than in any rule, and few enough for one call each. */
const MOST_WORDS = 2000;
const DEEPEST = 100;

/**
 * Parses a condition. `not` binds closest, then `and`, then `or`.
 *
 * @throws {SigmaError} for anything else, and for names that no selection has.
 */
export function parseCondition(text: string, place: ConditionPlace): ConditionTree {
  const words: readonly string[] = text.match(/[()|]|[^\s()|]+/g) ?? [];
  if (words.includes("|")) {
    throw new SigmaError(
      "its condition counts events over time (with |), and a snapshot holds one moment",
      place.line,
    );
  }
  if (words.length > MOST_WORDS) throw new SigmaError("its condition is too long", place.line);
  const parser = new ConditionParser(words, place);
  return parser.whole();
}

class ConditionParser {
  readonly #words: readonly string[];
  readonly #place: ConditionPlace;
  #at = 0;
  #depth = 0;

  constructor(words: readonly string[], place: ConditionPlace) {
    this.#words = words;
    this.#place = place;
  }

  whole(): ConditionTree {
    if (this.#words.length === 0) throw this.#wrong("its condition is empty");
    const tree = this.#or();
    if (this.#at < this.#words.length) {
      throw this.#wrong(`its condition has ${this.#next()} where and, or, or its end is wanted`);
    }
    return tree;
  }

  #or(): ConditionTree {
    const parts = [this.#and()];
    while (this.#takes("or")) parts.push(this.#and());
    return parts.length === 1 ? parts[0]! : { kind: "or", parts };
  }

  #and(): ConditionTree {
    const parts = [this.#not()];
    while (this.#takes("and")) parts.push(this.#not());
    return parts.length === 1 ? parts[0]! : { kind: "and", parts };
  }

  #not(): ConditionTree {
    if (++this.#depth > DEEPEST) throw this.#wrong("its condition is nested too deep");
    try {
      if (!this.#takes("not")) return this.#one();
      return { kind: "not", part: this.#not() };
    } finally {
      this.#depth--;
    }
  }

  #one(): ConditionTree {
    if (this.#takes("(")) {
      const tree = this.#or();
      if (!this.#takes(")")) throw this.#wrong("its condition has a ( without its )");
      return tree;
    }
    const word = this.#words[this.#at];
    if (word === undefined) throw this.#wrong("its condition ends where a selection is wanted");
    if (/^(?:\d+|any|all)$/i.test(word) && this.#words[this.#at + 1]?.toLowerCase() === "of") {
      this.#at += 2;
      return this.#of(word.toLowerCase());
    }
    if (this.#isWord(word)) {
      throw this.#wrong(`its condition has ${this.#next()} where a selection is wanted`);
    }
    this.#at++;
    if (!this.#place.names.includes(word)) {
      throw this.#wrong(`its condition names ${quoted(word)}, and there is no such selection`);
    }
    return { kind: "selection", name: word };
  }

  #of(count: string): ConditionTree {
    const pattern = this.#words[this.#at++];
    if (pattern === undefined || /^[()]$/.test(pattern)) {
      throw this.#wrong(`its condition lacks the selections behind ${count} of`);
    }
    const names = namesLike(pattern, this.#place.names);
    const least = count === "all" ? names.length : count === "any" ? 1 : Number(count);
    if (least === 0 && count !== "all") {
      throw this.#wrong("its condition has 0 of, which always holds");
    }
    // Who takes all filters out of a rule leaves `not 1 of filter_*`: none of them holds.
    const isUnderNot = this.#words[this.#at - 4]?.toLowerCase() === "not";
    if (names.length === 0 && (!isUnderNot || count === "all")) {
      throw this.#wrong(`its condition names ${quoted(pattern)}, and there is no such selection`);
    }
    if (names.length > 0 && least > names.length) {
      throw this.#wrong(
        `its condition wants ${count} of ${quoted(pattern)}, and there are ${names.length}`,
      );
    }
    return { kind: "of", least, names };
  }

  #takes(word: string): boolean {
    if (this.#words[this.#at]?.toLowerCase() !== word) return false;
    // A selection can be called `Not`.
    if (this.#words[this.#at] !== word && this.#place.names.includes(this.#words[this.#at]!)) {
      return false;
    }
    this.#at++;
    return true;
  }

  #isWord(word: string): boolean {
    return /^(?:and|or|not|of|\(|\))$/i.test(word) && !this.#place.names.includes(word);
  }

  #next(): string {
    return quoted(this.#words[this.#at]!);
  }

  #wrong(problem: string): SigmaError {
    return new SigmaError(problem, this.#place.line);
  }
}

/** The selections behind `of`; those that begin with `_` are only meant where they are named so. */
function namesLike(pattern: string, names: readonly string[]): string[] {
  const isThem = pattern.toLowerCase() === "them" && !names.includes(pattern);
  const parts = pattern.split("*");
  return names.filter((name) =>
    (pattern.startsWith("_") || !name.startsWith("_")) && (isThem || isLike(name, parts))
  );
}

/** Whether a name is made of these parts with anything between them. */
function isLike(name: string, [first = "", ...others]: readonly string[]): boolean {
  const last = others.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of others) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
