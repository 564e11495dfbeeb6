/**
 * Small things that messages are made of: counted nouns, lists in words, words in quotes.
 *
 * @module
 */

/** A count with its noun: `1 socket`, `2 sockets`. */
export function countOf(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** Lists words as a sentence does: `a`, `a and b`, `a, b and c`. */
export function listInWords(words: readonly string[], conjunction: "and" | "or" = "and"): string {
  const [last = "", ...others] = words.toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")} ${conjunction} ${last}`;
}

/** Joins the parts that are not null; null where all are. */
export function joinPresent(parts: readonly (string | null)[], separator: string): string | null {
  const present = parts.filter((part) => part !== null);
  return present.length === 0 ? null : present.join(separator);
}

/**
 * A word as a shell takes it: in quotes if it has a space. Windows reads a backslash before a quote as
 * one that belongs to the word.
 */
export function quoteSpaces(word: string): string {
  return /\s/.test(word) ? `"${word.replace(/\\+$/, "$&$&")}"` : word;
}
