/**
 * Names, decoders and encoders of code pages, based on iconv-lite, which is loaded on first use,
 * because most output is ASCII or UTF-8.
 *
 * @module
 */

/** The code page number of UTF-8. */
export const UTF8_PAGE = 65001;

const ASCII_PAGE = 20127;

/**
 * A page that Windows told, for bytes that are not UTF-8: null where it told none (0 without a console)
 * and where it told UTF-8 or ASCII, which such bytes contradict.
 */
export function pageOfBytes(told: number | null): number | null {
  return told === 0 || told === UTF8_PAGE || told === ASCII_PAGE ? null : told;
}

/** Code pages of Windows consoles, and others that are common in saved output. */
const PAGES = [
  ...[437, 720, 737, 775, 850, 852, 855, 857, 858, 860, 861, 862, 863, 864, 865, 866, 869, 874],
  ...[932, 936, 949, 950, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258],
] as const;

/** The names of pages that are not known by their numbers. */
const NAMED_PAGES: ReadonlyMap<number, string> = new Map([
  [ASCII_PAGE, "ascii"],
  [20866, "koi8-r"],
  [20932, "euc-jp"],
  [20936, "cp936"],
  [51932, "euc-jp"],
  [51936, "cp936"],
  [51949, "cp949"],
  [54936, "gb18030"],
  [UTF8_PAGE, "utf-8"],
]);

/** Encoding names without a page number, in lower case and without separators. */
const ALIASES: Readonly<Record<string, string>> = {
  ascii: "utf-8",
  big5: "cp950",
  eucjp: "euc-jp",
  euckr: "cp949",
  gb18030: "gb18030",
  gb2312: "cp936",
  gbk: "cp936",
  iso88591: "cp1252",
  koi8r: "koi8-r",
  latin1: "cp1252",
  oem: "oem",
  shiftjis: "cp932",
  sjis: "cp932",
  unicode: "utf-16le",
  utf16: "utf-16le",
  utf16be: "utf-16be",
  utf16le: "utf-16le",
  utf32: "utf-32le",
  utf32be: "utf-32be",
  utf32le: "utf-32le",
  utf8: "utf-8",
};

/** The encoding names in suggestions and help. */
export const ENCODING_NAMES: readonly string[] = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "oem",
  "latin1",
  "shift_jis",
  "gbk",
  "gb18030",
  "euc-kr",
  "euc-jp",
  "big5",
  "koi8-r",
  ...PAGES.map((page) => `cp${page}`),
];

/**
 * Returns the canonical name of an encoding: `utf-8`, `utf-16le`, `utf-32be`, `oem`, `cp850`…
 * Ignores case, hyphens and underscores; accepts a page as `850`, `cp850`, `ibm850` or
 * `windows-1252`. Null for an unknown name.
 */
export function normalizeEncodingName(name: string): string | null {
  const key = name.trim().toLowerCase().replace(/[-_ ]/g, "");
  if (Object.hasOwn(ALIASES, key)) return ALIASES[key]!;
  const page = Number(/^(?:cp|ibm|oem|windows|win|ms)?(\d{3,5})$/.exec(key)?.[1]);
  const named = NAMED_PAGES.get(page);
  if (named !== undefined) return normalizeEncodingName(named);
  if (page === 1200) return "utf-16le";
  if (page === 1201) return "utf-16be";
  return PAGES.some((known) => known === page) ? `cp${page}` : null;
}

/** Decodes a stream of bytes. */
export interface PageDecoder {
  /** Decodes the next bytes. A character that is cut off at the end comes with the next call. */
  write(bytes: Uint8Array): string;
  /** Decodes the remaining bytes at the end. */
  end(): string;
  /** Replaces `write` and `end` for single-byte pages: recodes the bytes to UTF-8. */
  readonly toUtf8?: (bytes: Uint8Array) => Uint8Array;
}

/**
 * Makes a decoder for a code page (`850`) or encoding name (`koi8-r`), or for page 437 if it is
 * unknown. ASCII bytes, including line breaks, do not change unless they are the second byte of a
 * valid character. Invalid bytes become U+FFFD. Never throws.
 */
export async function decodeCodePage(page: number | string): Promise<PageDecoder> {
  const name = encodingName(page);
  if (name === "utf-8" || name.startsWith("utf-16")) return unicodeDecoder(name);
  const { iconv, known } = await loadIconv(name);
  const decoder = iconv.getDecoder(known);
  const repair = (text: string) => {
    // Page 864 has the Arabic percent sign in place of the ASCII one, which IPv6 zones need.
    if (name === "cp864") return text.replaceAll("\u066a", "%");
    return name.startsWith("utf-32") ? text.replaceAll("\ufeff", "") : text;
  };
  return {
    write: (bytes) => repair(decoder.write(bytes)),
    end: () => repair(decoder.end() ?? ""),
    ...singleByteRecoder(iconv, known),
  };
}

/** Whether a page can be decoded as what it is. */
export async function isKnownPage(page: number): Promise<boolean> {
  const name = encodingName(page);
  return name === "utf-8" || (await loadIconv(name)).known === name;
}

/** Decodes bytes that are complete. */
export function decodeWhole(bytes: Uint8Array, decoder: PageDecoder): string {
  return decoder.toUtf8
    ? new TextDecoder("utf-8", { ignoreBOM: true }).decode(decoder.toUtf8(bytes))
    : decoder.write(bytes) + decoder.end();
}

/** Returns `toUtf8` for a single-byte page, several times as fast as decoding; nothing for others. */
function singleByteRecoder(iconv: Iconv, name: string): Pick<PageDecoder, "toUtf8"> {
  // In a double-byte page, some of these bytes are not characters or consume the `A`.
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

/**
 * Makes a function that recodes a single-byte page to UTF-8. `upper` holds the characters of the
 * bytes 128 to 255, each at most U+FFFF.
 */
function singleByteToUtf8(upper: string): (bytes: Uint8Array) => Uint8Array {
  const codes = Uint16Array.from({ length: 128 }, (_, at) => upper.charCodeAt(at));
  return (bytes) => {
    const recoded = new Uint8Array(bytes.length + 2 * countUpper(bytes));
    let to = 0;
    for (let at = 0; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte < 0x80) {
        recoded[to++] = byte;
        continue;
      }
      const code = codes[byte - 0x80]!;
      if (code < 0x80) recoded[to++] = code;
      else if (code < 0x800) recoded[to++] = 0xc0 | code >> 6;
      else {
        recoded[to++] = 0xe0 | code >> 12;
        recoded[to++] = 0x80 | code >> 6 & 0x3f;
      }
      if (code >= 0x80) recoded[to++] = 0x80 | code & 0x3f;
    }
    return recoded.subarray(0, to);
  };
}

function countUpper(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) count += bytes[at]! >> 7;
  return count;
}

/**
 * Makes an encoder for a code page, or for ASCII if it is unknown. A character that the page lacks becomes
 * `\uXXXX` for each UTF-16 unit. Never throws.
 */
export async function encodeCodePage(
  page: number | string,
): Promise<(text: string) => Uint8Array> {
  const name = encodingName(page);
  const encoder = new TextEncoder();
  if (name === "utf-8") return (text) => encoder.encode(text);
  const { iconv, known } = await loadIconv(name, { otherwise: "ascii" });
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
    // deno-lint-ignore no-control-regex -- matches everything outside ASCII
    const whole = text.replace(/[^\x00-\x7f]/gu, representable);
    return iconv.encode(known === "cp864" ? whole.replaceAll("%", "\u066a") : whole, known);
  };
}

function encodingName(page: number | string): string {
  return typeof page === "number" ? NAMED_PAGES.get(page) ?? `cp${page}` : page;
}

/** Decodes UTF-8, or UTF-16 without byte order marks between concatenated files. */
function unicodeDecoder(encoding: string): PageDecoder {
  const isUtf8 = encoding === "utf-8";
  const decoder = new TextDecoder(encoding, { ignoreBOM: isUtf8 });
  const clean = (text: string) => isUtf8 ? text : text.replaceAll("\ufeff", "");
  return {
    write: (bytes) => clean(decoder.decode(bytes, { stream: true })),
    end: () => decoder.decode(),
  };
}

function escapeUnits(character: string): string {
  return Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** The part of iconv-lite used here; it accepts Uint8Array although its types require Buffer. */
interface Iconv {
  encodingExists(name: string): boolean;
  decode(bytes: Uint8Array, name: string): string;
  encode(text: string, name: string): Uint8Array;
  getDecoder(name: string): {
    write(bytes: Uint8Array): string;
    end(): string | undefined;
  };
}

/** Loads iconv-lite. `known` is the given page, or another one if iconv-lite does not know it. */
async function loadIconv(
  name: string,
  { otherwise = "cp437" } = {},
): Promise<{ iconv: Iconv; known: string }> {
  const module = await import("iconv-lite");
  const iconv = module.default as unknown as Iconv;
  return { iconv, known: iconv.encodingExists(name) ? name : otherwise };
}
