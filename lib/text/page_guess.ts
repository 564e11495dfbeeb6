/**
 * Guesses the code page of saved text, and tells the pages that fit as well.
 *
 * @module
 */
import { decodeCodePage } from "./code_pages.ts";
import { pagesThatFit, WESTERN } from "./sniff_encoding.ts";

/** The page that is taken, and those that fit as well. */
export interface PageGuess {
  readonly page: number;
  readonly rivals: readonly number[];
}

/** The pages of text whose bytes outside ASCII stand alone; the first of equals is taken. */
const EUROPEAN: readonly number[] = [WESTERN, 1252, 437, 852, 1250, 857];
/** The same where they stand together. */
const CYRILLIC: readonly number[] = [866, 1251];

/** Guesses the code page of bytes that are not UTF-8, without any other clue. */
export async function guessSavedPage(bytes: Uint8Array): Promise<PageGuess> {
  const fitting = pagesThatFit(bytes);
  const candidates = fitting[0] === WESTERN
    ? EUROPEAN
    : fitting[0] === CYRILLIC[0]
    ? CYRILLIC
    : null;
  if (candidates === null) return { page: fitting[0], rivals: fitting.slice(1) };
  const oddness = new Map<number, number>();
  for (const page of candidates) {
    const decoder = await decodeCodePage(page);
    const text = decoder.toUtf8
      ? new TextDecoder().decode(decoder.toUtf8(bytes))
      : decoder.write(bytes) + decoder.end();
    oddness.set(page, oddnessOf(text));
  }
  const least = Math.min(...oddness.values());
  const [page = fitting[0], ...rivals] = candidates.filter((page) => oddness.get(page) === least);
  return { page, rivals };
}

/** How unlikely a text is: the number of characters that do not stand so in any language. */
function oddnessOf(text: string): number {
  const telling = text.match(TELLING)?.length ?? 0;
  let odd = 0;
  for (const { 0: character, index } of text.matchAll(OUTSIDE_ASCII)) {
    if (isOdd(character, text.charAt(index - 1), text.charAt(index + 1))) odd++;
  }
  return odd - telling;
}

const OUTSIDE_ASCII = /[^\u0000-\u007f]/g;
/** Words that Windows prints in Western languages; another page would make others of them. */
const TELLING =
  /ABHÖREN|AUTORITÄT|Büro|État|Système|sesión|Sesión|Núm|mémoire|fenêtre|sessão|Memória|Título|données/g;

function isOdd(character: string, before: string, after: string): boolean {
  if (/[\u0080-\u009f\u2500-\u259f\ufffd]/.test(character)) return true;
  const isBetweenLetters = /\p{L}/u.test(before) && /\p{L}/u.test(after);
  if (!/\p{L}/u.test(character)) return isBetweenLetters && character !== "’";
  if (/[ªº\u0370-\u03ff]/.test(character) || /\d/.test(before + after)) return true;
  const isUpper = character !== character.toLowerCase();
  const isLower = character !== character.toUpperCase();
  if (isUpper && /\p{Ll}/u.test(before)) return true;
  return isLower && /\p{Lu}/u.test(before) && /\p{Lu}/u.test(after);
}
