/**
 * "Did you mean": finds the known word nearest to an unknown one. Does not use the standard
 * library: its `closestString` returns a word however distant, and its `levenshteinDistance` counts
 * two swapped letters as two edits, so `tpc` would not find `tcp` (ADR 9).
 *
 * @module
 */

/**
 * Returns the end of an error message about an unknown word: `: did you mean port?`, or nothing if no
 * candidate is near.
 */
export function didYouMean(
  word: string,
  candidates: readonly string[],
  { separator = ": " }: { separator?: string } = {},
): string {
  return suggest(nearest(word, candidates), separator);
}

/** Formats a suggestion like {@linkcode didYouMean}; empty for null. */
export function suggest(meant: string | null, separator = ": "): string {
  return meant === null ? "" : `${separator}did you mean ${meant}?`;
}

/**
 * Finds the known word nearest to the one written, ignoring case; null if none is near. A word is
 * near if it is one to three edits away (a letter added, removed or changed, or two swapped; more
 * edits in longer words), or if it starts with the word written. If only one word starts with it,
 * that one wins.
 */
export function nearest(written: string, known: readonly string[]): string | null {
  const word = written.toLowerCase();
  const starting = known.filter((name) => word.length > 1 && name.toLowerCase().startsWith(word));
  if (starting.length === 1) return starting[0]!;
  const allowed = editsAllowed(word);
  let best: string | null = null;
  let bestDistance = allowed + 1;
  for (const name of known) {
    if (Math.abs(name.length - word.length) > allowed) continue;
    const distance = editDistance(word, name.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [name, distance];
  }
  const isPrefix = (name: string) => name.length >= 3 && word.startsWith(name.toLowerCase());
  return best ?? starting[0] ?? known.find(isPrefix) ?? null;
}

/** One edit in a short word, two from six letters on, three from ten on. */
function editsAllowed(word: string): number {
  if (word.length < 3) return word.length === 2 ? 1 : 0;
  return word.length < 6 ? 1 : word.length < 10 ? 2 : 3;
}

/** Optimal string alignment distance: Levenshtein's, but two swapped letters are one edit. */
export function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let distance = Math.min(
        last[column]! + 1,
        current[column - 1]! + 1,
        last[column - 1]! + (same ? 0 : 1),
      );
      const swapped = row > 1 && column > 1 && from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1];
      if (swapped) distance = Math.min(distance, beforeLast[column - 2]! + 1);
      current.push(distance);
    }
    [beforeLast, last] = [last, current];
  }
  return last[to.length]!;
}
