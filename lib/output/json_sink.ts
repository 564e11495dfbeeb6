/**
 * Writes rows as JSON objects, in ASCII alone: PowerShell reads a program's output in the console's
 * code page, where any other byte would turn into something else.
 *
 * @module
 */
import { textOf, ZERO } from "../text/ascii.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { ValueSink } from "./row_shape.ts";

const encoder = new TextEncoder();
const ABSENT = "null";
const QUOTE = 34;
const BACKSLASH = 92;
/** Bytes copied at a time. */
const STEP = 8;

/** Which bytes stand for themselves in a JSON string, and are ASCII. */
const PLAIN = Uint8Array.from(
  { length: 256 },
  (_, byte) => byte >= 32 && byte < 127 && byte !== QUOTE && byte !== BACKSLASH ? 1 : 0,
);

/**
 * Takes the values of a row and writes them as a JSON object.
 *
 * It holds a whole row with nothing but nulls in it. A value makes it copy that row up to the value's
 * place, so that the keys and nulls between two values are one copy.
 */
export class JsonSink implements ValueSink {
  /** The field of the next value, from 0. */
  index = 0;

  readonly #out: ByteWriter;
  readonly #nulls: DataView;
  /** How many bytes of it count. */
  readonly #length: number;
  /** Where each field's value begins in it. */
  readonly #places: Int32Array;
  /** How much of it is written. */
  #done = 0;

  /**
   * @param before Written before each object.
   * @param after Written after each object.
   */
  constructor(
    out: ByteWriter,
    names: readonly string[],
    { before = "", after = "" }: { before?: string; after?: string } = {},
  ) {
    this.#out = out;
    this.#places = new Int32Array(names.length);
    let row = before + "{";
    names.forEach((name, index) => {
      row += `${index === 0 ? "" : ","}${asciiJson(name)}:`;
      this.#places[index] = row.length;
      row += ABSENT;
    });
    const bytes = encoder.encode(`${row}}${after}`);
    this.#length = bytes.length;
    this.#nulls = new DataView(padded(bytes).buffer);
  }

  /** Begins a row. @param skip Bytes of `before` that are not to be written. */
  begin(skip = 0): void {
    this.#done = skip;
  }

  /** Ends a row. */
  end(): void {
    this.#copyTo(this.#length, 0);
  }

  none(): void {}

  number(value: number): void {
    // Only what fits into 31 bits is worth a loop of its own; that is every port and nearly every PID.
    if (value !== (value & 0x7fffffff)) return this.#write(JSON.stringify(value));
    const count = digitsIn(value);
    const start = this.#open(count);
    const { bytes } = this.#out;
    let rest = value;
    for (let at = start + count - 1; at >= start; at--) {
      const tenth = (rest / 10) | 0;
      bytes[at] = ZERO + rest - tenth * 10;
      rest = tenth;
    }
    this.#out.length = start + count;
  }

  boolean(value: boolean): void {
    this.#write(String(value));
  }

  text(value: string): void {
    const { length } = value;
    let at = this.#open(length + 2);
    const { bytes } = this.#out;
    bytes[at++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 126 || PLAIN[code] === 0) return this.#out.text(asciiJson(value));
      bytes[at++] = code;
    }
    bytes[at++] = QUOTE;
    this.#out.length = at;
  }

  span(source: Uint8Array, start: number, end: number): void {
    let at = this.#open(end - start + 2);
    const { bytes } = this.#out;
    bytes[at++] = QUOTE;
    for (let index = start; index < end; index++) {
      const byte = source[index]!;
      if (PLAIN[byte] === 0) return this.#out.text(asciiJson(textOf(source, start, end)));
      bytes[at++] = byte;
    }
    bytes[at++] = QUOTE;
    this.#out.length = at;
  }

  list(values: readonly string[]): void {
    this.#write(`[${values.map(asciiJson).join(",")}]`);
  }

  #write(json: string): void {
    this.#open(0);
    this.#out.text(json);
  }

  /** Writes up to the next value's place, makes room for it and returns where it goes. */
  #open(room: number): number {
    const place = this.#places[this.index]!;
    const at = this.#copyTo(place, room);
    this.#done = place + ABSENT.length;
    return at;
  }

  /**
   * Copies up to an offset. Eight bytes at a time, which is what makes it quick: the last step may
   * write up to seven bytes too many, which whatever comes next covers. As numbers they are copied
   * unchanged: no eight ASCII characters are a NaN.
   */
  #copyTo(end: number, room: number): number {
    const out = this.#out;
    const nulls = this.#nulls;
    const size = end - this.#done;
    const start = out.reserve(size + room + STEP);
    const { view } = out;
    let to = start;
    for (let from = this.#done; from < end; from += STEP) {
      view.setFloat64(to, nulls.getFloat64(from));
      to += STEP;
    }
    return out.length = start + size;
  }
}

/** How many digits a whole number has. Most are ports, so the large ones come last. */
function digitsIn(value: number): number {
  if (value < 100) return value < 10 ? 1 : 2;
  if (value < 10_000) return value < 1000 ? 3 : 4;
  if (value < 100_000) return 5;
  return String(value).length;
}

/** With room for a step beyond the end. */
function padded(bytes: Uint8Array): Uint8Array {
  const longer = new Uint8Array(bytes.length + STEP);
  longer.set(bytes);
  return longer;
}

/** A string as JSON in ASCII alone. */
export function asciiJson(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (unit) => "\\u" + unit.charCodeAt(0).toString(16).padStart(4, "0"),
  );
}
