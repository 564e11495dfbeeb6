/**
 * Which of the known words was probably meant. The standard library's `closestString` always gives
 * an answer, however far away; here no answer is better than a wrong one.
 *
 * @module
 */

/**
 * The known word nearest to what was written, ignoring case: one that differs by a slip or two of
 * the finger (a letter more, less, other, or two swapped), or one that it is the beginning of, which
 * goes first where it is the only one. Null where nothing is near.
 *
 * @example
 * ```ts
 * import { nearest } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(nearest("protcol", ["port", "protocol"]), "protocol");
 * assertEquals(nearest("prot", ["port", "protocol"]), "protocol");
 * assertEquals(nearest("banana", ["port", "protocol"]), null);
 * ```
 */
export function nearest(written: string, known: readonly string[]): string | null {
  const word = written.toLowerCase();
  const begun = begunBy(word, known);
  if (begun.length === 1) return begun[0]!;
  let best: string | null = null;
  let bestDistance = Infinity;
  for (const candidate of known) {
    if (Math.abs(candidate.length - word.length) > slipsAllowed(word)) continue;
    const distance = slips(word, candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return bestDistance <= slipsAllowed(word) ? best : begun[0] ?? beginningOf(word, known);
}

/** One slip in a short word, two from six letters on, three from ten on. */
function slipsAllowed(word: string): number {
  if (word.length < 3) return word.length === 2 ? 1 : 0;
  return word.length < 6 ? 1 : word.length < 10 ? 2 : 3;
}

/** The known words that a word is the beginning of. */
function begunBy(word: string, known: readonly string[]): string[] {
  if (word.length < 2) return [];
  return known.filter((candidate) => candidate.toLowerCase().startsWith(word));
}

/** A known word that is the beginning of a word. */
function beginningOf(word: string, known: readonly string[]): string | null {
  return known.find((candidate) =>
    candidate.length >= 3 && word.startsWith(candidate.toLowerCase())
  ) ?? null;
}

/** The optimal string alignment distance: Levenshtein's, with two swapped letters as one slip. */
function slips(from: string, to: string): number {
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
