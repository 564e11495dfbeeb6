/**
 * Which of the code pages that Windows told reads given bytes.
 *
 * @module
 */
import { decodeCodePage, decodeWhole, isKnownPage, pageOfBytes } from "./code_pages.ts";

/** How much is judged: one listing, or the first lines of a long one. */
export const JUDGED_BYTES = 1 << 16;

/**
 * The first of the pages that Windows told, in the order of how much they say of these bytes; a later one
 * where the first makes signs or nothing at all of what are letters in that. Null where none was told
 * that can be right.
 */
export async function toldPage(
  bytes: Uint8Array,
  told: readonly (number | null)[],
): Promise<number | null> {
  const pages: number[] = [];
  for (const page of new Set(told.map(pageOfBytes))) {
    if (page !== null && await isKnownPage(page)) pages.push(page);
  }
  const [first = null, ...others] = pages;
  if (others.length === 0 || first === null) return first;
  const judged = bytes.subarray(0, JUDGED_BYTES);
  const read = async (page: number) => decodeWhole(judged, await decodeCodePage(page));
  if (!isGarbled(await read(first))) return first;
  for (const page of others) if (shareOfLetters(await read(page)) >= NEARLY_ALL) return page;
  return first;
}

/**
 * The page that bytes are printed in, where they are UTF-8 only by chance: one or two characters, which
 * the page reads as letters of its own script, and UTF-8 as none of it. Null where they are UTF-8.
 */
export async function pageByChance(bytes: Uint8Array, page: number): Promise<number | null> {
  const utf8 = new TextDecoder().decode(bytes);
  const characters = new Set(utf8.match(OUTSIDE_ASCII));
  if (characters.size > MOST_BY_CHANCE || USUAL.test(utf8)) return null;
  if (!await isKnownPage(page)) return null;
  const text = decodeWhole(bytes, await decodeCodePage(page));
  if (shareOfLetters(text) < 1 || MIXED_CASE.test(text)) return null;
  const script = OWN_SCRIPTS.find((script) => script.test(text));
  return script === undefined || script.test(utf8) ? null : page;
}

/** More different ones are hardly ever valid by chance. */
const MOST_BY_CHANCE = 2;
/** The scripts whose words have no letters of ASCII. */
const OWN_SCRIPTS = [
  /\p{Script=Cyrillic}/u,
  /\p{Script=Greek}/u,
  /\p{Script=Hebrew}/u,
  /\p{Script=Arabic}/u,
  /\p{Script=Thai}/u,
  // Not the narrow katakana, which are single bytes.
  /[\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\u30a0-\u30ff]/u,
];
/** What stands in names everywhere: accented letters in words, dashes, quotes, the euro. */
const USUAL =
  /[A-Za-z](?!\p{ASCII})\p{Script=Latin}|(?!\p{ASCII})\p{Script=Latin}[A-Za-z]|[\u2010-\u214f]/u;

const FEW = 2 / 3;
const NEARLY_ALL = 0.9;

/** Whether there are few letters and signs beside them, or many lines of a frame in words. */
function isGarbled(text: string): boolean {
  const share = shareOfLetters(text);
  if (share < FEW) return SIGN_IN_WORD.test(text);
  return share <= NEARLY_ALL && FRAME_IN_WORD.test(text);
}

/** The share of letters among what stands outside ASCII, without spaces; 1 where nothing does. */
function shareOfLetters(text: string): number {
  const characters = text.match(OUTSIDE_ASCII)?.length ?? 0;
  return characters === 0 ? 1 : (text.match(LETTERS)?.length ?? 0) / characters;
}

/**
 * Whether text can be meant: nothing in it that the page lacks, mostly letters, and no lines of a frame
 * beside letters, which is what UTF-8 looks like in an OEM page.
 */
export function looksMeant(text: string): boolean {
  return !NO_CHARACTER.test(text) && !FRAME_IN_WORD.test(text) && shareOfLetters(text) > 1 / 2;
}

/** A capital letter behind a small one, outside ASCII. */
export const MIXED_CASE = /\p{Ll}(?!\p{ASCII})\p{Lu}/u;

const OUTSIDE_ASCII = /[^\p{ASCII}\s]/gu;
const LETTERS = /(?!\p{ASCII})[\p{L}\p{M}]/gu;
const SIGN_IN_WORD = /\p{L}[^\p{ASCII}\s\p{L}\p{M}]|[^\p{ASCII}\s\p{L}\p{M}]\p{L}|\ufffd/u;
const FRAME_IN_WORD = /\p{L}[\u2500-\u259f]|[\u2500-\u259f]\p{L}/u;
const NO_CHARACTER = /[\u0080-\u009f\ufffd]/;
