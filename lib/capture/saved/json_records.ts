/**
 * Reads the objects of JSON, NDJSON and everything between: arrays, objects one after another on one
 * line or many, arrays one after another, documents with lists of them; damaged or cut anywhere.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import { type TextLimit, tooLong } from "../../text/text_limits.ts";
import { type Fields, isObject, parseJson } from "../../text/untrusted_json.ts";
import {
  CUT_BY_DEPTH,
  emptyDocument,
  isCutByDepth,
  isDocument,
  isRowList,
  type JsonDocument,
  type RowList,
  seemsDocument,
  startsWithMark,
} from "./json_documents.ts";
import {
  type End,
  endOfLine,
  endOfNested,
  endOfString,
  endOfValue,
  lastOfObject,
  nextObjectLine,
  skipSpace,
} from "./json_ends.ts";
import { lengthOfWrapper, unwrapped } from "./wrapped_arrays.ts";

/** An object, and the number of its first line. */
export interface JsonRecord {
  readonly line: number;
  readonly value: Fields;
  /** The document with a list of which it is a part. @default it stands by itself */
  readonly document?: JsonDocument;
  /** The name of that list. */
  readonly list?: RowList;
}

/** The objects of a text and its rejected lines. */
export interface JsonText {
  readonly records: readonly JsonRecord[];
  readonly rejected: readonly Rejected[];
  /** The documents with lists of them, in order. */
  readonly documents: readonly JsonDocument[];
  /** How the text ends: whole; in an array, after an object; or within an object, or before one. */
  readonly ending: "whole" | "inArray" | "inObject";
  /** Whether reading stopped before the end, at more than there may be. */
  readonly isFull: boolean;
}

/**
 * Reads the objects of a text, in linear time. Never throws.
 *
 * @param most after how many objects and rejected lines it stops.
 */
export function readJson(text: string, most = Infinity): JsonText {
  const reader = new JsonReader();
  reader.read(text, { most });
  return reader;
}

/**
 * Reads the objects of a text that comes in pieces, each but the last with whole lines: a long text is
 * never in memory as a whole. The same as {@linkcode readJson} of all of them.
 *
 * @param limit how long one object may be, over pieces, and the name of the text in messages.
 * @throws {CaptureError} if one is longer.
 */
export async function readJsonPieces(
  pieces: AsyncIterable<string>,
  { most = Infinity, limit }: { most?: number; limit: TextLimit },
): Promise<JsonText> {
  const reader = new JsonReader();
  let last = "";
  for await (const piece of pieces) {
    if (last !== "") reader.read(last, { most, isLast: false });
    if (reader.isFull) return reader;
    if (reader.unread.length > limit.most) throw tooLong(limit);
    last = piece;
  }
  reader.read(last, { most });
  return reader;
}

/** What stands before a place: decides whether a comma belongs there. */
type Before = "nothing" | "value" | "comma";

class JsonReader implements JsonText {
  readonly records: JsonRecord[] = [];
  readonly rejected: Rejected[] = [];
  readonly documents: JsonDocument[] = [];
  ending: JsonText["ending"] = "whole";
  isFull = false;
  /** The end of a piece within an object: it is read with the next piece. */
  unread = "";
  #text = "";
  #isLast = true;
  #at = 0;
  /** The number of arrays that are open. */
  #open = 0;
  #before: Before = "nothing";
  /** The document that is open, and its list of rows that is. */
  #document: JsonDocument | null = null;
  #list: RowList | null = null;
  /** The number of arrays that were open where that list began. */
  #outside = 0;
  #line = 1;
  /** Where the line with the number `#line` ends. */
  #lineEnd = 0;
  /** The end of a line that is more than one object. */
  #mixedLine = -1;

  /** Reads a piece, and what the piece before it has left. */
  read(piece: string, { most, isLast = true }: { most: number; isLast?: boolean }): void {
    this.#text = this.unread + piece;
    this.unread = "";
    this.#isLast = isLast;
    this.#at = 0;
    this.#lineEnd = endOfLine(this.#text, 0);
    this.#mixedLine = -1;
    this.#readText(most);
    // Counts the lines up to what the next piece begins with.
    this.#lineOf(this.#text.length - this.unread.length);
  }

  #readText(most: number): void {
    for (this.#skipSpace(); this.#at < this.#text.length; this.#skipSpace()) {
      if (this.#holdsMoreThan(most)) break;
      if (this.#document !== null && this.#list === null) this.#readMember(this.#document);
      else this.#readPart();
    }
    this.isFull = this.#holdsMoreThan(most);
    if (this.#isLast && this.ending === "whole" && (this.#open > 0 || this.#document !== null)) {
      this.ending = this.#before === "value" ? "inArray" : "inObject";
    }
  }

  #holdsMoreThan(most: number): boolean {
    return this.records.length + this.rejected.length > most;
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
        this.#leaveList();
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

  /** Reads a member of a document, or what stands between two. */
  #readMember(document: JsonDocument): void {
    const char = this.#text[this.#at];
    if (char === "}") {
      document.isWhole = true;
      this.#document = null;
      return this.#step("value");
    }
    if (char === ",") return this.#step("comma");
    const nameEnd = char === '"' ? endOfString(this.#text, this.#at) : "broken";
    if (typeof nameEnd === "string") return this.#endMember(nameEnd);
    const colon = skipSpace(this.#text, nameEnd);
    const start = skipSpace(this.#text, colon + 1);
    if (start >= this.#text.length) return this.#endMember("cut");
    const name = parseJson(this.#text.slice(this.#at, nameEnd));
    if (this.#text[colon] !== ":" || typeof name !== "string") return this.#endMember("broken");
    this.#before = "value";
    if (isRowList(name) && /[[{]/.test(this.#text[start]!)) {
      if (this.#isTornList(start)) return this.#leaveUnread(this.#at);
      document.lists.add(name);
      const inside = skipSpace(this.#text, start + 1);
      if (this.#text[start] === "[" && this.#text[inside] === "]") document.emptyLists.add(name);
      return this.#readList(name, start);
    }
    const end = endOfValue(this.#text, start);
    if (typeof end === "string") return this.#endMember(end);
    const value = parseJson(this.#text.slice(start, end));
    if (value === undefined) return this.#endMember("broken");
    this.#addMember(document, name, value);
    this.#at = end;
  }

  /** Whether more than this piece is needed to know where the object at `start` ends. */
  #isTorn(start: number, end: End = endOfNested(this.#text, start)): boolean {
    if (this.#isLast || typeof end === "number") return false;
    return end === "cut" || nextObjectLine(this.#text, start) === null;
  }

  /** The same for a list of rows, and for whether it is empty. */
  #isTornList(start: number): boolean {
    if (this.#text[start] === "{") return this.#isTorn(start);
    return !this.#isLast && skipSpace(this.#text, start + 1) >= this.#text.length;
  }

  /** Leaves a part for the next piece, with the indent of its line. */
  #leaveUnread(start: number): void {
    const lineStart = this.#text.lastIndexOf("\n", start) + 1;
    const indent = /^[ \t]*/.exec(this.#text.slice(lineStart, start))![0];
    this.unread = indent + this.#text.slice(start);
    this.#at = this.#text.length;
  }

  #endMember(end: "cut" | "broken"): void {
    if (end === "broken") return this.#rejectLine("not JSON");
    if (!this.#isLast) return this.#leaveUnread(this.#at);
    this.ending = "inObject";
    this.#at = this.#text.length;
  }

  #addMember(document: JsonDocument, name: string, value: unknown): void {
    if (isRowList(name) && value !== null) this.#rejectValue(value, this.#lineOf(this.#at));
    document.members.set(name, value);
  }

  /** Goes into a list of rows. PowerShell writes a list of one as that one. */
  #readList(name: RowList, start: number): void {
    this.#list = name;
    this.#outside = this.#open;
    this.#at = start;
    if (this.#text[start] === "{") {
      this.#readObject();
      return this.#leaveList();
    }
    this.#open++;
    this.#step("nothing");
  }

  #leaveList(): void {
    if (this.#list !== null && this.#open === this.#outside) this.#list = null;
  }

  #openDocument(start: number): void {
    this.#document = emptyDocument(this.#lineOf(start));
    this.documents.push(this.#document);
    this.#at = start;
    this.#step("nothing");
  }

  /** Most objects fill a line, which saves looking for their end. */
  #readObject(): void {
    const start = this.#at;
    this.#lineOf(start);
    if (this.#document === null && startsWithMark(this.#text, start)) {
      return this.#openDocument(start);
    }
    const lineEnd = this.#lineEnd;
    if (this.#mixedLine !== lineEnd) {
      const last = lastOfObject(this.#text, start, lineEnd);
      if (last !== null && this.#take(start, last)) return;
      this.#mixedLine = lineEnd;
    }
    const end = endOfNested(this.#text, start);
    if (typeof end === "number") {
      if (!this.#take(start, end)) {
        this.#reject(end, "not JSON");
        this.#at = end;
        this.#before = "value";
      }
      return;
    }
    if (this.#isTorn(start, end)) return this.#leaveUnread(start);
    const wrapper = lengthOfWrapper(this.#text, start);
    if (wrapper !== null) {
      // The array that PowerShell 5.1 wrapped is cut off; its first objects may be whole.
      this.#open++;
      this.#at = start + wrapper;
      this.#before = "nothing";
      return;
    }
    if (this.#document === null && seemsDocument(this.#text, start)) {
      return this.#openDocument(start);
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
    for (const object of unwrapped(value)) this.#addObject(object, line);
    this.#at = end;
    this.#before = "value";
    return true;
  }

  #addObject(object: unknown, line: number): void {
    if (!isObject(object)) return this.#rejectValue(object, line);
    const [document, list] = [this.#document, this.#list];
    if (document !== null && list !== null) {
      this.records.push({ line, value: object, document, list });
    } else if (isDocument(object)) this.#addDocument(object, line);
    else this.records.push({ line, value: object });
  }

  /** Adds a document that was parsed as a whole. */
  #addDocument(object: Fields, line: number): void {
    const document = emptyDocument(line);
    this.documents.push(document);
    this.#document = document;
    for (const [name, value] of Object.entries(object)) {
      const rows = Array.isArray(value) ? value : isObject(value) ? unwrapped(value) : null;
      if (!isRowList(name) || rows === null) {
        this.#addMember(document, name, value);
        continue;
      }
      document.lists.add(name);
      if (rows.length === 0) document.emptyLists.add(name);
      this.#list = name;
      for (const row of rows) this.#addObject(row, line);
      this.#list = null;
    }
    this.#document = null;
    document.isWhole = true;
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
    const isCut = this.#document !== null && isCutByDepth(value);
    this.rejected.push({ line, text, reason: isCut ? CUT_BY_DEPTH : "not an object" });
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
    this.#at = skipSpace(this.#text, this.#at);
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
