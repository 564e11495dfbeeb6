/**
 * Reads the objects of JSON, NDJSON and everything between: arrays, objects one after another on one
 * line or many, arrays one after another; damaged or cut anywhere.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import { type Fields, isObject, parseJson } from "../../text/untrusted_json.ts";

/** An object, and the number of its first line. */
export interface JsonRecord {
  readonly line: number;
  readonly value: Fields;
}

/** The objects of a text and its rejected lines. */
export interface JsonText {
  readonly records: readonly JsonRecord[];
  readonly rejected: readonly Rejected[];
  /** How the text ends: whole; in an array, after an object; or within an object, or before one. */
  readonly ending: "whole" | "inArray" | "inObject";
}

/** Reads the objects of a text, in linear time. Never throws. */
export function readJson(text: string): JsonText {
  const reader = new JsonReader(text);
  reader.read();
  return reader;
}

/** What stands before a place: decides whether a comma belongs there. */
type Before = "nothing" | "value" | "comma";

class JsonReader implements JsonText {
  readonly records: JsonRecord[] = [];
  readonly rejected: Rejected[] = [];
  ending: JsonText["ending"] = "whole";
  readonly #text: string;
  #at = 0;
  /** The number of arrays that are open. */
  #open = 0;
  #before: Before = "nothing";
  #line = 1;
  /** Where the line with the number `#line` ends. */
  #lineEnd: number;
  /** The end of a line that is more than one object. */
  #mixedLine = -1;

  constructor(text: string) {
    this.#text = text;
    this.#lineEnd = endOfLine(text, 0);
  }

  read(): void {
    for (this.#skipSpace(); this.#at < this.#text.length; this.#skipSpace()) this.#readPart();
    if (this.ending === "whole" && this.#open > 0) {
      this.ending = this.#before === "value" ? "inArray" : "inObject";
    }
  }

  #readPart(): void {
    switch (this.#text[this.#at]) {
      case "{":
        return this.#readObject();
      case "[":
        this.#open++;
        return this.#step("nothing");
      case "]":
        if (this.#open === 0) return this.#rejectLine("an array ends that did not begin");
        if (this.#before === "comma") {
          this.#reject(this.#at + 1, "a comma before the end of the array");
        }
        this.#open--;
        return this.#step("value");
      case ",":
        if (this.#before !== "value") {
          this.#reject(this.#at + 1, "a comma with nothing before it");
        }
        return this.#step("comma");
      default:
        return this.#readOther();
    }
  }

  #step(before: Before): void {
    this.#at++;
    this.#before = before;
  }

  /** Most objects fill a line, which saves looking for their end. */
  #readObject(): void {
    const start = this.#at;
    this.#lineOf(start);
    const lineEnd = this.#lineEnd;
    if (this.#mixedLine !== lineEnd) {
      const last = lastOfObject(this.#text, start, lineEnd);
      if (last !== null && this.#take(start, last)) return;
      this.#mixedLine = lineEnd;
    }
    const end = endOfObject(this.#text, start);
    if (typeof end === "number") {
      if (!this.#take(start, end)) {
        this.#reject(end, "not JSON");
        this.#at = end;
        this.#before = "value";
      }
      return;
    }
    const wrapped = WRAPPER.exec(this.#text.slice(start, start + LONGEST_WRAPPER));
    if (wrapped !== null) {
      // The array that PowerShell 5.1 wrapped is cut off; its first objects may be whole.
      this.#open++;
      this.#at = start + wrapped[0].length;
      this.#before = "nothing";
      return;
    }
    const next = nextObjectLine(this.#text, start);
    if (next === null && end === "cut") {
      this.ending = "inObject";
      this.#at = this.#text.length;
      return;
    }
    this.#reject(next ?? this.#text.length, "not JSON");
    this.#at = next ?? lineEnd;
    this.#before = next === null ? "value" : "comma";
  }

  #take(start: number, end: number): boolean {
    const value = parseJson(this.#text.slice(start, end));
    if (!isObject(value)) return false;
    const line = this.#lineOf(start);
    for (const object of unwrapped(value)) {
      if (isObject(object)) this.records.push({ line, value: object });
      else this.#rejectValue(object, line);
    }
    this.#at = end;
    this.#before = "value";
    return true;
  }

  /** Reads a value that is no object; a line that is not JSON is rejected to its end. */
  #readOther(): void {
    SCALAR.lastIndex = this.#at;
    const scalar = SCALAR.exec(this.#text)?.[0];
    const value = scalar === undefined ? undefined : parseJson(scalar);
    if (value === undefined) return this.#rejectLine("not JSON");
    this.#rejectValue(value, this.#lineOf(this.#at));
    this.#at += scalar!.length;
    this.#before = "value";
  }

  #rejectValue(value: unknown, line: number): void {
    const text = JSON.stringify(value).slice(0, LONGEST_REJECTED);
    this.rejected.push({ line, text, reason: "not an object" });
  }

  #rejectLine(reason: string): void {
    this.#lineOf(this.#at);
    const end = this.#lineEnd;
    this.#reject(end, reason);
    this.#at = end;
    this.#before = "value";
  }

  #reject(end: number, reason: string): void {
    const text = this.#text.slice(this.#at, Math.min(end, this.#at + LONGEST_REJECTED)).trimEnd();
    this.rejected.push({ line: this.#lineOf(this.#at), text, reason });
  }

  #skipSpace(): void {
    while (isSpace(this.#text.charCodeAt(this.#at))) this.#at++;
  }

  /** The number of a line, at or after the one asked for last. */
  #lineOf(at: number): number {
    while (this.#lineEnd < at) {
      this.#line++;
      this.#lineEnd = endOfLine(this.#text, this.#lineEnd + 1);
    }
    return this.#line;
  }
}

/** A number, a word or a string, up to where a value may end. */
const SCALAR = /(?:"(?:[^"\\\n]|\\.){0,10000}"|[-+.\w]{1,100})(?=\s|[\],]|$)/y;

/** The start of an array of objects as PowerShell 5.1 wraps it: `{"value": [{…}], "Count": 2}`. */
const WRAPPER = /^\{\s*"value"\s*:\s*\[(?=\s*(?:\{|$))/;
const LONGEST_WRAPPER = 200;

/** The values of a wrapped array; the object itself if it wraps none. */
function unwrapped(object: Fields): readonly unknown[] {
  const { value } = object;
  if (!Array.isArray(value)) return [object];
  const others = Object.keys(object).filter((name) => name !== "value");
  const isWrapper = others.every((name) => name === "Count" || name.startsWith("@odata."));
  return isWrapper && others.length > 0 ? value : [object];
}

/** The end of an object that fills its line up to a comma; null if it does not. */
function lastOfObject(text: string, start: number, lineEnd: number): number | null {
  let end = lineEnd;
  while (end > start && isSpace(text.charCodeAt(end - 1))) end--;
  if (text[end - 1] === ",") end--;
  return text[end - 1] === "}" ? end : null;
}

/** Rows are flat: deeper nesting is damage, or somebody else's file. */
const DEEPEST = 64;

/**
 * Finds the end of the object that begins at `start`: `cut` if the text ends before it, `broken` if it
 * cannot be JSON. Text in quotes has no line ends in JSON, so damage rarely reaches another line.
 */
function endOfObject(text: string, start: number): number | "cut" | "broken" {
  const stack: number[] = [];
  let before = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) continue;
    if (code === QUOTE) {
      const end = endOfString(text, at);
      if (typeof end === "string") return end;
      at = end - 1;
    } else if (code === OPEN_OBJECT || code === OPEN_ARRAY) {
      const inArray = stack.at(-1) === OPEN_ARRAY;
      const fits = before === COLON || (inArray && (before === COMMA || before === OPEN_ARRAY));
      if (stack.length > 0 && !fits || stack.length === DEEPEST) return "broken";
      stack.push(code);
    } else if (code === CLOSE_OBJECT || code === CLOSE_ARRAY) {
      const opener = code === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_ARRAY;
      if (stack.pop() !== opener) return "broken";
      if (stack.length === 0) return at + 1;
    }
    before = code;
  }
  return "cut";
}

function endOfString(text: string, open: number): number | "cut" | "broken" {
  for (let at = open + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) return at + 1;
    if (code === LINE_FEED) return "broken";
    if (code === BACKSLASH) at++;
  }
  return "cut";
}

/**
 * Finds the next line that begins with an object and is indented no more than the line at `start`, so
 * that it is not part of the object there; null if there is none.
 */
function nextObjectLine(text: string, start: number): number | null {
  const lineStart = text.lastIndexOf("\n", start) + 1;
  const before = text.slice(lineStart, Math.min(start, lineStart + DEEPEST_INDENT));
  const indent = /^[ \t]*/.exec(before)![0].length;
  if (indent === DEEPEST_INDENT) return null;
  OBJECT_LINE.lastIndex = start;
  for (let next = OBJECT_LINE.exec(text); next !== null; next = OBJECT_LINE.exec(text)) {
    if (next[1]!.length <= indent) return next.index + next[0].length - 1;
  }
  return null;
}

/** Lines indented further are not looked for. */
const DEEPEST_INDENT = 100;
const OBJECT_LINE = /\n([ \t]{0,100})\{/g;

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

const LINE_FEED = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_ARRAY = 91;
const BACKSLASH = 92;
const CLOSE_ARRAY = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || code === 0xa0 || code === 0xfeff;
}
