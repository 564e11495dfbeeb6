/**
 * The whole terminal for one program, and the terminal as it was, however the program leaves it: when
 * it is done, interrupted, dies of an error, or is suspended (Ctrl+Z) and goes on later.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { guarded } from "../refusals.ts";
import { orElse, writeWhole } from "./file_basics.ts";
import { ignoresSignal, undoAtExit } from "./interruption.ts";
import { hasJobControl, isInForeground } from "./job_control.ts";
import { setScreenMode } from "./raw_mode.ts";
import { holdDrawing, releaseDrawing, setTaken } from "./screen_turn.ts";

/** What happens beside. */
export interface FullScreenOptions {
  /** Called when the terminal is taken again: everything must be drawn anew. */
  readonly onReturn: () => void;
  /** Makes a console obey control sequences until the result is disposed of (Windows). */
  readonly openConsole: () => Disposable;
}

const TAKE_SCREEN = "\x1b[?1049h";
// Modes of xterm, which the others share. Without wrapping (?7), nothing scrolls when the last column is
// written. With ?2004 a pasted text comes in brackets: it is no row of keys that each do something.
const TAKE_MODES = "\x1b[?25l\x1b[?7l\x1b[?2004h\x1b[0m\x1b[H\x1b[2J";
// A frame may have been cut short: its synchronised update (?2026) and its style end first. A terminal
// without a second screen, as Linux' console, is left empty.
const GIVE_BACK = "\x1b[?2026l\x1b[0m\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[H\x1b[2J\x1b[?1049l";

/** Takes the terminal until the result is disposed of. */
export function takeFullScreen({ onReturn, openConsole }: FullScreenOptions): Disposable {
  let terminal: Disposable | null = takeTerminal(openConsole);
  const giveBack = () => {
    terminal?.[Symbol.dispose]();
    terminal = null;
  };
  const forget = undoAtExit(giveBack);
  const stopListening = listenForSuspension({
    onStop() {
      holdDrawing();
      giveBack();
    },
    onReturn() {
      if (terminal === null) terminal = takeTerminal(openConsole);
      // Nobody tells of a SIGSTOP: the shell has written on our screen, with its own modes.
      else takeModes();
      releaseDrawing();
      // A new size is told first, so that nothing is drawn for the old one.
      setTimeout(() => terminal !== null && onReturn(), 0);
    },
  });
  return {
    [Symbol.dispose]() {
      stopListening();
      forget();
      try {
        giveBack();
      } catch {
        // The terminal is gone, which the latest frame has told.
      }
    },
  };
}

function takeTerminal(openConsole: () => Disposable): Disposable {
  const console = openConsole();
  const giveBackModes = () => {
    setScreenMode(false);
    console[Symbol.dispose]();
  };
  orElse(giveBackModes, () => {
    setScreenMode(true);
    writeTerminal(TAKE_SCREEN + TAKE_MODES);
    setTaken(true);
  });
  return {
    [Symbol.dispose]() {
      setTaken(false);
      try {
        writeTerminal(GIVE_BACK);
      } finally {
        giveBackModes();
      }
    },
  };
}

function takeModes(): void {
  setScreenMode(true);
  writeTerminal(TAKE_MODES);
}

function writeTerminal(text: string): void {
  const bytes = new TextEncoder().encode(text);
  guarded("Cannot write to the terminal", () => writeWhole(Deno.stdout, bytes));
}

const SIGTSTP = 20;

/** How long a signal that ends the program may come after the one that lets it go on. */
const END_MILLISECONDS = 50;

/**
 * Stops the program at Ctrl+Z, as it would stop by itself if nobody listened.
 *
 * @returns ends the listening.
 */
function listenForSuspension(
  { onStop, onReturn }: { onStop: () => void; onReturn: () => void },
): () => void {
  if (Deno.build.os !== "linux" || ignoresSignal(SIGTSTP)) return () => {};
  const stop = () => {
    try {
      onStop();
    } catch {
      // The terminal is gone, which the next frame tells.
    }
    Deno.kill(Deno.pid, "SIGSTOP");
  };
  // Where no shell would let it go on, the system does not stop it either.
  const hearStop = () => hasJobControl() && stop();
  const hearContinue = async () => {
    // In the background (`bg`) the terminal is the shell's. `kill %1` lets the program go on to end it.
    if (!isInForeground()) await delay(END_MILLISECONDS);
    if (isInForeground()) onReturn();
    else stop();
  };
  const listeners = [
    ["SIGTSTP", hearStop],
    ["SIGCONT", hearContinue],
    // Waiting for a key in the background would stop it before it hears that it is to end.
    ["SIGTTIN", () => {}],
  ] as const;
  for (const [name, hear] of listeners) Deno.addSignalListener(name, hear);
  return () => {
    for (const [name, hear] of listeners) Deno.removeSignalListener(name, hear);
  };
}
