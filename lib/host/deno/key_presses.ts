/**
 * The keys in the characters that a terminal sends: ECMA-48 control sequences as xterm, rxvt, the Linux
 * console and the Windows console (with VT input) write them.
 *
 * @module
 */
import type { KeyPress } from "../host.ts";

/**
 * Reads the keys in a text. A sequence that no known key sends is skipped: a report of the mouse or of
 * the focus, an answer about the terminal. Its letters must not act as keys.
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
      keys.push(...sequenceKey(sequence as Sequence));
      at = SEQUENCE.lastIndex;
      continue;
    }
    UNFINISHED.lastIndex = at;
    if (UNFINISHED.test(text)) break;
    const alt = text[at] === ESCAPE && text[at + 1] !== ESCAPE;
    if (alt) at++;
    const character = String.fromCodePoint(text.codePointAt(at)!);
    keys.push(...characterKey(character).map((key) => ({ ...key, alt })));
    at += character.length;
  }
  return { keys, rest: text.slice(at) };
}

/**
 * The keys of an unfinished sequence that nothing followed: an escape key, and what came after it. What
 * can only be a part of something else is dropped; of a pasted text, what came is kept.
 */
export function readRest(rest: string): KeyPress[] {
  if (rest.startsWith(PASTE)) return [pasteKey(rest.slice(PASTE.length))];
  if (rest === "" || rest.length > 2) return [];
  return [ESCAPE, ...rest.slice(1)].flatMap(characterKey);
}

/** How many milliseconds a terminal may take for what follows an unfinished sequence. */
export function patienceFor(rest: string): number {
  return rest.startsWith(PASTE) ? 2000 : rest.length > 2 ? 500 : 50;
}

const ESCAPE = "\x1b";
const PASTE = "\x1b[200~";

/** The parts of a sequence; at most one of the first three is there. */
interface Sequence {
  /** Pasted text. */
  readonly paste?: string;
  /** The letter of a function key of the Linux console, `ESC [ [ A`. */
  readonly linux?: string;
  /** `O` for `ESC O P`, `[` for `ESC [ 1 ; 5 A`; missing for what no key sends. */
  readonly kind?: "O" | "[";
  /** The parameters, separated by semicolons. */
  readonly parameters?: string;
  /** The letter or the sign at the end. */
  readonly final?: string;
}

/*
 * In this order: pasted text; a function key of the Linux console; a click in the oldest form, with three
 * characters for the button and the place; keys with Shift of rxvt (`ESC [ 2 $`); all other control
 * sequences; `ESC O`; answers (OSC, DCS, APC), which end with BEL or `ESC \`, or where another sequence
 * begins. Alt with `]`, `P` or `_` begins like an answer, so the next character counts too.
 */
const SEQUENCE = anyOf([
  String.raw`\x1b\[200~(?<paste>[^]*?)\x1b\[201~`,
  String.raw`\x1b\[\[(?<linux>[A-E])`,
  String.raw`\x1b\[M[^]{3}`,
  String.raw`\x1b(?<kind>\[)(?<parameters>[0-9]+)(?<final>\$)`,
  String.raw`\x1b(?<kind>\[)(?!200~|\[|M)(?<parameters>[0-?]*)[ -/]*(?<final>[@-~])`,
  String.raw`\x1b(?<kind>O)(?<parameters>[0-9;]*)(?<final>[A-Za-z])`,
  String.raw`\x1b(?:\][0-9lL]|P[0-?!+|$]|_G)[^\x07\x1b]*(?:\x07|\x1b\\|(?=\x1b[^\\]))`,
]);

const UNFINISHED = anyOf([
  String.raw`\x1b$`,
  String.raw`\x1b\[200~[^]*$`,
  String.raw`\x1b\[M[^]{0,2}$`,
  String.raw`\x1b\[(?:\[|[0-?]*[ -/]*)?$`,
  String.raw`\x1bO[0-9;]*$`,
  String.raw`\x1b[\]P_]$`,
  String.raw`\x1b(?:\][0-9lL]|P[0-?!+|$]|_G)[^\x07\x1b]*\x1b?$`,
]);

function anyOf(patterns: readonly string[]): RegExp {
  return new RegExp(patterns.join("|"), "y");
}

const KEY_OF_FINAL: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "tab",
  // rxvt: with Shift after `ESC [`, with Ctrl after `ESC O`.
  a: "up",
  b: "down",
  c: "right",
  d: "left",
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

/** xterm: 1 plus the sum of 1 for Shift, 2 for Alt, 4 for Ctrl and 8 for Meta. */
const HELD_BITS = { shift: 1, alt: 2 | 8, ctrl: 4 } as const;

/** The signs with which rxvt ends a sequence in place of `~`, and the modifiers that they stand for. */
const RXVT_MODIFIERS: Readonly<Record<string, string>> = { "$": "2", "^": "5", "@": "6" };

function sequenceKey(
  { paste, linux, kind, parameters = "", final = "" }: Sequence,
): KeyPress[] {
  if (paste !== undefined) return [pasteKey(paste)];
  if (linux !== undefined) {
    return [held(`f${linux.charCodeAt(0) - "A".charCodeAt(0) + 1}`, "1")];
  }
  // Sequences that begin with one of `<=>?` are answers, or clicks.
  if (kind === undefined || /^[<-?]/.test(parameters)) return [];
  const [first = "", modifiers = "1", code = ""] = parameters.split(";");
  if (kind === "[" && final === "u") return codedKey(first, modifiers);
  if (kind === "[" && final === "~" && first === "27") return codedKey(code, modifiers);
  if (final === "~" || final in RXVT_MODIFIERS) {
    const key = KEY_OF_NUMBER[first];
    return key === undefined ? [] : [held(key, RXVT_MODIFIERS[final] ?? modifiers)];
  }
  if (kind === "O" && parameters === "" && /[Mj-y]/.test(final)) return numberPadKey(final);
  const key = KEY_OF_FINAL[final];
  if (key === undefined) return [];
  if (/[a-d]/.test(final)) return [held(key, kind === "O" ? "5" : "2")];
  if (final === "Z") return [held(key, "2")];
  // `ESC [ 1 ; 5 R` is a key, `ESC [ 9 ; 5 R` the place of the cursor. Old terminals left out the 1.
  const isKey = first === "" || first === "1" || !parameters.includes(";");
  return isKey ? [held(key, first === "" || first === "1" ? modifiers : first)] : [];
}

function held(key: string, modifiers: string): KeyPress {
  const bits = Number.parseInt(modifiers, 10) - 1;
  return {
    key,
    ctrl: (bits & HELD_BITS.ctrl) !== 0,
    alt: (bits & HELD_BITS.alt) !== 0,
    shift: (bits & HELD_BITS.shift) !== 0,
  };
}

/**
 * A key by the code of its character, which terminals send once a program has asked for it; one that
 * died can have left that on.
 */
function codedKey(code: string, modifiers: string): KeyPress[] {
  const number = Number.parseInt(code, 10);
  // Beyond these are private codes, for keys such as Caps Lock.
  if (!(number > 0 && number < 0xe000)) return [];
  const { ctrl, alt, shift } = held("", modifiers);
  return characterKey(String.fromCodePoint(number)).map(({ key }) => {
    if (key.length > 1) return { key, ctrl, alt, shift };
    return { key: shift ? key.toUpperCase() : key, ctrl, alt, shift: false };
  });
}

/** The number pad, where a program has asked for other codes: those of the characters and 64. */
function numberPadKey(final: string): KeyPress[] {
  return characterKey(String.fromCharCode(final.charCodeAt(0) - 0x40));
}

function pasteKey(text: string): KeyPress {
  return { ...held("paste", "1"), text: text.replace(/[\p{Cc}\ufffd]+/gu, " ").trim() };
}

const KEY_OF_CONTROL: Readonly<Record<string, string>> = {
  "\b": "backspace",
  "\t": "tab",
  "\n": "enter",
  "\r": "enter",
  "\x1b": "escape",
  "\x7f": "backspace",
};

/** The key of a character; none for what no key sends: bytes that are no UTF-8, controls above ASCII. */
function characterKey(character: string): KeyPress[] {
  const plain = { ctrl: false, alt: false, shift: false };
  const named = KEY_OF_CONTROL[character];
  if (named !== undefined) return [{ key: named, ...plain }];
  if (/[\x80-\x9f\ufffd]/.test(character)) return [];
  const code = character.charCodeAt(0);
  if (code >= 0x20) return [{ key: character, ...plain }];
  // Ctrl takes 64 from the code of a capital letter: Ctrl+C is 3. Ctrl+Space is 0.
  const key = code === 0 ? " " : String.fromCharCode(code + 0x40).toLowerCase();
  return [{ key, ...plain, ctrl: true }];
}
