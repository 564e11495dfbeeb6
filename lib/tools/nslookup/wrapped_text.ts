/**
 * Joins text that a shell or a console wrapped at its width.
 *
 * @module
 */

/** A line as read. */
export interface Piece {
  /** The whole line, with its blanks. */
  readonly raw: string;
  /** The part to join, trimmed. */
  readonly text: string;
}

/** What tells whether a line was broken within a word. */
export interface WrapHints {
  /** The width at which lines were wrapped, as far as one can tell. */
  readonly width: number;
  /** Text that may hold the word, such as the command that was typed. */
  readonly known: string;
}

/**
 * Joins the pieces of one line. PowerShell breaks lines behind a space, which it keeps, and within words
 * that are longer than a line; a console breaks them anywhere. Where a copy lost the spaces at the ends of
 * lines, only the length of a line and the word itself tell.
 */
export function joinPieces(pieces: readonly Piece[], hints: WrapHints): string {
  const keepsSpaces = pieces.some(({ raw }) => /\s$/.test(raw));
  const parts = [pieces[0]?.text ?? ""];
  // The last word of what was joined.
  let word = lastWord(parts[0]!);
  for (let at = 1; at < pieces.length; at++) {
    const [above, { raw, text }] = [pieces[at - 1]!, pieces[at]!];
    const isAtSpace = /\s$/.test(above.raw) || /^\s/.test(raw) ||
      !keepsSpaces && !isWithinWord(above, { word, text, ...hints });
    if (isAtSpace) parts.push(" ");
    parts.push(text);
    word = isAtSpace || /\s/.test(text) ? lastWord(text) : word + text;
  }
  return parts.join("");
}

function lastWord(text: string): string {
  return text.slice(text.search(/\S*$/));
}

/** The words that stand around names in messages; no language translates the reasons. */
const WORDS: ReadonlySet<string> = new Set(
  ("non-existent domain host/domain server failed failure query refused no response from timed out " +
    "timed-out can't find list name for address request to unspecified format error answer unknown " +
    "kann nicht finden pas trouver encuentra").split(" "),
);

/** Whether a line was broken within a word, so that no space is missing between it and the next. */
function isWithinWord(
  above: Piece,
  { word, text, width, known }: WrapHints & { word: string; text: string },
): boolean {
  if (above.raw.length < width) return false;
  const start = word.toLowerCase();
  const end = /^[^\s:]+/.exec(text)?.[0].toLowerCase().replace(/\.$/, "") ?? "";
  if (known.toLowerCase().includes(start + end) || WORDS.has(start + end)) return true;
  if (WORDS.has(start) || WORDS.has(end)) return false;
  return !/\s/.test(above.text) || /^[\w.-]*[\d.-]/.test(start) || /[\d.-]/.test(end);
}
