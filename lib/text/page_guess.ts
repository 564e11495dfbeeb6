/**
 * Guesses the code page of saved text, and tells the pages that fit as well.
 *
 * @module
 */
import { decodeCodePage, decodeWhole } from "./code_pages.ts";
import { pagesThatFit, WESTERN } from "./sniff_encoding.ts";

/** The page that is taken, and those that fit as well. */
export interface PageGuess {
  readonly page: number;
  readonly rivals: readonly number[];
}

/** The pages of text whose bytes outside ASCII stand alone; the first of equals is taken. */
const EUROPEAN: readonly number[] = [WESTERN, 1252, 437, 852, 1250, 857];
const RUSSIAN = 1251;
/** The same where they stand together. */
const CYRILLIC: readonly number[] = [866, RUSSIAN];

/** Guesses the code page of bytes that are not UTF-8, without any other clue. */
export async function guessSavedPage(bytes: Uint8Array): Promise<PageGuess> {
  const fitting = pagesThatFit(bytes);
  const [first] = fitting;
  if (first !== WESTERN && first !== CYRILLIC[0]) {
    // What is Russian in Windows' own page can be characters of East Asia too.
    const isRussian = oddnessOf(await decode(bytes, RUSSIAN)) === 0;
    return { page: first, rivals: [...fitting.slice(1), ...isRussian ? [RUSSIAN] : []] };
  }
  const candidates = first === WESTERN ? [...EUROPEAN, ...CYRILLIC] : [...CYRILLIC, ...EUROPEAN];
  const oddness = new Map<number, number>();
  for (const page of candidates) oddness.set(page, oddnessOf(await decode(bytes, page)));
  const least = Math.min(...oddness.values());
  const [page = first, ...rivals] = candidates.filter((page) => oddness.get(page) === least);
  return { page, rivals };
}

async function decode(bytes: Uint8Array, page: number): Promise<string> {
  return decodeWhole(bytes, await decodeCodePage(page));
}

/** How unlikely a text is: the number of characters that do not stand so in any language. */
function oddnessOf(text: string): number {
  const telling = text.match(TELLING)?.length ?? 0;
  let odd = text.match(ACCENTED_RUN)?.length ?? 0;
  for (const { 0: character, index } of text.matchAll(OUTSIDE_ASCII)) {
    const isUnclosed = /[“„‘‚«‹]/.test(character) &&
      !/[”“’‘»›]/.test(text.slice(index + 1, index + LONGEST_QUOTE));
    if (isUnclosed || isOdd(character, text.charAt(index - 1), text.charAt(index + 1))) odd++;
  }
  return odd - telling;
}

/** In Latin script, hardly ever more than three accented letters stand in a row. */
const ACCENTED_RUN = /[\u00c0-\u024f]{4,}/g;
const LONGEST_QUOTE = 80;
const OUTSIDE_ASCII = /[\u0080-\uffff]/g;
/** Words that Windows prints in Western languages; another page would make others of them. */
const TELLING =
  /ABHÖREN|AUTORITÄT|Büro|État|Système|sesión|Sesión|Núm|mémoire|fenêtre|sessão|Memória|Título|données/g;

function isOdd(character: string, before: string, after: string): boolean {
  if (/[\u0080-\u009f\u2500-\u259f\ufffd]/.test(character)) return true;
  if (!/\p{L}/u.test(character)) return character !== "’" && isOddSign(character, before, after);
  if (/[ªºЂЃЉЊЌЋЏђѓљњќћџЈј\u0370-\u03ff]/.test(character) || /\d/.test(before + after)) return true;
  if (/\p{Script=Cyrillic}/u.test(character) && /[a-z]/i.test(before + after)) return true;
  const isUpper = character !== character.toLowerCase();
  const isLower = character !== character.toUpperCase();
  if (isUpper && /\p{Ll}/u.test(before)) return true;
  return isLower && /\p{Lu}/u.test(before) && /\p{Lu}/u.test(after);
}

/** Only punctuation stands before a letter, and hardly any sign between two or behind one. */
function isOddSign(sign: string, before: string, after: string): boolean {
  const isBehindLetter = /\p{L}/u.test(before);
  if (!/\p{L}/u.test(after)) return isBehindLetter && /[¢£¤¥¦¬±]/.test(sign);
  return isBehindLetter || !/\p{P}|\s/u.test(sign);
}
