/**
 * Takes the escape sequences of terminals out of text: colours, cursor movements, titles and links,
 * as `grep --color=always`, PowerShell 7's Select-String, `jq -C` and recorded consoles leave them.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { firstNonAscii } from "./sniff_encoding.ts";

const [BACKSPACE, LINE_FEED, CARRIAGE_RETURN, SPACE, ESCAPE] = [8, 10, 13, 32, 27];
const BELL = 7;
/** A control character of the 8-bit set, U+0080 to U+009F, is this byte and another one in UTF-8. */
const EIGHT_BIT = 0xc2;
const [CSI_BYTE, STRING_END_BYTE] = [0x9b, 0x9c];
/** The final letter of "cursor forward", which consoles write instead of several spaces. */
const CURSOR_FORWARD = 0x43;
const WIDEST_GAP = 300;

/** Where in a sequence the next byte stands. */
type State =
  | "text"
  | "eightBit"
  | "escape"
  | "intermediate"
  | "parameters"
  | "string"
  | "stringEscape"
  | "stringEightBit";

/**
 * Takes escape sequences, and characters that a backspace strikes over, out of a stream of UTF-8,
 * wherever its chunks are cut. A chunk without any is passed on as it is (so the very first backspace
 * strikes over nothing where it starts a chunk). A line end ends every sequence, so that a broken one
 * loses no line.
 */
export async function* withoutEscapes(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const stripper = new Stripper();
  for await (const chunk of chunks) {
    const text = stripper.isIdle && !mayHoldEscapes(chunk) ? chunk : stripper.strip(chunk);
    if (text.length > 0) yield text;
  }
  const rest = stripper.finish();
  if (rest.length > 0) yield rest;
}

/** A cheap test, about 2 GB/s: `includes` alone takes three times as long. */
function mayHoldEscapes(chunk: Uint8Array): boolean {
  if (holdsControl(chunk) || chunk.at(-1) === EIGHT_BIT) return true;
  if (firstNonAscii(chunk) === chunk.length) return false;
  for (let at = chunk.indexOf(CSI_BYTE); at >= 0; at = chunk.indexOf(CSI_BYTE, at + 1)) {
    if (at === 0 || chunk[at - 1] === EIGHT_BIT) return true;
  }
  return false;
}

const [FOUR_ESCAPES, FOUR_BACKSPACES, FOUR_ONES] = [0x1b1b1b1b, 0x08080808, 0x01010101];

/** Whether a chunk has an escape or a backspace, four bytes at a time. */
function holdsControl(chunk: Uint8Array): boolean {
  if ((chunk.byteOffset & 3) !== 0) return chunk.includes(ESCAPE) || chunk.includes(BACKSPACE);
  const words = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >> 2);
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    // A byte that is 0 after the XOR borrows from the bit above it, which only ASCII has free.
    const borrows = ((word ^ FOUR_ESCAPES) - FOUR_ONES) | ((word ^ FOUR_BACKSPACES) - FOUR_ONES);
    if ((borrows & ~word & 0x80808080) !== 0) return true;
  }
  const rest = chunk.subarray(words.length * 4);
  return rest.includes(ESCAPE) || rest.includes(BACKSPACE);
}

class Stripper {
  #state: State = "text";
  #out = new Uint8Array();
  #length = 0;
  #parameters = "";
  /** The last character, held back from the moment that a backspace was seen. */
  #held = new Uint8Array();
  #holds = false;

  /** Whether the next chunk starts in plain text. */
  get isIdle(): boolean {
    return this.#state === "text" && !this.#holds;
  }

  /** Strips a chunk. The result is valid until the next one. */
  strip(chunk: Uint8Array): Uint8Array {
    // A cursor movement of a few bytes can become many spaces.
    const size = this.#held.length + chunk.length + 1;
    if (this.#out.length < size) this.#out = new Uint8Array(size);
    this.#out.set(this.#held);
    this.#length = this.#held.length;
    for (const byte of chunk) this.#take(byte);
    const start = this.#holds ? this.#lastCharacter() : this.#length;
    this.#held = this.#out.slice(start, this.#length);
    return this.#out.slice(0, start);
  }

  /** Returns what was held back. */
  finish(): Uint8Array {
    return this.#state === "eightBit"
      ? concat([this.#held, new Uint8Array([EIGHT_BIT])])
      : this.#held;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case "text":
        return this.#text(byte);
      case "eightBit":
        if (byte === CSI_BYTE) return this.#begin("parameters");
        this.#put(EIGHT_BIT);
        this.#state = "text";
        return this.#text(byte);
      case "escape":
        return this.#escape(byte);
      case "intermediate":
        if (byte < 0x20) return this.#end(byte);
        if (byte >= 0x30) this.#state = "text";
        return;
      case "parameters":
        return this.#parameter(byte);
      case "string":
        if (byte === LINE_FEED || byte === CARRIAGE_RETURN) return this.#end(byte);
        if (byte === BELL) this.#state = "text";
        if (byte === ESCAPE) this.#state = "stringEscape";
        if (byte === EIGHT_BIT) this.#state = "stringEightBit";
        return;
      case "stringEscape":
        // Only a backslash belongs to the end of the string.
        this.#state = "text";
        return byte === 0x5c ? undefined : this.#escape(byte);
      case "stringEightBit":
        this.#state = byte === STRING_END_BYTE ? "text" : "string";
        if (byte < 0x20) this.#end(byte);
    }
  }

  #text(byte: number): void {
    if (byte === ESCAPE) this.#state = "escape";
    else if (byte === EIGHT_BIT) this.#state = "eightBit";
    else if (byte === BACKSPACE) {
      this.#holds = true;
      this.#length = this.#lastCharacter();
    } else this.#put(byte);
  }

  #escape(byte: number): void {
    if (byte === 0x5b) return this.#begin("parameters"); // [
    // ] P X ^ _ start a string: a title, a link, a picture.
    if ([0x5d, 0x50, 0x58, 0x5e, 0x5f].includes(byte)) return this.#begin("string");
    if (byte === ESCAPE) return;
    if (byte >= 0x20 && byte < 0x30) this.#state = "intermediate";
    else if (byte < 0x20 || byte > 0x7e) this.#end(byte);
    else this.#state = "text";
  }

  #begin(state: State): void {
    this.#state = state;
    this.#parameters = "";
  }

  #parameter(byte: number): void {
    if (byte < 0x20 || byte > 0x7e) return this.#end(byte);
    if (byte < 0x40) {
      if (this.#parameters.length < 9) this.#parameters += String.fromCharCode(byte);
      return;
    }
    this.#state = "text";
    if (byte !== CURSOR_FORWARD) return;
    const gap = Math.min(Number.parseInt(this.#parameters, 10) || 1, WIDEST_GAP);
    for (let cell = 0; cell < gap; cell++) this.#put(SPACE);
  }

  /** Ends a broken sequence at a byte that cannot belong to it. */
  #end(byte: number): void {
    this.#state = "text";
    this.#text(byte);
  }

  #put(byte: number): void {
    if (this.#length === this.#out.length) {
      const larger = new Uint8Array(this.#out.length * 2 + 1);
      larger.set(this.#out);
      this.#out = larger;
    }
    this.#out[this.#length++] = byte;
  }

  /** Where the last character starts; a line end is not one to strike over. */
  #lastCharacter(): number {
    let at = this.#length - 1;
    while (at > 0 && (this.#out[at]! & 0xc0) === 0x80) at--;
    const byte = this.#out[at];
    return byte === undefined || at < 0 || byte === LINE_FEED || byte === CARRIAGE_RETURN
      ? this.#length
      : at;
  }
}
