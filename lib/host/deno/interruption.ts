/**
 * The one place for the end of the program: what must be undone however it ends, and the signals that
 * end it early.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { EXIT } from "../../errors.ts";
import { beforeClosing } from "../windows/console_closing.ts";

const undos = new Set<() => void>();

/**
 * Registers what must be undone if the program ends before it is done: a temporary file, the
 * terminal's mode, a child, a status line.
 *
 * @returns takes it back.
 */
export function undoAtExit(undo: () => void): () => void {
  // Each use has an entry of its own, also of the same function.
  const entry = () => undo();
  undos.add(entry);
  if (interruption !== undefined && Deno.build.os === "windows") beforeClosing(interrupt);
  return () => void undos.delete(entry);
}

/** Undoes everything that is registered, the latest first. One that fails does not stop the others. */
export function undoAll(): void {
  for (const undo of [...undos].reverse()) {
    undos.delete(undo);
    try {
      undo();
    } catch {
      // The terminal may be gone, or the disk: nobody is left to be told.
    }
  }
}

let wouldStop: () => boolean = () => false;

/** Registers whether a signal would stop the program, instead of its end, if Deno ended it. */
export function stopsAtExit(would: () => boolean): void {
  wouldStop = would;
}

/** Ends the program, after undoing everything that is registered. */
export function exit(code: number): never {
  undoAll();
  if (wouldStop()) Deno.kill(Deno.pid, "SIGKILL");
  Deno.exit(code);
}

let interruption: AbortController | undefined;

/**
 * Listens for whatever ends the program early: Ctrl+C, Ctrl+Break, Ctrl+\, `kill`, a terminal or a
 * console that closes, a log-off. Then the signal aborts, whoever listens to it does so at once,
 * everything is undone, and the program ends with the exit code that a shell gives a program that
 * died of that signal: 128 and its number. An error that nobody catches undoes everything as well.
 */
export function listenForInterruption(): AbortSignal {
  interruption = new AbortController();
  // With any listener Deno takes SIGHUP over from nohup, and ends the program, unless that has one too.
  const ignored = ignoresSignal(SIGHUP) ? "SIGHUP" : null;
  const signals = Deno.build.os === "windows" ? WINDOWS_SIGNALS : LINUX_SIGNALS;
  for (const [name, code] of signals) {
    Deno.addSignalListener(name, name === ignored ? () => {} : () => endEarly(code));
  }
  // An error that nobody catches ends the program too, without `exit`.
  for (const event of ["error", "unhandledrejection"]) addEventListener(event, undoAll);
  return interruption.signal;
}

const SIGHUP = 1;

// On Windows SIGHUP is a console that closes, SIGTERM a log-off or a shutdown; nothing sends SIGQUIT.
const WINDOWS_SIGNALS = [
  ["SIGINT", EXIT.interrupted],
  ["SIGBREAK", EXIT.interrupted],
  ["SIGHUP", EXIT.interrupted],
  ["SIGTERM", EXIT.interrupted],
] as const;
const LINUX_SIGNALS = [
  ["SIGINT", EXIT.interrupted],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
  ["SIGQUIT", 131],
] as const;

/** The milliseconds without a pause after which an interruption seems not to be heard. */
const LONGEST_WITHOUT_PAUSE = 50;

let lastPause = 0;

/** Pauses if the last pause is a while ago, so that a signal is heard where work goes on without one. */
export async function hearInterruption(): Promise<void> {
  if (performance.now() - lastPause < LONGEST_WITHOUT_PAUSE) return;
  await delay(0);
  lastPause = performance.now();
}

/** Ends the program as Ctrl+C does; does nothing in a program that does not listen for it. */
export function interrupt(): void {
  endEarly(EXIT.interrupted);
}

function endEarly(code: number): void {
  if (interruption === undefined) return;
  try {
    interruption.abort();
  } finally {
    exit(code);
  }
}

/** Whether the program was started to ignore a signal, as by nohup; the number is Linux'. */
export function ignoresSignal(number: number): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const mask = /^SigIgn:\t([0-9a-f]+)$/m.exec(Deno.readTextFileSync("/proc/self/status"));
    return (BigInt(`0x${mask?.[1] ?? "0"}`) >> BigInt(number - 1) & 1n) === 1n;
  } catch {
    return false;
  }
}
