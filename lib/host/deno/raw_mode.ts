/**
 * Raw mode: keys come one by one, and are not shown.
 *
 * @module
 */
import { guarded } from "../refusals.ts";
import { stopsAtExit, undoAtExit } from "./interruption.ts";
import { isInForeground } from "./job_control.ts";

/** A terminal that keys come from. */
type Keyboard = Pick<typeof Deno.stdin, "setRaw">;

/** Turns raw mode on or off. Does nothing where standard input is no terminal. */
function setRawMode(isOn: boolean): void {
  if (Deno.stdin.isTerminal()) setRaw(Deno.stdin, isOn);
}

/**
 * The same for the whole screen: where standard input is no terminal, its own one must not show what is
 * typed on it either.
 */
export function setScreenMode(isOn: boolean): void {
  if (Deno.stdin.isTerminal()) return setRaw(Deno.stdin, isOn);
  ownTerminal ??= openOwnTerminal();
  if (ownTerminal !== null) setRaw(ownTerminal, isOn);
}

let ownTerminal: Keyboard | null | undefined;

function openOwnTerminal(): Keyboard | null {
  if (Deno.build.os === "windows") return null;
  try {
    return Deno.openSync("/dev/tty");
  } catch {
    return null; // there is none, or it may not be read
  }
}

function setRaw(keyboard: Keyboard, isOn: boolean): void {
  // Once it was on, Deno sets the terminal's modes when it ends: in the background (after Ctrl+Z, `kill
  // %1`) Linux stops who does that.
  stopsAtExit(() => !isInForeground());
  const what = `Cannot turn ${isOn ? "on" : "off"} the terminal's raw mode`;
  // Ctrl+C stays a signal; on Windows, where it cannot, it arrives as a key.
  const options = isOn ? { cbreak: Deno.build.os !== "windows" } : undefined;
  guarded(what, () => keyboard.setRaw(isOn, options));
}

/** Turns raw mode on until the result is disposed of, or the program ends. */
export function rawMode(): Disposable {
  setRawMode(true);
  const turnOff = () => setRawMode(false);
  const forget = undoAtExit(turnOff);
  return {
    [Symbol.dispose]() {
      forget();
      turnOff();
    },
  };
}
