/**
 * The names of programs, and how people are made to misread them.
 *
 * @module
 */
import type { Program } from "../engine/audit_view.ts";

/** The endings of programs of Windows. */
const ENDING = /\.(?:exe|com|scr|pif|cpl|bat|cmd)$/;

/** Whether a name is one of a program of Windows, by its ending. */
export function isWindowsName(name: string | null): boolean {
  return name !== null && ENDING.test(name);
}

/**
 * The name of a program in lower case, with its ending; that of its file where the list of processes
 * leaves the ending out, or names none.
 */
export function nameOf({ name, place }: Program): string | null {
  const file = place === null ? null : place.slice(endOfFolder(place) + 1);
  return name === null || file?.startsWith(`${name}.`) ? file : name;
}

/** The name without `.exe` and the like. */
export function stemOf(name: string): string {
  return name.replace(ENDING, "");
}

/** The name as people should see it: `scvhost.exe`, else its process ID. */
export function shownName({ process, path, pid }: Program): string {
  if (process !== null) return process;
  if (path !== null) return path.slice(endOfFolder(path) + 1);
  return pid === null ? "an unknown program" : `process ${pid}`;
}

/** The same with the process ID, where that is known: `svchost.exe (PID 4711)`. */
export function shownProcess(program: Program): string {
  const { pid, process, path } = program;
  const isNamed = process !== null || path !== null;
  return pid !== null && isNamed ? `${shownName(program)} (PID ${pid})` : shownName(program);
}

/** The folder of a program as printed; the path where it has none. */
export function shownFolder({ path }: Program): string {
  if (path === null) return "an unknown folder";
  const end = endOfFolder(path);
  if (end <= 0) return path;
  return /^[A-Za-z]:$/.test(path.slice(0, end)) ? path.slice(0, end + 1) : path.slice(0, end);
}

/** Where the last sign between folders is; names of Linux can hold a backslash. */
function endOfFolder(path: string): number {
  return path.startsWith("/")
    ? path.lastIndexOf("/")
    : Math.max(path.lastIndexOf("\\"), path.lastIndexOf("/"));
}

/** The name as it looks: without accents, with Latin letters for those of other scripts. */
export function asItLooks(name: string): string {
  // Most names are plain.
  if (/^[\x20-\x7e]*$/.test(name)) return name;
  return name.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase()
    .replace(/[^\x20-\x7e]/gu, (letter) => LIKE_LATIN[letter] ?? letter);
}

/** The name with everything alike that people take for the same: `svch0st`, `svcchost`, `svc_host`. */
export function asItIsRead(name: string): string {
  return asItLooks(name).replace(/[\s._-]/g, "").replace(/vv/g, "w").replace(/rn/g, "m")
    .replace(/[0134578@$|!i]/g, (sign) => LIKE_LETTERS[sign]!).replace(/(.)\1+/g, "$1");
}

/**
 * Whether two names differ by one letter: added, removed, changed, or swapped with the next one. Like
 * `editDistance(one, other) === 1`, but most names are told apart by their first letters.
 */
export function isOneEditAway(one: string, other: string): boolean {
  const [long, short] = one.length >= other.length ? [one, other] : [other, one];
  if (long.length - short.length > 1 || long === short) return false;
  let at = 0;
  while (at < short.length && long[at] === short[at]) at++;
  const rest = long.slice(at + 1);
  if (long.length > short.length) return rest === short.slice(at);
  return rest === short.slice(at + 1) ||
    (long[at] === short[at + 1] && long[at + 1] === short[at] &&
      rest.slice(1) === short.slice(at + 2));
}

const LIKE_LETTERS: Readonly<Record<string, string>> = {
  "0": "o",
  "1": "l",
  "3": "e",
  "4": "a",
  "5": "s",
  "7": "t",
  "8": "b",
  "@": "a",
  "$": "s",
  "|": "l",
  "!": "l",
  "i": "l",
};

/** Lower-case letters of other scripts that look like Latin ones. */
const LIKE_LATIN: Readonly<Record<string, string>> = {
  // Cyrillic; в, к, м, н and т do so in capitals only
  "а": "a",
  "в": "b",
  "с": "c",
  "ԁ": "d",
  "е": "e",
  "һ": "h",
  "н": "h",
  "і": "i",
  "ј": "j",
  "к": "k",
  "ӏ": "l",
  "м": "m",
  "п": "n",
  "о": "o",
  "р": "p",
  "ԛ": "q",
  "г": "r",
  "ѕ": "s",
  "т": "t",
  "ѵ": "v",
  "ԝ": "w",
  "х": "x",
  "у": "y",
  // Greek
  "α": "a",
  "β": "b",
  "ϲ": "c",
  "ε": "e",
  "η": "n",
  "ι": "i",
  "κ": "k",
  "μ": "m",
  "ν": "v",
  "ο": "o",
  "ρ": "p",
  "σ": "o",
  "τ": "t",
  "υ": "u",
  "χ": "x",
  "ω": "w",
  // Armenian, and Latin letters beside the alphabet
  "օ": "o",
  "ո": "n",
  "ս": "u",
  "հ": "h",
  "ı": "i",
  "ł": "l",
  "ø": "o",
  "đ": "d",
  "ħ": "h",
  "ŧ": "t",
  "ɑ": "a",
  "ɡ": "g",
  "ꜱ": "s",
};

/** Cyrillic and Greek letters that nobody tells from Latin ones in small print. */
const TWINS = "аеорсухіјѕԁԛԝһοϲνο";

/** A word of Latin letters with some of {@linkcode TWINS} among them; null if there is none. */
export function mixedWordIn(name: string): string | null {
  if (/^[\x20-\x7e]*$/.test(name)) return null;
  for (const word of name.match(/[\p{L}\p{N}]+/gu) ?? []) {
    const letters = [...word];
    const foreign = letters.filter((letter) => letter > "\x7f");
    if (foreign.length === 0 || !letters.some((letter) => /[a-z]/.test(letter))) continue;
    if (foreign.every((letter) => TWINS.includes(letter))) return word;
  }
  return null;
}

/** Characters of a name that show nothing, or turn what stands behind them around. */
const TURNING = /[\u202a-\u202e\u2066-\u2069]/;
const INVISIBLE =
  /[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u3164\ufeff\uffa0]/g;

/** What in a name cannot be seen. */
export type Unseen = "turned" | "invisible" | "control";

/**
 * What in a name cannot be seen; null if nothing. Names in other scripts need some marks: these count
 * only where all else is ASCII.
 */
export function unseenIn(name: string): Unseen | null {
  if (/^[\x20-\x7e]*$/.test(name)) return null;
  if (TURNING.test(name)) return "turned";
  // deno-lint-ignore no-control-regex -- that is what is looked for
  if (/[\x00-\x1f\x7f]/.test(name)) return "control";
  const rest = name.replace(INVISIBLE, "");
  return rest !== name && /^[\x20-\x7e]*$/.test(rest) ? "invisible" : null;
}
