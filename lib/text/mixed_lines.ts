/**
 * Lines of UTF-8 and lines of a code page in one stream: what `>>` makes of the output of two programs,
 * and a tool that passes on what another one printed.
 *
 * @module
 */
import { concat } from "@std/bytes/concat";
import { decodeCodePage, decodeWhole, type PageDecoder } from "./code_pages.ts";
import { countUtf8, firstNonAscii } from "./sniff_encoding.ts";
import { looksMeant, MIXED_CASE } from "./told_pages.ts";

/** A line longer than this is judged in pieces. */
const LONGEST_LINE = 1 << 16;
/** With fewer bytes that go on a character, those of East Asia or Russia may be UTF-8 by chance. */
const SURE_BYTES = 8;
const [LINE_FEED, FIRST_DIGIT] = [0x0a, 0x30];

/**
 * Recodes UTF-8 in which lines of a code page may stand. Lines that are neither keep their UTF-8, with
 * U+FFFD for the rest. Removes byte order marks between concatenated files. Valid UTF-8 is not copied.
 *
 * @param pageOf Is asked once, with the lines that are not UTF-8; null if nothing is known.
 */
export async function* recodeUtf8(
  source: AsyncIterable<Uint8Array>,
  pageOf: (lines: Uint8Array) => Promise<number | null>,
): AsyncGenerator<Uint8Array> {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  let page: Promise<PageDecoder | null> | undefined;
  const others = async (lines: Uint8Array) => {
    const found = await pageOf(lines);
    return found === null ? null : await decodeCodePage(found);
  };
  for await (const piece of wholeLines(source)) {
    let text = firstNonAscii(piece) === piece.length ? "" : utf8.decode(piece);
    if (!text.includes("\ufffd") && !text.includes("\ufeff")) {
      yield piece;
      continue;
    }
    const lines = linesThatAre(piece, isOfPage);
    if (lines.length > 0) {
      const decoder = await (page ??= others(lines));
      if (decoder !== null) text = lineByLine(piece, { utf8, decoder, isUtf8: hasUtf8 });
    }
    const bytes = encoder.encode(text.replaceAll("\ufeff", ""));
    if (bytes.length > 0) yield bytes;
  }
}

/** Recodes a code page in which lines of UTF-8 stand. */
export async function* recodeMixed(
  source: AsyncIterable<Uint8Array>,
  decoder: PageDecoder,
): AsyncGenerator<Uint8Array> {
  const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
  const encoder = new TextEncoder();
  for await (const piece of wholeLines(source)) {
    if (firstNonAscii(piece) === piece.length) yield piece;
    else yield encoder.encode(lineByLine(piece, { utf8, decoder, isUtf8: isSurelyUtf8 }));
  }
}

/** The lines of bytes that are not UTF-8 as a whole which are not UTF-8 themselves. */
export function linesNotUtf8(bytes: Uint8Array): Uint8Array {
  return linesThatAre(bytes, (line) => countUtf8(line).invalid > 0);
}

/** Whether a code page with these bytes has lines of UTF-8. */
export function holdsUtf8(bytes: Uint8Array, decoder: PageDecoder): boolean {
  for (const line of linesOf(bytes)) {
    if (mayBeUtf8(line) && isSurelyUtf8(line, () => decodeWhole(line, decoder))) return true;
  }
  return false;
}

interface Reading {
  readonly utf8: TextDecoder;
  readonly decoder: PageDecoder;
  readonly isUtf8: (line: Uint8Array, inPage: () => string) => boolean;
}

function lineByLine(bytes: Uint8Array, { utf8, decoder, isUtf8 }: Reading): string {
  let text = "";
  for (const line of linesOf(bytes)) {
    let read: string | undefined;
    const inPage = () => read ??= decodeWhole(line, decoder);
    text += isUtf8(line, inPage) ? utf8.decode(line) : inPage();
  }
  return text;
}

/** Among lines of UTF-8: whether a line is one too, or nothing else that has a meaning. */
function hasUtf8(line: Uint8Array, inPage: () => string): boolean {
  return !isOfPage(line) || !looksMeant(inPage());
}

function isOfPage(line: Uint8Array): boolean {
  const text = new TextDecoder().decode(line);
  // What is left of a character that was cut off is one, as are bytes that belong to none.
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  return broken > 0 && (text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0) < 2 * broken;
}

/** Among lines of a page: whether a line is UTF-8 beyond doubt. */
function isSurelyUtf8(line: Uint8Array, inPage: () => string): boolean {
  const { valid, invalid } = countUtf8(line);
  if (valid === 0 || invalid > 0) return false;
  const more = line.reduce((count, byte) => count + (byte >> 6 === 2 ? 1 : 0), 0);
  return more >= SURE_BYTES || !looksMeant(inPage()) || MIXED_CASE.test(inPage());
}

function mayBeUtf8(line: Uint8Array): boolean {
  const { valid, invalid } = countUtf8(line);
  return valid > 0 && invalid === 0;
}

function linesThatAre(bytes: Uint8Array, wanted: (line: Uint8Array) => boolean): Uint8Array {
  return concat(Array.from(linesOf(bytes)).filter(wanted));
}

function* linesOf(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length;) {
    const end = bytes.indexOf(LINE_FEED, at) + 1 || bytes.length;
    yield bytes.subarray(at, end);
    at = end;
  }
}

/** Cuts a stream where no line is cut in two but in ASCII, which is the same in all encodings. */
async function* wholeLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array = new Uint8Array();
  for await (const chunk of source) {
    let rest = chunk;
    if (held.length > 0) {
      const end = chunk.indexOf(LINE_FEED) + 1;
      const line = concat([held, end > 0 ? chunk.subarray(0, end) : chunk]);
      const cut = end > 0 ? line.length : pieceOf(line);
      if (cut > 0) yield line.subarray(0, cut);
      held = line.subarray(cut);
      if (end === 0) continue;
      rest = chunk.subarray(end);
    }
    const start = rest.lastIndexOf(LINE_FEED) + 1;
    const tail = rest.subarray(start);
    const ascii = firstNonAscii(tail);
    const cut = start + ascii + pieceOf(tail.subarray(ascii));
    if (cut > 0) yield rest.subarray(0, cut);
    held = rest.slice(cut);
  }
  if (held.length > 0) yield held;
}

/**
 * How much of the beginning of a line can be judged without its end: nothing, until it is very long; then
 * up to a byte that no page has within a character.
 */
function pieceOf(line: Uint8Array): number {
  if (line.length <= LONGEST_LINE) return 0;
  const cut = line.findLastIndex((byte) => byte < FIRST_DIGIT) + 1;
  return cut || line.length;
}
