/**
 * Runs regular expressions in a time that grows with the text and no faster. `RegExp` goes back when it
 * fails: `(a+)+$` of a rule would stop an audit for good at the first long command line, and nothing can
 * interrupt it. This one follows all ways at once (Thompson 1968).
 *
 * @module
 */
import {
  type CharacterTest,
  isPoint,
  isWordCharacter,
  parseRegex,
  type Place,
  type RegexPlace,
  type RegexTree,
} from "./regex_parser.ts";
import { SigmaError } from "./sigma_error.ts";

/** A step of a program. */
type Step =
  | { readonly kind: "character"; readonly matches: CharacterTest }
  | { readonly kind: "place"; readonly place: Place }
  | { readonly kind: "fork"; one: number; other: number }
  | { readonly kind: "jump"; to: number }
  | { readonly kind: "found" };

const MOST_STEPS = 5000;

/** A regular expression, ready to run. */
export class LinearRegex {
  readonly #asksForBeginning: boolean;
  readonly #steps: Step[] = [];
  #parts = 0;

  /** @throws {SigmaError} for what is none, and for what netwho does not support. */
  constructor(text: string, place: RegexPlace) {
    const tree = parseRegex(text, place);
    if (!this.#add(tree)) throw new SigmaError("its regular expression is too large", place.line);
    this.#steps.push({ kind: "found" });
    this.#asksForBeginning = asksForBeginning(tree);
  }

  /** Whether it is found anywhere in a text. */
  isIn(text: string): boolean {
    return this.#isFound(text, new Ways(this.#steps));
  }

  /** Whether it is found in a text of which only the end is known: null where that hangs on the rest. */
  isInEnd(end: string): boolean | null {
    if (!this.#asksForBeginning && this.isIn(end)) return true;
    const ways = new Ways(this.#steps);
    return ways.addBefore() || this.#isFound(end, ways) ? null : false;
  }

  #isFound(text: string, start: Ways): boolean {
    const codes = Array.from(text, (character) => character.codePointAt(0)!);
    let [now, next] = [start, new Ways(this.#steps)];
    for (let at = 0; at <= codes.length; at++) {
      if (now.add(0, codes, at)) return true;
      if (at === codes.length) break;
      next.clear();
      for (const index of now.indices) {
        const step = this.#steps[index]!;
        if (step.kind === "character" && step.matches(codes[at]!)) {
          if (next.add(index + 1, codes, at + 1)) return true;
        }
      }
      [now, next] = [next, now];
    }
    return false;
  }

  /** Adds the steps of a part; false where there are too many. */
  #add(tree: RegexTree): boolean {
    // Parts that are empty make no step.
    if (this.#steps.length > MOST_STEPS || ++this.#parts > 2 * MOST_STEPS) return false;
    switch (tree.kind) {
      case "character":
      case "place":
        this.#steps.push(tree);
        return true;
      case "all":
        return tree.parts.every((part) => this.#add(part));
      case "either":
        return this.#addEither(tree.parts);
      case "repeat":
        return this.#addRepeat(tree);
    }
  }

  #addEither(parts: readonly RegexTree[]): boolean {
    const jumps: { to: number }[] = [];
    for (const [index, part] of parts.entries()) {
      const isLast = index === parts.length - 1;
      const fork = { kind: "fork", one: this.#steps.length + 1, other: 0 } as const;
      const open: { one: number; other: number } = fork;
      if (!isLast) this.#steps.push(fork);
      if (!this.#add(part)) return false;
      if (isLast) break;
      const jump = { kind: "jump" as const, to: 0 };
      this.#steps.push(jump);
      jumps.push(jump);
      open.other = this.#steps.length;
    }
    for (const jump of jumps) jump.to = this.#steps.length;
    return true;
  }

  #addRepeat({ part, least, most }: RegexTree & { kind: "repeat" }): boolean {
    for (let count = 0; count < least; count++) if (!this.#add(part)) return false;
    if (most === Infinity) {
      const start = this.#steps.length;
      const fork = { kind: "fork" as const, one: start + 1, other: 0 };
      this.#steps.push(fork);
      if (!this.#add(part)) return false;
      this.#steps.push({ kind: "jump", to: start });
      fork.other = this.#steps.length;
      return true;
    }
    const forks: { other: number }[] = [];
    for (let count = least; count < most; count++) {
      const fork = { kind: "fork" as const, one: this.#steps.length + 1, other: 0 };
      this.#steps.push(fork);
      forks.push(fork);
      if (!this.#add(part)) return false;
    }
    for (const fork of forks) fork.other = this.#steps.length;
    return true;
  }
}

/**
 * Whether an expression asks where the text begins, or what stands before a place in it. One that begins
 * with `^.*` says that it does not matter: what is known in part (paths) has one line.
 */
function asksForBeginning(tree: RegexTree): boolean {
  switch (tree.kind) {
    case "character":
      return false;
    case "place":
      return !/end$/i.test(tree.place);
    case "repeat":
      return asksForBeginning(tree.part);
    case "either":
      return tree.parts.some(asksForBeginning);
    case "all": {
      const [first, second] = tree.parts;
      const isFree = first?.kind === "place" && /start$/i.test(first.place) &&
        second?.kind === "repeat" && second.least === 0 && second.most === Infinity &&
        isPoint(second.part);
      return tree.parts.slice(isFree ? 2 : 0).some(asksForBeginning);
    }
  }
}

/** The steps that can come next, each once. */
class Ways {
  readonly indices: number[] = [];
  readonly #steps: readonly Step[];
  readonly #isThere: Uint8Array;

  constructor(steps: readonly Step[]) {
    this.#steps = steps;
    this.#isThere = new Uint8Array(steps.length);
  }

  clear(): void {
    this.#isThere.fill(0);
    this.indices.length = 0;
  }

  /** Adds all steps that any text can lead to that goes on; true where the end is one of them. */
  addBefore(): boolean {
    const open = [0];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.#isThere[next] === 1) continue;
      this.#isThere[next] = 1;
      const step = this.#steps[next]!;
      if (step.kind === "found") return true;
      if (step.kind === "character") this.indices.push(next);
      if (step.kind === "jump") open.push(step.to);
      else if (step.kind === "fork") open.push(step.other, step.one);
      else if (step.kind === "character" || !/^(?:text|lastLine)End$/.test(step.place)) {
        open.push(next + 1);
      }
    }
    return false;
  }

  /** Adds a step and all that follow without a character; true where one of them is the end. */
  add(index: number, codes: readonly number[], at: number): boolean {
    const open = [index];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (this.#isThere[next] === 1) continue;
      this.#isThere[next] = 1;
      const step = this.#steps[next]!;
      if (step.kind === "found") return true;
      if (step.kind === "character") this.indices.push(next);
      else if (step.kind === "jump") open.push(step.to);
      else if (step.kind === "fork") open.push(step.other, step.one);
      else if (isPlace(step.place, codes, at)) open.push(next + 1);
    }
    return false;
  }
}

const NEWLINE = 10;

function isPlace(place: Place, codes: readonly number[], at: number): boolean {
  const { length } = codes;
  switch (place) {
    case "textStart":
      return at === 0;
    case "lineStart":
      return at === 0 || codes[at - 1] === NEWLINE;
    case "textEnd":
      return at === length;
    case "lastLineEnd":
      return at === length || (at === length - 1 && codes[at] === NEWLINE);
    case "lineEnd":
      return at === length || codes[at] === NEWLINE;
    case "wordEdge":
      return isWordAt(codes, at - 1) !== isWordAt(codes, at);
    case "noWordEdge":
      return isWordAt(codes, at - 1) === isWordAt(codes, at);
  }
}

function isWordAt(codes: readonly number[], at: number): boolean {
  const code = codes[at];
  return code !== undefined && isWordCharacter(code);
}
