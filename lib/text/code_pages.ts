/**
 * Code pages, through iconv-lite, which is loaded at the first use: most output never needs it.
 *
 * @module
 */
import { singleByteToUtf8 } from "./single_byte.ts";

export { ENCODING_NAMES, normalizeEncodingName } from "./encoding_names.ts";

/** Decodes a stream of bytes. */
export interface PageDecoder {
  /** The text of the next bytes; a character cut at their end comes with the next ones. */
  write(bytes: Uint8Array): string;
  /** What is left at the end. */
  end(): string;
  /** In the place of `write` and `end`, where a byte is a character: the bytes as UTF-8. */
  readonly toUtf8?: (bytes: Uint8Array) => Uint8Array;
}

/** Encodes text; what the code page lacks becomes `\uXXXX`, for each UTF-16 unit. */
export type PageEncoder = (text: string) => Uint8Array;

/** The page that is used in the place of one that is not known. */
const FALLBACK = "cp437";

/**
 * A decoder for a code page's number (`850`) or encoding's name (`koi8-r`); for page 437 where it is
 * not known. Every ASCII byte comes out as itself, line breaks above all, except where it rightly
 * is the second byte of a character. Bytes that mean nothing become U+FFFD. Never throws.
 */
export async function decodeCodePage(page: number | string): Promise<PageDecoder> {
  const name = nameOf(page);
  if (name === "cp65001") return utf8Decoder();
  const iconv = await loadIconv();
  const known = iconv.encodingExists(name) ? name : FALLBACK;
  const decoder = iconv.getDecoder(known);
  // Page 864 has an Arabic percent sign where ASCII has its own, which addresses' zones need.
  const repair = (text: string) => name === "cp864" ? text.replaceAll("\u066a", "%") : text;
  return {
    write: (bytes) => repair(decoder.write(bytes)),
    end: () => repair(decoder.end() ?? ""),
    ...singleByte(iconv, known),
  };
}

function singleByte(iconv: Iconv, name: string): Pick<PageDecoder, "toUtf8"> {
  // On a page with characters of two bytes, some of these give none or eat the next.
  const upper = Array.from(
    { length: 128 },
    (_, at) => iconv.decode(Uint8Array.of(0x80 + at, 0x41), name),
  );
  const isSingle = upper.every((text) => text.length === 2 && text[1] === "A");
  const pairs = iconv.decode(Uint8Array.from({ length: 128 }, (_, at) => 0x80 + at), name);
  return isSingle && pairs.length === 128
    ? { toUtf8: singleByteToUtf8(upper.map((text) => text[0]).join("")) }
    : {};
}

/** An encoder for a code page; for page 437 where it is not known. Never throws. */
export async function encodeCodePage(page: number | string): Promise<PageEncoder> {
  const name = nameOf(page);
  const encoder = new TextEncoder();
  if (name === "cp65001") return (text) => encoder.encode(text);
  const iconv = await loadIconv();
  const known = iconv.encodingExists(name) ? name : FALLBACK;
  const escaped = new Map<string, string>();
  const representable = (character: string) => {
    let found = escaped.get(character);
    if (found === undefined) {
      const back = iconv.decode(iconv.encode(character, known), known);
      found = back === character ? character : escapeUnits(character);
      escaped.set(character, found);
    }
    return found;
  };
  return (text) => {
    // deno-lint-ignore no-control-regex -- everything outside ASCII
    const whole = text.replace(/[^\x00-\x7f]/gu, representable);
    return iconv.encode(known === "cp864" ? whole.replaceAll("%", "\u066a") : whole, known);
  };
}

function nameOf(page: number | string): string {
  return typeof page === "number" ? `cp${page}` : page;
}

function utf8Decoder(): PageDecoder {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    write: (bytes) => decoder.decode(bytes, { stream: true }),
    end: () => decoder.decode(),
  };
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** The part of iconv-lite that is used, on the arrays that Deno works with. */
interface Iconv {
  encodingExists(name: string): boolean;
  decode(bytes: Uint8Array, name: string): string;
  encode(text: string, name: string): Uint8Array;
  getDecoder(name: string): {
    write(bytes: Uint8Array): string;
    end(): string | undefined;
  };
}

async function loadIconv(): Promise<Iconv> {
  const { default: iconv } = await import("iconv-lite");
  return iconv as unknown as Iconv;
}
