/**
 * The keys of the console of Windows, from its input records: whole characters of every language,
 * whatever the code page is, where reading standard input gives bytes of that code page, and NULs in
 * place of what it lacks.
 *
 * @module
 */
import { type Abortable, HostError } from "../host.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const CONSOLE_INPUT = {
  GetStdHandle: { parameters: ["u32"], result: "usize" },
  GetNumberOfConsoleInputEvents: { parameters: ["usize", "buffer"], result: "i32" },
  ReadConsoleInputW: { parameters: ["usize", "buffer", "u32", "buffer"], result: "i32" },
  // Waits beside the program, which goes on.
  WaitForSingleObject: { parameters: ["usize", "u32"], result: "u32", nonblocking: true },
} as const;

/** The functions that read a console's input. */
export type ConsoleInputCalls = Functions<typeof CONSOLE_INPUT>;

/** -10 as a DWORD. */
const STD_INPUT_HANDLE = 0xffff_fff6;
const WAIT_FAILED = 0xffff_ffff;
/** A reader that is stopped leaves within this time. */
const WAIT_MILLISECONDS = 100;
const MOST_RECORDS = 256;

/**
 * Reads the console's keys as a terminal sends them: characters, and control sequences for the others.
 * Empty where nothing comes within the patience, and once the signal is given.
 */
export type ConsoleReader = (
  options: Abortable & { readonly patience: number | null },
) => Promise<string>;

/** Reads the keys of this console; null where its input cannot be read so. */
export function consoleReader(): ConsoleReader | null {
  return orNull(() => readerOf(windowsLibrary("kernel32.dll", CONSOLE_INPUT)()));
}

/** The same, with these functions. */
export function readerOf(calls: ConsoleInputCalls): ConsoleReader | null {
  const input = calls.GetStdHandle(STD_INPUT_HANDLE);
  const count = new Uint32Array(1);
  if (!calls.GetNumberOfConsoleInputEvents(input, count)) return null; // no console
  const records = new Uint8Array(MOST_RECORDS * RECORD_BYTES);
  let half = ""; // of a character whose other half has not come yet
  const readNow = () => {
    if (!calls.GetNumberOfConsoleInputEvents(input, count)) throw consoleGone();
    // Reading would wait where another reader has taken what ended the wait.
    if (count[0] === 0) return "";
    if (!calls.ReadConsoleInputW(input, records, MOST_RECORDS, count)) throw consoleGone();
    const text = half + recordsText(records.subarray(0, count[0]! * RECORD_BYTES));
    half = /[\ud800-\udbff]$/.exec(text)?.[0] ?? "";
    return text.slice(0, text.length - half.length);
  };
  return async ({ signal, patience }) => {
    let left = patience ?? Infinity;
    while (!signal?.aborted && left > 0) {
      const slice = Math.min(left, WAIT_MILLISECONDS);
      if (await calls.WaitForSingleObject(input, slice) === WAIT_FAILED) throw consoleGone();
      const text = signal?.aborted ? "" : readNow();
      if (text !== "") return text;
      left -= slice;
    }
    return "";
  };
}

function consoleGone(): HostError {
  return new HostError("other", "Cannot read the terminal: the console is gone");
}

/** INPUT_RECORD with a KEY_EVENT_RECORD, in bytes. */
const RECORD_BYTES = 20;
const KEY_DOWN = 4;
const REPEATS = 8;
const KEY_CODE = 10;
const CHARACTER = 14;
const HELD_KEYS = 16;
const KEY_EVENT = 1;
/** A key that is held repeats thirty times a second: more in one record is another program's doing. */
const MOST_REPEATS = 100;
const VK_MENU = 0x12;
const ALT_HELD = 0x1 | 0x2;
const CTRL_HELD = 0x4 | 0x8;
const SHIFT_HELD = 0x10;

/** The text in a run of input records; what is no key (the mouse, the window's size) is left out. */
export function recordsText(records: Uint8Array): string {
  let text = "";
  for (let at = 0; at + RECORD_BYTES <= records.byteLength; at += RECORD_BYTES) {
    const record = new DataView(records.buffer, records.byteOffset + at, RECORD_BYTES);
    if (record.getUint16(0, true) === KEY_EVENT) text += keyText(record);
  }
  return text;
}

function keyText(record: DataView): string {
  const code = record.getUint16(KEY_CODE, true);
  const unit = record.getUint16(CHARACTER, true);
  const isDown = record.getInt32(KEY_DOWN, true) !== 0;
  // A character that is typed as a number with Alt held comes when Alt is let go.
  if (!isDown && !(code === VK_MENU && unit !== 0)) return "";
  const held = record.getUint32(HELD_KEYS, true);
  const repeats = Math.min(Math.max(1, record.getUint16(REPEATS, true)), MOST_REPEATS);
  return oneKey({ code, unit, held }).repeat(repeats);
}

/** One key as a terminal sends it. */
function oneKey(key: { code: number; unit: number; held: number }): string {
  const sequence = sequenceOf(key);
  if (sequence !== null) return sequence;
  const { code, unit, held } = key;
  if (unit === 0) return code === VK_SPACE && (held & CTRL_HELD) !== 0 ? "\0" : "";
  const character = String.fromCharCode(unit);
  // AltGr is Ctrl and Alt together, and makes characters of its own.
  const isAlt = (held & ALT_HELD) !== 0 && (held & CTRL_HELD) === 0 && code !== VK_MENU;
  return isAlt ? `\x1b${character}` : character;
}

const VK_TAB = 0x09;
const VK_ESCAPE = 0x1b;
const VK_SPACE = 0x20;
const VK_F1 = 0x70;

/** The last letter of a key's sequence. */
const FINAL_OF_CODE: Readonly<Record<number, string>> = {
  0x23: "F", // end
  0x24: "H", // home
  0x25: "D", // left
  0x26: "A", // up
  0x27: "C", // right
  0x28: "B", // down
};

/** The number in a key's sequence. */
const NUMBER_OF_CODE: Readonly<Record<number, number>> = {
  0x21: 5, // page up
  0x22: 6, // page down
  0x2d: 2, // insert
  0x2e: 3, // delete
  ...Object.fromEntries(
    [11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 23, 24].map((number, at) => [VK_F1 + at, number]),
  ),
};

/** The sequence of a key that is no character, as xterm sends it; null for a character. */
function sequenceOf(
  { code, unit, held }: { code: number; unit: number; held: number },
): string | null {
  const isShift = (held & SHIFT_HELD) !== 0;
  if (code === VK_TAB) return isShift ? "\x1b[Z" : null;
  if (unit !== 0) return null;
  if (code === VK_ESCAPE) return "\x1b";
  // 1 plus the sum of 1 for Shift, 2 for Alt and 4 for Ctrl.
  const modifiers = 1 + (isShift ? 1 : 0) + ((held & ALT_HELD) !== 0 ? 2 : 0) +
    ((held & CTRL_HELD) !== 0 ? 4 : 0);
  const suffix = modifiers === 1 ? "" : `;${modifiers}`;
  const final = FINAL_OF_CODE[code];
  if (final !== undefined) return suffix === "" ? `\x1b[${final}` : `\x1b[1${suffix}${final}`;
  const number = NUMBER_OF_CODE[code];
  return number === undefined ? null : `\x1b[${number}${suffix}~`;
}
