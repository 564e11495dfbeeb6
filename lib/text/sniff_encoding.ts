/**
 * Detects the encoding of bytes: byte order marks, UTF-16 without one, UTF-8, and the likely code
 * page of everything else.
 *
 * @module
 */

/** Finds a byte order mark at the beginning: its encoding and its length in bytes. */
export function byteOrderMark(bytes: Uint8Array): { encoding: string; length: number } | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { encoding: "utf-8", length: 3 };
  }
  // Before UTF-16's, which is the first half of it.
  if (bytes[0] === 0xff && bytes[1] === 0xfe && bytes[2] === 0 && bytes[3] === 0) {
    return { encoding: "utf-32le", length: 4 };
  }
  if (bytes[0] === 0 && bytes[1] === 0 && bytes[2] === 0xfe && bytes[3] === 0xff) {
    return { encoding: "utf-32be", length: 4 };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/**
 * `utf-16le`, `utf-16be`, `utf-32le` or `utf-32be` for bytes that look like it without a byte order
 * mark, else null. Every ASCII character has a NUL byte in UTF-16 and three in UTF-32, and rows are
 * mostly ASCII. Other encodings have no NULs. Null too where a file begins in another encoding, as after
 * `>>` of Windows PowerShell: its readers pass over NULs.
 */
export function unmarkedUnicode(bytes: Uint8Array): string | null {
  if (holdsSingleBytes(bytes)) return null;
  const pairs = bytes.length >> 1;
  // Of each pair, whether it is NUL and something, something and NUL, or two NULs.
  let even = 0;
  let odd = 0;
  const both = [0, 0];
  for (let at = 0; at < pairs * 2; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
    if (bytes[at] === 0 && bytes[at + 1] === 0) both[(at >> 1) & 1]!++;
  }
  if (odd * 4 > pairs && odd > even * 4) return "utf-16le";
  if (even * 4 > pairs && even > odd * 4) return "utf-16be";
  // In UTF-32, every second pair is two NULs.
  const [first, second] = both as [number, number];
  if (second * 8 > pairs * 3 && second > first * 4) return "utf-32le";
  return first * 8 > pairs * 3 && first > second * 4 ? "utf-32be" : null;
}

/** Whether four spaces stand side by side, which are daggers in UTF-16. */
function holdsSingleBytes(bytes: Uint8Array): boolean {
  let spaces = 0;
  for (let at = 0; at < bytes.length && spaces < 4; at++) {
    spaces = bytes[at] === 32 ? spaces + 1 : 0;
  }
  return spaces === 4;
}

/** The index of the first byte outside ASCII, or the length. About 8 GB/s. */
export function firstNonAscii(bytes: Uint8Array): number {
  const { length } = bytes;
  let at = 0;
  // Up to the first aligned word of four bytes.
  for (const aligned = Math.min(length, -bytes.byteOffset & 3); at < aligned; at++) {
    if (bytes[at]! > 0x7f) return at;
  }
  if (at === length) return length;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset + at, (length - at) >> 2);
  const end = words.length - 3;
  let word = 0;
  for (; word < end; word += 4) {
    const four = words[word]! | words[word + 1]! | words[word + 2]! | words[word + 3]!;
    if (four & 0x80808080) break;
  }
  for (at += word * 4; at < length; at++) {
    if (bytes[at]! > 0x7f) return at;
  }
  return length;
}

/**
 * Whether bytes are UTF-8, allowing light damage: at least four valid characters outside ASCII for
 * each invalid byte.
 */
export function looksLikeUtf8(bytes: Uint8Array): boolean {
  const { valid, invalid } = countUtf8(bytes);
  return valid > 0 && valid >= 4 * invalid;
}

/** Characters of UTF-8 outside ASCII, and bytes that belong to none. */
export interface Utf8Counts {
  readonly valid: number;
  readonly invalid: number;
}

/** Counts what is UTF-8 and what is not. A character cut off at the end counts as neither. */
export function countUtf8(bytes: Uint8Array): Utf8Counts {
  let valid = 0;
  let invalid = 0;
  for (let at = 0; at < bytes.length;) {
    if (bytes[at]! < 0x80) {
      at++;
      continue;
    }
    const length = sequenceLength(bytes, at);
    if (length > 0) valid++;
    else if (length === 0) invalid++;
    else break;
    at += Math.max(1, length);
  }
  return { valid, invalid };
}

/** The number of bytes at the end that begin a UTF-8 character and do not finish it. */
export function cutLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(bytes, bytes.length - back) < 0 ? back : 0;
  }
  return 0;
}

/** The length of the UTF-8 character at a byte outside ASCII; 0 if invalid, -1 if cut off. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const length = lead < 0xc2 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf5 ? 4 : 0;
  for (let next = 1; next < length; next++) {
    const byte = bytes[at + next];
    if (byte === undefined) return -1;
    const lowest = next > 1 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const highest = next > 1 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (byte < lowest || byte > highest) return 0;
  }
  return length;
}

/** The Western European page. Most text of pages 437, 852 and 857 is readable in it too. */
export const WESTERN = 850;

/** The bytes that are common in text of a page, as single bytes or as pairs. */
interface CommonBytes {
  readonly page: number;
  readonly single?: (byte: number) => boolean;
  readonly pair?: (lead: number, trail: number) => boolean;
}

const between = (byte: number, low: number, high: number) => byte >= low && byte <= high;

// The first of two pages that fit equally well wins. Korean comes before Chinese, because the lead
// bytes of its syllables are a subset of those of the common Chinese characters.
const COMMON_BYTES: readonly CommonBytes[] = [
  {
    page: 866,
    single: (byte) => between(byte, 0x80, 0xaf) || between(byte, 0xe0, 0xf1) || byte >= 0xfc,
  },
  {
    page: 949,
    pair: (lead, trail) =>
      (between(lead, 0xb0, 0xc8) || lead === 0xa1) && between(trail, 0xa1, 0xfe),
  },
  {
    page: 936,
    pair: (lead, trail) =>
      (between(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3) && between(trail, 0xa1, 0xfe),
  },
  {
    page: 950,
    pair: (lead, trail) =>
      (between(lead, 0xa4, 0xc6) || lead === 0xa1) &&
      (between(trail, 0x40, 0x7e) || between(trail, 0xa1, 0xfe)),
  },
  {
    page: 932,
    pair: (lead, trail) =>
      between(trail, 0x40, 0xfc) && trail !== 0x7f &&
      (between(lead, 0x81, 0x83) || between(lead, 0x88, 0x9f) || between(lead, 0xe0, 0xea)),
  },
];

/**
 * Guesses the code page of text without other clues, such as a saved file from another machine: 850,
 * 866, 932, 936, 949 or 950, in linear time. If the bytes outside ASCII are close together, it is the
 * page in which most of them are common, else 850. A wrong guess only garbles names and titles: rows
 * are ASCII.
 */
export function guessPage(bytes: Uint8Array): number {
  return pagesThatFit(bytes)[0]!;
}

/** The page that {@linkcode guessPage} guesses, then those in which as many bytes are common. */
export function pagesThatFit(bytes: Uint8Array): [number, ...number[]] {
  if (!isDense(bytes)) return [WESTERN];
  let best = 0.8;
  let pages: number[] = [];
  for (const common of COMMON_BYTES) {
    const share = commonShare(bytes, common);
    if (share > best) [best, pages] = [share, []];
    if (share === best) pages.push(common.page);
  }
  const [first = WESTERN, ...others] = pages;
  return [first, ...others];
}

/** In Cyrillic and East Asian text such bytes are adjacent; accented letters are isolated. */
function isDense(bytes: Uint8Array): boolean {
  let all = 0;
  let close = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at]! < 0x80) continue;
    all++;
    const near = [bytes[at - 2], bytes[at - 1], bytes[at + 1], bytes[at + 2]];
    if (near.some((byte) => byte !== undefined && byte > 0x7f)) close++;
  }
  return close * 2 > all;
}

/** The share of the bytes outside ASCII that are common in a page. */
function commonShare(bytes: Uint8Array, { single, pair }: CommonBytes): number {
  let all = 0;
  let common = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    all++;
    const next = bytes[at + 1] ?? 0;
    if (single?.(byte)) common++;
    else if (pair?.(byte, next)) {
      common++;
      if (next > 0x7f) {
        all++;
        common++;
      }
      at++;
    }
  }
  return common / all;
}
