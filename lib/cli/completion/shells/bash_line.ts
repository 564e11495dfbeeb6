/**
 * Reads a command line as bash does, up to the cursor.
 *
 * @module
 */

/** A command line up to the cursor. */
export interface BashLine {
  /** The words after the program's name, without their quotes; the last one is unfinished. */
  readonly words: readonly string[];
  /** The quote that is open at the cursor; empty for none. */
  readonly quote: "" | "'" | '"';
  /**
   * How many characters of the last word, without its quotes, stand before what bash replaces: it takes
   * a word apart at COMP_WORDBREAKS. Null where that cannot be told.
   */
  readonly kept: number | null;
}

/** Reads a line. Variables and commands in it are not expanded. */
export function readBashLine(line: string, wordBreaks: string): BashLine {
  const words: string[] = [];
  let word: string | null = null;
  let kept: number | null = 0;
  let quote: BashLine["quote"] = "";
  for (let at = 0; at < line.length; at++) {
    const character = line[at]!;
    if (quote === "" && /\s/.test(character)) {
      if (word !== null) words.push(word);
      [word, kept] = [null, 0];
      continue;
    }
    word ??= "";
    if (character === quote) [quote, kept] = ["", null];
    else if (quote === "" && (character === "'" || character === '"')) {
      quote = character;
      kept = word.length;
    } else if (character === "\\" && quote !== "'" && at + 1 < line.length) {
      const next = line[++at]!;
      word += quote === '"' && !/[$`"\\]/.test(next) ? `\\${next}` : next;
    } else {
      word += character;
      if (quote === "" && kept !== null && wordBreaks.includes(character)) kept = word.length;
    }
  }
  words.push(word ?? "");
  return { words: words.slice(programAt(words) + 1), quote, kept };
}

/** The place of the program: variables can be set in front of it. */
function programAt(words: readonly string[]): number {
  return Math.max(0, words.findIndex((word) => !/^\w+=/.test(word)));
}
