/**
 * Bytes of any encoding to UTF-8. Tools print the console's OEM code page into a pipe, saved output
 * comes in anything. Nothing here throws on any bytes, and line breaks survive all damage.
 *
 * The encoding is, in this order: what a byte order mark says; the one that was asked for; UTF-16
 * where every other byte is NUL; UTF-8 where the bytes are that; the system's OEM page; a guess.
 *
 * @module
 */
import { decodeCodePage, type PageDecoder } from "./code_pages.ts";
import { concat, joinBytes } from "./ascii.ts";
import { normalizeEncodingName } from "./encoding_names.ts";
import { guessPage } from "./guess_page.ts";
import { Pushback } from "./pushback.ts";
import { byteOrderMark, cutLength, firstNonAscii, looksLikeUtf8, unmarkedUtf16 } from "./sniff.ts";

/** What is known about the encoding from elsewhere. */
export interface DecodeOptions {
  /** An encoding by any name that `normalizeEncodingName` knows; absent: told by the bytes. */
  readonly encoding?: string | null;
  /**
   * The OEM code page; null where nobody knows. Asked only where it matters, with the beginning of
   * what is to be decoded.
   */
  readonly oemCodePage: (sample: Uint8Array) => number | null | Promise<number | null>;
}

/** As much as UTF-16 without a mark is looked for in. */
const HEAD_BYTES = 1024;
/** As much, from the first byte outside ASCII, as the encoding is decided by. */
const WINDOW_BYTES = 2 ** 20;

/**
 * The text of a whole output, without a byte order mark.
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

/** A whole output as UTF-8, without a byte order mark; the bytes themselves where they are that. */
export async function decodeToUtf8(
  bytes: Uint8Array,
  options: DecodeOptions,
): Promise<Uint8Array> {
  const chunks = await Array.fromAsync(utf8Chunks([bytes], options));
  return joinBytes(chunks);
}

/** The text of a stream of UTF-8. Nothing is kept of a chunk, whose memory may be used again. */
export async function textOfChunks(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}

/**
 * A stream as UTF-8, without byte order marks. Chunks that are UTF-8 already are passed on as they
 * are, without a copy. Holds at most 1 MiB and a chunk. How the stream is cut makes no difference.
 * A chunk holds until the next one is asked for, and so may those of the source.
 */
export async function* utf8Chunks(
  source: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  options: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const input = new Pushback(source);
  try {
    yield* decoded(input, options);
  } finally {
    await input.stop();
  }
}

async function* decoded(
  input: Pushback,
  { encoding: asked, oemCodePage }: DecodeOptions,
): AsyncGenerator<Uint8Array> {
  const encoding = asked ? normalizeEncodingName(asked) : null;
  const head = await input.atLeast(HEAD_BYTES);
  const mark = byteOrderMark(head);
  input.push(mark ? head.subarray(mark.length) : head);
  const told = mark?.encoding ?? (encoding === "oem" ? null : encoding) ??
    unmarkedUtf16(head.subarray(0, HEAD_BYTES));
  if (told && told !== "utf-8") return yield* recoded(input, await decoderFor(told));
  if (told) return yield* repaired(input);

  // Up to here every encoding that is left says the same.
  const window = yield* asciiPart(input);
  if (window === null) return;
  input.push(window);
  if (encoding !== "oem" && looksLikeUtf8(window.subarray(0, WINDOW_BYTES))) {
    return yield* repaired(input);
  }
  const sample = window.subarray(0, WINDOW_BYTES);
  const page = (await oemCodePage(sample)) ?? guessPage(sample);
  yield* recoded(input, await decodeCodePage(page));
}

/** Passes on what is ASCII; gives back at least the window from the first byte that is not. */
async function* asciiPart(input: Pushback): AsyncGenerator<Uint8Array, Uint8Array | null> {
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    const ascii = firstNonAscii(chunk);
    if (ascii > 0) yield chunk.subarray(0, ascii);
    if (ascii === chunk.length) continue;
    input.push(chunk.subarray(ascii));
    return await input.atLeast(WINDOW_BYTES);
  }
  return null;
}

/** UTF-8 with what is damaged replaced by U+FFFD, and marks left by joining files taken out. */
async function* repaired(input: Pushback): AsyncGenerator<Uint8Array> {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  let cut: Uint8Array = new Uint8Array();
  for (let chunk = await input.next(); chunk !== null; chunk = await input.next()) {
    if (cut.length === 0 && firstNonAscii(chunk) === chunk.length) {
      yield chunk;
      continue;
    }
    const whole = cut.length > 0 ? concat(cut, chunk) : chunk;
    const end = whole.length - cutLength(whole);
    cut = whole.slice(end);
    const body = whole.subarray(0, end);
    const sound = isValid(strict, body) && !mayHoldMark(body);
    const bytes = sound ? body : encoder.encode(lenient.decode(body).replaceAll("\ufeff", ""));
    if (bytes.length > 0) yield bytes;
  }
  if (cut.length > 0) yield encoder.encode(lenient.decode(cut));
}

/** Another encoding, through text. */
async function* recoded(input: Pushback, decoder: PageDecoder): AsyncGenerator<Uint8Array> {
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

async function decoderFor(encoding: string): Promise<PageDecoder> {
  if (!encoding.startsWith("utf-16")) return await decodeCodePage(encoding);
  const decoder = new TextDecoder(encoding);
  return {
    write: (bytes) => decoder.decode(bytes, { stream: true }).replaceAll("\ufeff", ""),
    end: () => decoder.decode(),
  };
}

function isValid(strict: TextDecoder, bytes: Uint8Array): boolean {
  try {
    strict.decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function mayHoldMark(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) return true;
  }
  return false;
}
