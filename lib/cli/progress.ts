/**
 * Shows on a terminal how far a long piece of work is.
 *
 * @module
 */
import type { Host } from "../host/host.ts";

/** Work that takes no longer is not worth a word. */
const QUIET_MILLISECONDS = 500;

/** A line that changes more often is not read. */
const PAUSE_MILLISECONDS = 100;

/** Columns of a line that fits where the terminal does not tell its own. */
const SAFE_COLUMNS = 80;

/** A line that tells how far the work is. */
export interface Progress {
  /** Tells that so much of all is done. */
  update(done: number, total: number): void;
  /** Takes the line away. Must come before anything else is written; another update may follow. */
  end(): void;
}

/**
 * A line such as `netwho: looking up names: 120 of 1000` on standard error, rewritten in its place. It
 * is there only on a terminal, and only when the work takes longer than half a second from now on.
 *
 * @param what what is being done, in plain ASCII.
 */
export function progress(
  host: Pick<Host, "now" | "isTerminal" | "terminalColumns" | "env" | "writeError">,
  what: string,
): Progress {
  // What cannot move its cursor would show each line below the other.
  if (!host.isTerminal("stderr") || host.env("TERM") === "dumb") return { update() {}, end() {} };
  // Some terminals do not know their size, and say 0.
  const room = (host.terminalColumns() || SAFE_COLUMNS) - 1;
  let dueAt = host.now() + QUIET_MILLISECONDS;
  let shown = "";
  return {
    update(done, total) {
      const now = host.now();
      if (now < dueAt) return;
      dueAt = now + PAUSE_MILLISECONDS;
      const line = `netwho: ${what}: ${done} of ${total}`.slice(0, room);
      host.writeError(`\r${line.padEnd(shown.length)}`);
      shown = line;
    },
    end() {
      if (shown === "") return;
      host.writeError(`\r${" ".repeat(shown.length)}\r`);
      shown = "";
    },
  };
}
