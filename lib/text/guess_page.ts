/**
 * Guesses the code page of text that nothing else tells about: a saved file from another machine.
 * Only names and titles hang on it; rows are ASCII and come out right on any page.
 *
 * @module
 */

/** The Western page, which also shows most of what pages 437, 852 and 857 hold. */
export const WESTERN = 850;

/** Which bytes are usual in text of a page: alone, or first and second of two. */
interface Usual {
  readonly page: number;
  readonly single: (byte: number) => boolean;
  readonly pair: (lead: number, trail: number) => boolean;
}

const never = () => false;
const between = (byte: number, low: number, high: number) => byte >= low && byte <= high;

// In the order of preference where two explain the text equally well. Korean comes before Chinese:
// its syllables fill a part of the rows where the common Chinese characters are.
const USUAL: readonly Usual[] = [
  {
    page: 866,
    single: (byte) => between(byte, 0x80, 0xaf) || between(byte, 0xe0, 0xf1) || byte >= 0xfc,
    pair: never,
  },
  {
    page: 949,
    single: never,
    pair: (lead, trail) =>
      (between(lead, 0xb0, 0xc8) || lead === 0xa1) && between(trail, 0xa1, 0xfe),
  },
  {
    page: 936,
    single: never,
    pair: (lead, trail) =>
      (between(lead, 0xb0, 0xd7) || lead === 0xa1 || lead === 0xa3) && between(trail, 0xa1, 0xfe),
  },
  {
    page: 950,
    single: never,
    pair: (lead, trail) =>
      (between(lead, 0xa4, 0xc6) || lead === 0xa1) &&
      (between(trail, 0x40, 0x7e) || between(trail, 0xa1, 0xfe)),
  },
  {
    page: 932,
    single: never,
    pair: (lead, trail) =>
      between(trail, 0x40, 0xfc) && trail !== 0x7f &&
      (between(lead, 0x81, 0x83) || between(lead, 0x88, 0x9f) || between(lead, 0xe0, 0xea)),
  },
];

/**
 * The likeliest of pages 850, 866, 932, 936, 949 and 950 for text, in linear time: where the bytes
 * outside ASCII stand close together, the page for whose language most of them are usual; else 850.
 */
export function guessPage(bytes: Uint8Array): number {
  if (!isDense(bytes)) return WESTERN;
  let best = { page: WESTERN, share: 0.8 };
  for (const usual of USUAL) {
    const share = shareOf(bytes, usual);
    if (share > best.share) best = { page: usual.page, share };
  }
  return best.page;
}

/** Accented letters stand alone; Cyrillic and East Asian text has its bytes side by side. */
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

/** The share of the bytes outside ASCII that are usual. */
function shareOf(bytes: Uint8Array, { single, pair }: Usual): number {
  let all = 0;
  let usual = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (byte < 0x80) continue;
    all++;
    const next = bytes[at + 1] ?? 0;
    if (single(byte)) usual++;
    else if (pair(byte, next)) {
      usual++;
      if (next > 0x7f) {
        all++;
        usual++;
      }
      at++;
    }
  }
  return usual / all;
}
