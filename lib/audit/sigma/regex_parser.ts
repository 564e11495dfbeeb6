/**
 * Parses regular expressions of Sigma rules: those of PCRE that the specification allows, without what
 * needs going back (references, looking around). See run_regex.ts for why they are no `RegExp`.
 *
 * @module
 */
import { SigmaError } from "./sigma_error.ts";

/** A regular expression, in parts. */
export type RegexTree =
  | { readonly kind: "character"; readonly matches: CharacterTest }
  | { readonly kind: "all" | "either"; readonly parts: readonly RegexTree[] }
  | {
    readonly kind: "repeat";
    readonly part: RegexTree;
    readonly least: number;
    readonly most: number;
  }
  | { readonly kind: "place"; readonly place: Place };

/** Whether a character, by its number, is one that is meant. */
export type CharacterTest = (code: number) => boolean;

/** A place between characters. */
export type Place =
  | "textStart"
  | "lineStart"
  | "textEnd"
  | "lastLineEnd"
  | "lineEnd"
  | "wordEdge"
  | "noWordEdge";

/** How a regular expression is read. */
export interface RegexFlags {
  /** Whether upper and lower case are one. */
  readonly i: boolean;
  /** Whether `^` and `$` are for lines. */
  readonly m: boolean;
  /** Whether `.` is for line ends too. */
  readonly s: boolean;
}

/** How a regular expression is read, and where it stands. */
export interface RegexPlace {
  readonly flags: RegexFlags;
  readonly line: number;
}

const NEWLINE = 10;

const isDigit: CharacterTest = (code) => code >= 48 && code <= 57;
const isSpace: CharacterTest = (code) => code === 32 || (code >= 9 && code <= 13);
const isLower: CharacterTest = (code) => code >= 97 && code <= 122;
const isUpper: CharacterTest = (code) => code >= 65 && code <= 90;
const isLetter: CharacterTest = (code) => isLower(code) || isUpper(code);

const isAny: CharacterTest = () => true;
const isAnyInLine: CharacterTest = (code) => code !== NEWLINE;

/** Whether a part is a point, which is for any character. */
export function isPoint(tree: RegexTree): boolean {
  return tree.kind === "character" && (tree.matches === isAny || tree.matches === isAnyInLine);
}

/** Whether a character is one of a word, for `\w` and `\b`. */
export function isWordCharacter(code: number): boolean {
  return isLetter(code) || isDigit(code) || code === 95;
}

const CLASSES: Readonly<Record<string, CharacterTest>> = {
  d: isDigit,
  s: isSpace,
  w: isWordCharacter,
  h: (code) => code === 32 || code === 9,
};

const NAMED_CLASSES: Readonly<Record<string, CharacterTest>> = {
  alpha: isLetter,
  digit: isDigit,
  alnum: (code) => isLetter(code) || isDigit(code),
  upper: isUpper,
  lower: isLower,
  space: isSpace,
  word: isWordCharacter,
  xdigit: (code) => isDigit(code) || (code >= 65 && code <= 70) || (code >= 97 && code <= 102),
  punct: (code) => code > 32 && code < 127 && !isLetter(code) && !isDigit(code),
};

const CONTROLS: Readonly<Record<string, number>> = {
  t: 9,
  n: 10,
  v: 11,
  f: 12,
  r: 13,
  e: 27,
  a: 7,
};

const PLACES: Readonly<Record<string, Place>> = {
  A: "textStart",
  b: "wordEdge",
  B: "noWordEdge",
  z: "textEnd",
  Z: "lastLineEnd",
};

const DEEPEST = 100;
const MOST_REPEATS = 1000;

/**
 * Parses a regular expression.
 *
 * @throws {SigmaError} for what is none, and for what netwho does not support.
 */
export function parseRegex(text: string, { flags, line }: RegexPlace): RegexTree {
  return new RegexParser(text, flags, line).whole();
}

class RegexParser {
  readonly #text: readonly string[];
  readonly #line: number;
  #flags: RegexFlags;
  #at = 0;
  #depth = 0;

  constructor(text: string, flags: RegexFlags, line: number) {
    this.#text = Array.from(text);
    this.#flags = flags;
    this.#line = line;
  }

  whole(): RegexTree {
    const tree = this.#either();
    if (this.#at < this.#text.length) throw this.#wrong("has a ) without its (");
    return tree;
  }

  #either(): RegexTree {
    if (++this.#depth > DEEPEST) throw this.#wrong("is nested too deep");
    // `(?i)` holds to the end of its group.
    const outer = this.#flags;
    const parts = [this.#sequence()];
    while (this.#takes("|")) parts.push(this.#sequence());
    this.#flags = outer;
    this.#depth--;
    return parts.length === 1 ? parts[0]! : { kind: "either", parts };
  }

  #sequence(): RegexTree {
    const parts: RegexTree[] = [];
    while (this.#at < this.#text.length && this.#peek() !== "|" && this.#peek() !== ")") {
      const part = this.#one();
      if (part !== null) parts.push(this.#repeated(part));
    }
    return parts.length === 1 ? parts[0]! : { kind: "all", parts };
  }

  #repeated(part: RegexTree): RegexTree {
    let tree = part;
    for (let counts = this.#counts(); counts !== null; counts = this.#counts()) {
      if (tree !== part) throw this.#wrong("repeats a repetition");
      const [least, most] = counts;
      if (least > MOST_REPEATS || (most !== Infinity && most > MOST_REPEATS)) {
        throw this.#wrong(`repeats something more than ${MOST_REPEATS} times`);
      }
      if (least > most) throw this.#wrong("has numbers out of order in {}");
      if (this.#takes("+")) throw this.#unsupported("a possessive quantifier");
      // Lazy or not is the same for whether it matches.
      this.#takes("?");
      tree = { kind: "repeat", part: tree, least, most };
    }
    return tree;
  }

  #counts(): [least: number, most: number] | null {
    if (this.#takes("*")) return [0, Infinity];
    if (this.#takes("+")) return [1, Infinity];
    if (this.#takes("?")) return [0, 1];
    const braces = this.#ahead(/^\{(\d{1,9})(,?)(\d{0,9})\}/, 24);
    if (braces === null) return null;
    const [, least = "", comma, most = ""] = braces;
    if (comma === "" && most !== "") return null;
    this.#at += braces[0]!.length;
    return [Number(least), comma === "" ? Number(least) : most === "" ? Infinity : Number(most)];
  }

  /** Null for what stands for nothing: a comment, a change of flags. */
  #one(): RegexTree | null {
    const character = this.#take();
    switch (character) {
      case "(":
        return this.#group();
      case "[":
        return this.#set();
      case ".":
        return { kind: "character", matches: this.#flags.s ? isAny : isAnyInLine };
      case "^":
        return { kind: "place", place: this.#flags.m ? "lineStart" : "textStart" };
      case "$":
        return { kind: "place", place: this.#flags.m ? "lineEnd" : "lastLineEnd" };
      case "*":
      case "+":
      case "?":
        throw this.#wrong(`has a ${character} that repeats nothing`);
      case "\\":
        return this.#escaped();
      default:
        return this.#character(character.codePointAt(0)!);
    }
  }

  /** Null for a comment, and for flags that hold from here on. */
  #group(): RegexTree | null {
    const outer = this.#flags;
    if (this.#takes("?")) {
      if (this.#takes("#")) {
        while (this.#take() !== ")");
        return null;
      }
      if (this.#ahead(/^(?:[=!>|&]|<[=!])/, 2) !== null) {
        throw this.#unsupported("looking around, or an atomic group");
      }
      const name = this.#ahead(/^(?:P?<[A-Za-z_]\w{0,40}>|'[A-Za-z_]\w{0,40}')/, 50);
      if (name !== null) this.#at += name[0]!.length;
      else if (this.#readFlags() === ")") return null;
    }
    const tree = this.#either();
    this.#flags = outer;
    if (!this.#takes(")")) throw this.#wrong("has a ( without its )");
    return tree;
  }

  /** Reads the flags of `(?i)` and `(?i:`, and what ends them. */
  #readFlags(): string {
    const found = this.#ahead(/^([a-zA-Z]*)(?:-([a-zA-Z]*))?([:)])/, 24);
    if (found === null || /[^ims]/.test(`${found[1]}${found[2] ?? ""}`)) {
      throw this.#unsupported("a kind of group");
    }
    const [all, on = "", off = "", end] = found;
    this.#at += all!.length;
    const { i, m, s } = this.#flags;
    const isSet = (flag: string, was: boolean) => (was || on.includes(flag)) && !off.includes(flag);
    this.#flags = { i: isSet("i", i), m: isSet("m", m), s: isSet("s", s) };
    return end!;
  }

  /** What a backslash begins, outside of brackets. */
  #escaped(): RegexTree {
    const letter = this.#peek();
    const place = PLACES[letter ?? ""];
    if (place !== undefined) {
      this.#at++;
      return { kind: "place", place };
    }
    if (letter !== undefined && /[1-9gk]/.test(letter)) throw this.#unsupported("a reference back");
    const meant = this.#escape();
    return typeof meant === "number"
      ? this.#character(meant)
      : { kind: "character", matches: meant };
  }

  /** A character by its number, or a class of them. */
  #escape(): number | CharacterTest {
    const letter = this.#take();
    const named = CLASSES[letter.toLowerCase()];
    if (named !== undefined) {
      return letter === letter.toLowerCase() ? named : (code) => !named(code);
    }
    if (letter === "x" || letter === "u") {
      const digits = this.#ahead(/^(?:\{([\da-fA-F]{1,6})\}|([\da-fA-F]{2}(?:[\da-fA-F]{2})?))/, 8);
      if (digits === null) throw this.#wrong(`has a \\${letter} without its number`);
      const hex = digits[1] ?? (letter === "x" ? digits[2]!.slice(0, 2) : digits[2]!);
      this.#at += digits[1] === undefined ? hex.length : digits[0]!.length;
      return parseInt(hex, 16);
    }
    const control = CONTROLS[letter];
    if (control !== undefined) return control;
    if (/[A-Za-z0-9]/.test(letter)) throw this.#unsupported(`\\${letter}`);
    return letter.codePointAt(0)!;
  }

  /** What stands in brackets. */
  #set(): RegexTree {
    const isNegated = this.#takes("^");
    const tests: CharacterTest[] = [];
    for (let isFirst = true; isFirst || this.#peek() !== "]"; isFirst = false) {
      const named = this.#ahead(/^\[:(\^?)([a-z]+):\]/, 14);
      const namedTest = NAMED_CLASSES[named?.[2] ?? ""];
      if (named !== null && namedTest !== undefined) {
        this.#at += named[0]!.length;
        tests.push(named[1] === "^" ? (code) => !namedTest(code) : namedTest);
        continue;
      }
      const from = this.#setMember();
      const isRange = this.#peek() === "-" && this.#text[this.#at + 1] !== "]" &&
        this.#text[this.#at + 1] !== undefined;
      if (typeof from === "number" && isRange) {
        this.#at++;
        const to = this.#setMember();
        if (typeof to !== "number" || to < from) {
          throw this.#wrong("has a range out of order in []");
        }
        tests.push((code) => code >= from && code <= to);
      } else {
        tests.push(typeof from === "number" ? (code) => code === from : from);
      }
    }
    this.#at++;
    const isIn = this.#inAnyCase((code) => tests.some((test) => test(code)));
    return { kind: "character", matches: isNegated ? (code) => !isIn(code) : isIn };
  }

  #setMember(): number | CharacterTest {
    const character = this.#take();
    if (character !== "\\") return character.codePointAt(0)!;
    if (this.#takes("b")) return 8;
    return this.#escape();
  }

  #character(code: number): RegexTree {
    return { kind: "character", matches: this.#inAnyCase((other) => other === code) };
  }

  /** Tests a character in upper and in lower case as well, where the flags say so. */
  #inAnyCase(test: CharacterTest): CharacterTest {
    if (!this.#flags.i) return test;
    return (code) => {
      if (test(code)) return true;
      const text = String.fromCodePoint(code);
      return test(text.toLowerCase().codePointAt(0)!) || test(text.toUpperCase().codePointAt(0)!);
    };
  }

  #peek(): string | undefined {
    return this.#text[this.#at];
  }

  #take(): string {
    const character = this.#text[this.#at++];
    if (character === undefined) throw this.#wrong("ends too early");
    return character;
  }

  #takes(character: string): boolean {
    if (this.#peek() !== character) return false;
    this.#at++;
    return true;
  }

  /** What comes next, looked for in so many characters. */
  #ahead(pattern: RegExp, length: number): RegExpExecArray | null {
    return pattern.exec(this.#text.slice(this.#at, this.#at + length).join(""));
  }

  #wrong(problem: string): SigmaError {
    return new SigmaError(`its regular expression ${problem}`, this.#line);
  }

  #unsupported(what: string): SigmaError {
    return this.#wrong(`has ${what}, which netwho does not support`);
  }
}
