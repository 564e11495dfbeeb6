/**
 * Texts of Sigma rules with wildcards, and whether they match a text of which perhaps only the end is
 * known: of a program without a path, its name.
 *
 * @module
 */

/** A piece of a pattern: a text as it is, `*`, `?`, or any of the dashes that an option can begin with. */
export type Piece = string | typeof ANY | typeof ONE | typeof DASH;

/** `*`: any characters, or none. */
export const ANY = Symbol("*");
/** `?`: one character. */
const ONE = Symbol("?");
/** A dash of a command line's option. */
const DASH = Symbol("-");

const DASHES: ReadonlySet<string> = new Set(["-", "/", "–", "—", "―"]);

/** Whether a pattern matches a text: null where that hangs on the beginning, which is not known. */
export type PatternTest = (text: string, isEndOnly: boolean) => boolean | null;

/**
 * Takes a text of a rule apart. A backslash makes a plain character of a wildcard or a backslash behind
 * it, and stands for itself before anything else.
 */
export function parsePattern(text: string): Piece[] {
  const pieces: Piece[] = [];
  let plain = "";
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    const next = text[at + 1];
    if (character === "\\" && (next === "\\" || next === "*" || next === "?")) {
      plain += next;
      at++;
    } else if (character === "*" || character === "?") {
      if (plain !== "") pieces.push(plain);
      plain = "";
      // Two in a row are one, so that `****` costs no more than `*`.
      if (character === "?") pieces.push(ONE);
      else if (pieces.at(-1) !== ANY) pieces.push(ANY);
    } else {
      plain += character;
    }
  }
  if (plain !== "") pieces.push(plain);
  return pieces;
}

/** Puts `*` before a pattern, behind it, or both. */
export function widen(
  pieces: readonly Piece[],
  { before = false, behind = false }: { before?: boolean; behind?: boolean },
): Piece[] {
  if (pieces.length === 0) return before || behind ? [ANY] : [];
  return [
    ...(before && pieces[0] !== ANY ? [ANY] as const : []),
    ...pieces,
    ...(behind && pieces.at(-1) !== ANY ? [ANY] as const : []),
  ];
}

/** Lets each dash that begins an option be any of them: `-enc` is `/enc` too, `a-b` stays. */
export function anyDash(pieces: readonly Piece[]): Piece[] {
  return pieces.flatMap((piece) =>
    typeof piece !== "string" ? [piece] : piece.split(/(\B[-/–—―]\b)/)
      .map((part, at): Piece => at % 2 === 1 ? DASH : part).filter((part) => part !== "")
  );
}

/** Whether a pattern is one text, without wildcards; that text. */
export function plainText(pieces: readonly Piece[]): string | null {
  if (pieces.length === 0) return "";
  return pieces.length === 1 && typeof pieces[0] === "string" ? pieces[0] : null;
}

/** Makes the test for a pattern. Upper and lower case are what the caller makes of both sides. */
export function patternTest(pieces: readonly Piece[]): PatternTest {
  const [first, second, third] = pieces;
  if (pieces.length <= 1) {
    const plain = plainText(pieces);
    if (plain !== null) {
      return (text, isEndOnly) => !isEndOnly ? text === plain : plain.endsWith(text) ? null : false;
    }
    if (first === ANY) return () => true;
  }
  if (pieces.length === 2 && first === ANY && typeof second === "string") {
    return (text, isEndOnly) =>
      text.endsWith(second) || (isEndOnly && second.endsWith(text) ? null : false);
  }
  if (pieces.length === 2 && typeof first === "string" && second === ANY) {
    return (text, isEndOnly) => isEndOnly ? null : text.startsWith(first);
  }
  if (pieces.length === 3 && first === ANY && typeof second === "string" && third === ANY) {
    return (text, isEndOnly) => text.includes(second) || (isEndOnly ? null : false);
  }
  return unitTest(unitsOf(pieces));
}

/** A character, or what stands for some. */
type Unit = string | symbol;

function unitsOf(pieces: readonly Piece[]): Unit[] {
  return pieces.flatMap((piece): Unit[] => typeof piece === "string" ? Array.from(piece) : [piece]);
}

function unitTest(units: readonly Unit[]): PatternTest {
  return (text, isEndOnly) => {
    const characters = Array.from(text);
    if (matchUnits(units, characters)) {
      // A star in front takes whatever the beginning is.
      return !isEndOnly || units[0] === ANY ? true : null;
    }
    if (!isEndOnly) return false;
    // The unknown beginning can be what any first part of the pattern wants.
    const isPossible = characters.length === 0 ||
      units.some((_, from) => matchUnits(units.slice(from), characters));
    return isPossible ? null : false;
  };
}

/** Greedy: goes back to the last star only, which suffices. */
function matchUnits(units: readonly Unit[], characters: readonly string[]): boolean {
  let [at, unit, star, starAt] = [0, 0, -1, 0];
  while (at < characters.length) {
    const wanted = units[unit];
    if (wanted === ANY) {
      [star, starAt] = [unit++, at];
    } else if (unit < units.length && isMatch(wanted!, characters[at]!)) {
      at++;
      unit++;
    } else if (star >= 0) {
      [unit, at] = [star + 1, ++starAt];
    } else {
      return false;
    }
  }
  while (units[unit] === ANY) unit++;
  return unit === units.length;
}

function isMatch(unit: Unit, character: string): boolean {
  if (typeof unit === "string") return unit === character;
  return unit === ONE || (unit === DASH && DASHES.has(character));
}
