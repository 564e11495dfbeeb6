/**
 * Decodes bytes of any encoding to UTF-8. Windows tools write the OEM code page of the console to a
 * pipe; saved output may have any encoding. Never throws on invalid bytes; line breaks always
 * survive.
 *
 * The encoding comes from the first of these that applies: a byte order mark; the option `encoding`;
 * UTF-16 or UTF-32 if so many bytes are NUL; UTF-8 if the bytes look like it; the OEM page; a guess.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { decodeCodePage, normalizeEncodingName, type PageDecoder } from "./code_pages.ts";
import {
  byteOrderMark,
  cutLength,
  firstNonAscii,
  guessPage,
  looksLikeUtf8,
  unmarkedUnicode,
} from "./sniff_encoding.ts";

/** What the caller knows about the encoding. */
export interface DecodeOptions {
  /** An encoding name, as for `--encoding`. @default detected from the bytes */
  readonly encoding?: string | null;
  /**
   * Returns the OEM code page, or null if it is unknown. Called only if the page matters, with the
   * first bytes to decode.
   */
  readonly oemCodePage: (sample: Uint8Array) => number | null | Promise<number | null>;
}

/** How many bytes are searched for UTF-16 and UTF-32 without a byte order mark. */
const HEAD_BYTES = 1024;
/** How many bytes decide the encoding, from the first one outside ASCII on. */
const WINDOW_BYTES = 2 ** 20;

/**
 * Decodes complete output to text, without a byte order mark.
 *
 * @example
 * ```ts
 * import { decodeBytes } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const german = new Uint8Array([0x41, 0x42, 0x48, 0x99, 0x52, 0x45, 0x4e]);
 * assertEquals(await decodeBytes(german, { oemCodePage: () => 850 }), "ABHÖREN");
 * ```
 */
export async function decodeBytes(bytes: Uint8Array, options: DecodeOptions): Promise<string> {
  return new TextDecoder("utf-8").decode(await decodeToUtf8(bytes, options));
}

/** Recodes complete output to UTF-8, without a byte order mark; does not copy valid UTF-8. */
export async function decodeToUtf8(
  bytes: Uint8Array,
  options: DecodeOptions,
): Promise<Uint8Array> {
  const chunks = await Array.fromAsync(utf8Chunks([bytes], options));
  return chunks.length === 1 ? chunks[0]! : concat(chunks);
}

/** Decodes a stream of UTF-8 to text. The source may reuse the memory of its chunks. */
export async function textOfChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/**
 * Recodes a stream to UTF-8, without byte order marks, whatever the sizes of its chunks. Chunks of
 * valid UTF-8 are not copied. Buffers at most 1 MiB and a chunk. A chunk is valid only until the
 * next one is read, both here and in the source.
 */
export async function* utf8Chunks(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const input = new Pushback(source);
  try {
    yield* decode(input, options);
  } finally {
    await input.stop();
  }
}

async function* decode(
  input: Pushback,
  { encoding: name, oemCodePage }: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const encoding = name ? normalizeEncodingName(name) : null;
  const head = await input.atLeast(HEAD_BYTES);
  const mark = byteOrderMark(head);
  input.push(mark ? head.subarray(mark.length) : head);
  const known = mark?.encoding ?? (encoding === "oem" ? null : encoding) ??
    unmarkedUnicode(head.subarray(0, HEAD_BYTES));
  if (known === "utf-8") return yield* repairUtf8(input);
  if (known) return yield* recode(input, await decodeCodePage(known));

  // ASCII bytes are the same in all remaining encodings.
  const window = yield* passAscii(input);
  if (window === null) return;
  input.push(window);
  const sample = window.subarray(0, WINDOW_BYTES);
  if (encoding !== "oem" && looksLikeUtf8(sample)) return yield* repairUtf8(input);
  const page = (await oemCodePage(sample)) ?? guessPage(sample);
  yield* recode(input, await decodeCodePage(page));
}

/** Yields ASCII. Returns the window that starts at the first other byte; null at the end. */
async function* passAscii(input: Pushback): AsyncGenerator<Uint8Array, Uint8Array | null> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    const ascii = firstNonAscii(chunk);
    if (ascii > 0) yield chunk.subarray(0, ascii);
    if (ascii === chunk.length) continue;
    input.push(chunk.subarray(ascii));
    return await input.atLeast(WINDOW_BYTES);
  }
  return null;
}

/** Replaces invalid UTF-8 with U+FFFD and removes byte order marks between concatenated files. */
async function* repairUtf8(input: Pushback): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  let cut: Uint8Array = new Uint8Array();
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    if (cut.length === 0 && firstNonAscii(chunk) === chunk.length) {
      yield chunk;
      continue;
    }
    const whole = cut.length > 0 ? concat([cut, chunk]) : chunk;
    const end = whole.length - cutLength(whole);
    cut = whole.slice(end);
    const body = whole.subarray(0, end);
    const text = decoder.decode(body);
    const isClean = !text.includes("\ufffd") && !text.includes("\ufeff");
    const bytes = isClean ? body : encoder.encode(text.replaceAll("\ufeff", ""));
    if (bytes.length > 0) yield bytes;
  }
  if (cut.length > 0) yield encoder.encode(decoder.decode(cut));
}

/** Recodes another encoding to UTF-8. */
async function* recode(input: Pushback, decoder: PageDecoder): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    if (decoder.toUtf8) {
      yield decoder.toUtf8(chunk);
      continue;
    }
    const text = decoder.write(chunk);
    if (text !== "") yield encoder.encode(text);
  }
  const rest = decoder.end();
  if (rest !== "") yield encoder.encode(rest);
}

/** A stream of chunks that one chunk can be pushed back to. */
class Pushback {
  #iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>;
  #back: Uint8Array | null = null;

  constructor(source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.#iterator = Symbol.asyncIterator in source
      ? source[Symbol.asyncIterator]()
      : source[Symbol.iterator]();
  }

  /** Reads the next chunk that is not empty; null at the end. */
  async next(): Promise<Uint8Array | null> {
    const back = this.#back;
    this.#back = null;
    if (back !== null && back.length > 0) return back;
    while (true) {
      const { done, value } = await this.#iterator.next();
      if (done) return null;
      if (value.length > 0) return value;
    }
  }

  /** Pushes a chunk back, to be read next. */
  push(chunk: Uint8Array): void {
    this.#back = chunk;
  }

  /** Reads a chunk of at least `length` bytes, or everything left. */
  async atLeast(length: number): Promise<Uint8Array> {
    const first = await this.next() ?? new Uint8Array();
    if (first.length >= length) return first;
    // The source may reuse a chunk's memory for the next one.
    const chunks = [first.slice()];
    for (let total = first.length; total < length;) {
      const chunk = await this.next();
      if (chunk === null) break;
      chunks.push(chunk.slice());
      total += chunk.length;
    }
    return concat(chunks);
  }

  /** Tells the source to stop. */
  async stop(): Promise<void> {
    await this.#iterator.return?.();
  }
}
