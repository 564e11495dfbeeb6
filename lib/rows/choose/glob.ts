/**
 * Patterns for names: `*` stands for anything, `?` for one character, nothing else is special.
 *
 * @module
 */

/**
 * A test for the whole of a name, whatever its case. Its time grows with the name's length times the
 * pattern's at most, for any pattern.
 */
export function globTest(pattern: string): (name: string) => boolean {
  const wanted = pattern.toLowerCase();
  return (name) => globMatches(wanted, name.toLowerCase());
}

function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  // Where the text goes on after what the last `*` stands for; only this one can need to grow.
  let resume = 0;
  while (t < text.length) {
    const wanted = pattern[p];
    if (wanted === "*") {
      star = p++;
      resume = t;
    } else if (wanted === "?") {
      p++;
      t += characterLength(text, t);
    } else if (wanted === text[t]) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === "*") p++;
  return p === pattern.length;
}

/** Two code units where a character outside the basic plane starts, else one. */
function characterLength(text: string, at: number): number {
  return text.codePointAt(at)! > 0xffff ? 2 : 1;
}
