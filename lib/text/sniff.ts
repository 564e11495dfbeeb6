/**
 * What bytes alone tell about their encoding.
 *
 * @module
 */

/** An encoding that a byte order mark names, and the mark's length. */
export interface Mark {
  /** `utf-8`, `utf-16le` or `utf-16be`. */
  readonly encoding: string;
  /** Its length in bytes. */
  readonly length: number;
}

/** The byte order mark that bytes begin with. */
export function byteOrderMark(bytes: Uint8Array): Mark | null {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) {
    return { encoding: "utf-8", length: 3 };
  }
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: "utf-16le", length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: "utf-16be", length: 2 };
  return null;
}

/**
 * `utf-16le` or `utf-16be` where bytes without a mark look like it: every ASCII character, and each
 * row is full of them, brings a NUL in its place. Text in any other encoding holds none.
 */
export function unmarkedUtf16(bytes: Uint8Array): string | null {
  const pairs = bytes.length >> 1;
  let even = 0;
  let odd = 0;
  for (let at = 0; at < pairs * 2; at += 2) {
    if (bytes[at] === 0) even++;
    if (bytes[at + 1] === 0) odd++;
  }
  if (odd * 4 > pairs && odd > even * 4) return "utf-16le";
  return even * 4 > pairs && even > odd * 4 ? "utf-16be" : null;
}

/** Where the first byte outside ASCII is; the length where there is none. About 8 GB/s. */
export function firstNonAscii(bytes: Uint8Array): number {
  const { length } = bytes;
  let at = 0;
  // To where words of four bytes are aligned in memory.
  for (const aligned = Math.min(length, -bytes.byteOffset & 3); at < aligned; at++) {
    if (bytes[at]! > 0x7f) return at;
  }
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
 * Whether bytes are UTF-8, allowing for light damage: at least four characters outside ASCII for
 * each byte that does not belong. A character cut at the end counts neither way.
 */
export function looksLikeUtf8(bytes: Uint8Array): boolean {
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
  return valid > 0 && valid >= 4 * invalid;
}

/** How many bytes at the end are the beginning of a UTF-8 character that goes on after them. */
export function cutLength(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return sequenceLength(bytes, bytes.length - back) < 0 ? back : 0;
  }
  return 0;
}

/** The length of the UTF-8 character at a byte outside ASCII; 0 for none, -1 where it is cut off. */
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
