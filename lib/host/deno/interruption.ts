/**
 * The one place for the end of the program: what must be undone however it ends, and the signals that
 * end it early.
 *
 * @module
 */

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

/** Ends the program, after undoing everything that is registered. */
export function exit(code: number): never {
  undoAll();
  Deno.exit(code);
}

let interruption: { controller: AbortController; code: number } | undefined;

/**
 * Listens for whatever ends the program early: Ctrl+C, Ctrl+Break, `kill`, a terminal or a console
 * that closes, a log-off. Then the signal aborts, whoever listens to it does so at once, everything is
 * undone, and the program ends with `code`.
 *
 * SIGQUIT (Ctrl+\) is left alone: it still ends a program that hangs.
 */
export function listenForInterruption(code: number): AbortSignal {
  interruption = { controller: new AbortController(), code };
  // With any listener Deno takes SIGHUP over from nohup, and ends the program, unless that has one too.
  const ignored = outlivesTerminal() ? "SIGHUP" : null;
  for (const name of Deno.build.os === "windows" ? WINDOWS_SIGNALS : LINUX_SIGNALS) {
    Deno.addSignalListener(name, name === ignored ? () => {} : interrupt);
  }
  return interruption.controller.signal;
}

// On Windows SIGHUP is a console that closes, and nothing sends SIGTERM.
const WINDOWS_SIGNALS = ["SIGINT", "SIGBREAK", "SIGHUP"] as const;
const LINUX_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Ends the program as Ctrl+C does; does nothing in a program that does not listen for it. */
export function interrupt(): void {
  if (interruption === undefined) return;
  try {
    interruption.controller.abort();
  } finally {
    exit(interruption.code);
  }
}

/** Whether the program was started to ignore SIGHUP, as by nohup. */
function outlivesTerminal(): boolean {
  if (Deno.build.os !== "linux") return false;
  try {
    const mask = /^SigIgn:\t[0-9a-f]*([0-9a-f])$/m.exec(Deno.readTextFileSync("/proc/self/status"));
    return (parseInt(mask?.[1] ?? "0", 16) & 1) !== 0; // bit n - 1 is signal n; SIGHUP is 1
  } catch {
    return false;
  }
}
