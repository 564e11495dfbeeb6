/**
 * The keys in the characters that a terminal sends: ECMA-48 control sequences as xterm, the Linux
 * console and the Windows console (with VT input) write them.
 *
 * @module
 */
import type { KeyPress } from "../host.ts";

/**
 * Reads the keys in a text. A sequence that no known key sends is skipped.
 *
 * @returns the keys that are complete, and an unfinished sequence at the end of the text; an escape
 * key looks the same.
 */
export function readKeys(text: string): { keys: KeyPress[]; rest: string } {
  const keys: KeyPress[] = [];
  let at = 0;
  while (at < text.length) {
    SEQUENCE.lastIndex = at;
    const sequence = SEQUENCE.exec(text)?.groups;
    if (sequence !== undefined) {
      keys.push(...sequenceKey(sequence as unknown as Sequence));
      at = SEQUENCE.lastIndex;
      continue;
    }
    UNFINISHED.lastIndex = at;
    if (UNFINISHED.test(text)) break;
    const alt = text[at] === ESCAPE && text[at + 1] !== ESCAPE;
    if (alt) at++;
    const character = String.fromCodePoint(text.codePointAt(at)!);
    keys.push({ ...characterKey(character), alt });
    at += character.length;
  }
  return { keys, rest: text.slice(at) };
}

/** The keys of an unfinished sequence that nothing followed: an escape key, and what came after it. */
export function readRest(rest: string): KeyPress[] {
  if (rest === "") return [];
  return [characterKey(ESCAPE), ...Array.from(rest.slice(1), characterKey)];
}

const ESCAPE = "\x1b";

interface Sequence {
  /** The parameters, separated by semicolons. */
  readonly parameters?: string;
  /** The letter or `~` at the end. */
  readonly final: string;
  /** The letter of a function key of the Linux console. */
  readonly linux?: string;
}

/** `ESC [ 1 ; 5 A`, `ESC O P`, and `ESC [ [ A` of the Linux console. */
const SEQUENCE =
  // deno-lint-ignore no-control-regex -- a terminal's escape sequences
  /\x1b(?:\[\[(?<linux>[A-E])|(?:\[(?<parameters>[0-?]*)[ -/]*|O)(?<final>[@-Z\\-~]))/y;
// deno-lint-ignore no-control-regex -- as above
const UNFINISHED = /\x1b(?:\[(?:\[|[0-?]*[ -/]*)?|O)?$/y;

const KEY_OF_FINAL: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  M: "enter", // of the number pad, after ESC O
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "tab",
};

const KEY_OF_NUMBER: Readonly<Record<string, string>> = {
  1: "home",
  2: "insert",
  3: "delete",
  4: "end",
  5: "pageUp",
  6: "pageDown",
  7: "home",
  8: "end",
  ...Object.fromEntries(
    [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((number, at) => [number, `f${at + 1}`]),
  ),
};

function sequenceKey({ parameters = "", final, linux }: Sequence): KeyPress[] {
  if (linux !== undefined) {
    const number = linux.charCodeAt(0) - "A".charCodeAt(0) + 1;
    return [{ key: `f${number}`, ctrl: false, alt: false, shift: false }];
  }
  const [number = "", modifiers = "1"] = parameters.split(";");
  const key = final === "~" ? KEY_OF_NUMBER[number] : KEY_OF_FINAL[final];
  if (key === undefined) return [];
  // xterm: 1 plus the sum of 1 for Shift, 2 for Alt and 4 for Ctrl.
  const bits = Number.parseInt(modifiers, 10) - 1;
  return [{
    key,
    ctrl: (bits & 4) !== 0,
    alt: (bits & 2) !== 0,
    shift: (bits & 1) !== 0 || final === "Z",
  }];
}

const KEY_OF_CONTROL: Readonly<Record<string, string>> = {
  "\b": "backspace",
  "\t": "tab",
  "\n": "enter",
  "\r": "enter",
  "\x1b": "escape",
  "\x7f": "backspace",
};

function characterKey(character: string): KeyPress {
  const plain = { ctrl: false, alt: false, shift: false };
  const named = KEY_OF_CONTROL[character];
  if (named !== undefined) return { key: named, ...plain };
  const code = character.charCodeAt(0);
  if (code >= 0x20) return { key: character, ...plain };
  // Ctrl takes 64 from the code of a capital letter: Ctrl+C is 3. Ctrl+Space is 0.
  const key = code === 0 ? " " : String.fromCharCode(code + 0x40).toLowerCase();
  return { key, ...plain, ctrl: true };
}
