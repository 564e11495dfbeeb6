/**
 * How the console of Windows draws: whether it obeys control sequences.
 *
 * @module
 */
import { HostError } from "../host.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const CONSOLE_MODE = {
  // A number, not a pointer: a handle may be -1, which is no pointer.
  GetStdHandle: { parameters: ["u32"], result: "usize" },
  GetConsoleMode: { parameters: ["usize", "buffer"], result: "i32" },
  SetConsoleMode: { parameters: ["usize", "u32"], result: "i32" },
} as const;

/** The functions that tell and set a console's mode. */
export type ConsoleModeCalls = Functions<typeof CONSOLE_MODE>;

/** -11 as a DWORD. */
const STD_OUTPUT_HANDLE = 0xffff_fff5;
const ENABLE_PROCESSED_OUTPUT = 0x1;
const ENABLE_VIRTUAL_TERMINAL_PROCESSING = 0x4;
// Without it the console scrolls when its last column of the last line is written.
const DISABLE_NEWLINE_AUTO_RETURN = 0x8;

/**
 * Makes the console obey control sequences until the result is disposed of. Windows Terminal does so
 * anyway, the old console only when it is told to. Where Windows cannot be asked, nothing is changed.
 *
 * @throws {HostError} where the console cannot.
 */
export function windowsConsole(options: DrawingOptions): Disposable {
  const calls = orNull(windowsLibrary("kernel32.dll", CONSOLE_MODE));
  return calls === null ? { [Symbol.dispose]() {} } : drawingConsole(calls, options);
}

/** How the console is drawn on. */
export interface DrawingOptions {
  /** Whether its last column is written too, without a new line there; line feeds then only go down. */
  readonly whole: boolean;
}

/** The same, with these functions. */
export function drawingConsole(calls: ConsoleModeCalls, { whole }: DrawingOptions): Disposable {
  const output = calls.GetStdHandle(STD_OUTPUT_HANDLE);
  const mode = new Uint32Array(1);
  if (!calls.GetConsoleMode(output, mode)) return { [Symbol.dispose]() {} }; // no console
  const before = mode[0]!;
  const needed = before | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING;
  if (!whole && needed === before) return { [Symbol.dispose]() {} };
  const isSet =
    whole && calls.SetConsoleMode(output, (needed | DISABLE_NEWLINE_AUTO_RETURN) >>> 0) ||
    calls.SetConsoleMode(output, needed >>> 0);
  if (!isSet) {
    throw new HostError(
      "other",
      "Cannot draw on this console: it does not obey control sequences; turn off " +
        '"Use legacy console" in its properties, or use Windows Terminal',
    );
  }
  return {
    [Symbol.dispose]() {
      calls.SetConsoleMode(output, before);
    },
  };
}
