/**
 * Decodes bytes of any encoding to UTF-8. Windows tools write the OEM code page of the console to a
 * pipe; saved output may have any encoding. Never throws on invalid bytes; line breaks always
 * survive.
 *
 * The encoding comes from the first of these that applies: a byte order mark; the option `encoding`;
 * UTF-16 or UTF-32 if so many bytes are NUL; UTF-8 if the bytes look like it; the OEM page; a guess.
 * Lines that are not what the others are can be UTF-8 among those of a page, or of a page among UTF-8.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import {
  decodeCodePage,
  normalizeEncodingName,
  type PageDecoder,
  pageOfBytes,
} from "./code_pages.ts";
import { holdsUtf8, linesNotUtf8, recodeMixed, recodeUtf8 } from "./mixed_lines.ts";
import {
  byteOrderMark,
  firstNonAscii,
  guessPage,
  looksLikeUtf8,
  unmarkedUnicode,
} from "./sniff_encoding.ts";
import { MOST_TEXT_BYTES, type TextLimit, tooLong } from "./text_limits.ts";
import { pageByChance } from "./told_pages.ts";

/** What the caller knows about the encoding. */
export interface DecodeOptions {
  /** An encoding name, as for `--encoding`. @default detected from the bytes */
  readonly encoding?: string | null;
  /**
   * Returns the OEM code page, or null if it is unknown; UTF-8's stands for that, as it is asked for
   * bytes that are not UTF-8. Called only if the page matters, with the first bytes to decode.
   */
  readonly oemCodePage: (
    sample: Uint8Array,
    about: SampleOfPage,
  ) => number | null | Promise<number | null>;
  /**
   * Returns the page that the bytes are printed in, where that is known and not UTF-8's: a short name can
   * be UTF-8 by chance. @default nothing is known
   */
  readonly printedPage?: () => number | null;
}

/** What is known of bytes whose page is wanted. */
export interface SampleOfPage {
  /** Whether they are single lines among others in UTF-8. */
  readonly isAmongUtf8: boolean;
}

/** How many bytes are searched for UTF-16 and UTF-32 without a byte order mark. */
const HEAD_BYTES = 1024;
/** How many bytes decide the encoding, from the first one outside ASCII on. */
const WINDOW_BYTES = 2 ** 20;

/**
 * Decodes complete output to text, without a byte order mark.
 *
 * @throws {CaptureError} if it is longer than 256 MB.
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
  const utf8 = await decodeToUtf8(bytes, options);
  if (utf8.length > MOST_TEXT_BYTES) throw tooLong({ label: "the text", most: MOST_TEXT_BYTES });
  return new TextDecoder("utf-8").decode(utf8);
}

/** Recodes complete output to UTF-8, without a byte order mark; does not copy valid UTF-8. */
export async function decodeToUtf8(
  bytes: Uint8Array,
  options: DecodeOptions,
): Promise<Uint8Array> {
  const chunks = await Array.fromAsync(utf8Chunks([bytes], options));
  return chunks.length === 1 ? chunks[0]! : concat(chunks);
}

/**
 * Decodes a stream of UTF-8 to text. The source may reuse the memory of its chunks.
 *
 * @param limit how long it may be, and its name in messages.
 * @throws {CaptureError} if it is longer, as soon as that is known.
 */
export async function textOfChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  limit: TextLimit = { label: "the text", most: MOST_TEXT_BYTES },
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit.most) throw tooLong(limit);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * Decodes a stream of UTF-8 to pieces of text that end with a line, and a last one. The source may
 * reuse the memory of its chunks.
 *
 * @param options `limit`: how long all may be, and its name in messages. `size`: how many characters
 * a piece has at least, unless it is the last.
 * @throws {CaptureError} if it is longer, as soon as that is known.
 */
export async function* linesOfChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  { limit, size }: { limit: TextLimit; size: number },
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let piece = "";
  let length = 0;
  for await (const chunk of chunks) {
    length += chunk.length;
    if (length > limit.most) throw tooLong(limit);
    const text = decoder.decode(chunk, { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    if (piece.length + end < size || end === 0) {
      piece += text;
      continue;
    }
    yield piece + text.slice(0, end);
    piece = text.slice(end);
  }
  yield piece + decoder.decode();
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
  { encoding: name, oemCodePage, printedPage = () => null }: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const encoding = name ? normalizeEncodingName(name) : null;
  const head = await input.atLeast(HEAD_BYTES);
  const mark = byteOrderMark(head);
  input.push(mark ? head.subarray(mark.length) : head);
  const known = mark?.encoding ?? (encoding === "oem" ? null : encoding) ??
    unmarkedUnicode(head.subarray(0, HEAD_BYTES));
  const rest = remaining(input);
  const pageOfLines = async (lines: Uint8Array) =>
    pageOfBytes(await oemCodePage(lines, { isAmongUtf8: true }));
  if (known === "utf-8") return yield* recodeUtf8(rest, pageOfLines);
  if (known) return yield* recode(rest, await decodeCodePage(known));

  // ASCII bytes are the same in all remaining encodings.
  const window = yield* passAscii(input);
  if (window === null) return;
  input.push(window);
  const sample = window.subarray(0, WINDOW_BYTES);
  if (encoding === "oem") {
    const told = pageOfBytes(await oemCodePage(sample, { isAmongUtf8: false }));
    if (told !== null) return yield* recode(rest, await decodeCodePage(told));
  }
  if (looksLikeUtf8(sample)) {
    const printed = window.length > WINDOW_BYTES ? null : printedPage();
    const page = printed === null ? null : await pageByChance(sample, printed);
    if (page !== null) return yield* recode(rest, await decodeCodePage(page));
    return yield* recodeUtf8(rest, pageOfLines);
  }
  const lines = linesNotUtf8(sample);
  const page = pageOfBytes(await oemCodePage(lines, { isAmongUtf8: false })) ?? guessPage(lines);
  const decoder = await decodeCodePage(page);
  yield* holdsUtf8(sample, decoder) ? recodeMixed(rest, decoder) : recode(rest, decoder);
}

/**
 * Yields ASCII. Returns the window in which the first other byte stands, behind the one before it; null
 * at the end.
 */
async function* passAscii(input: Pushback): AsyncGenerator<Uint8Array, Uint8Array | null> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    const ascii = firstNonAscii(chunk);
    const start = ascii === chunk.length ? ascii : Math.max(0, ascii - 1);
    if (start > 0) yield chunk.subarray(0, start);
    if (ascii === chunk.length) continue;
    input.push(chunk.subarray(start));
    return await input.atLeast(WINDOW_BYTES);
  }
  return null;
}

/** Recodes another encoding to UTF-8. */
async function* recode(
  chunks: AsyncIterable<Uint8Array>,
  decoder: PageDecoder,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const chunk of chunks) {
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

/** The chunks that have not been read yet. */
async function* remaining(input: Pushback): AsyncGenerator<Uint8Array> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) yield chunk;
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
