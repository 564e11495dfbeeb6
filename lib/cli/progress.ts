/**
 * A progress line on a terminal, for slow work.
 *
 * @module
 */
import type { Clock, Facts, Terminal } from "../host/host.ts";

/** Shorter work shows no progress. */
const QUIET_MILLISECONDS = 500;

/** The shortest time between two updates of the line: faster ones are unreadable. */
const PAUSE_MILLISECONDS = 100;

/** The width to assume if the terminal does not report its own. */
const SAFE_COLUMNS = 80;

/** A progress line. */
export interface Progress {
  /** Reports that `done` of `total` are done. */
  update(done: number, total: number): void;
  /** Clears the line. Call it before any other output; more updates may follow. */
  end(): void;
}

/**
 * Creates a line such as `netwho: looking up names: 120 of 1000` on standard error, updated in place.
 * It appears only on a terminal, and only if the work takes longer than half a second from now.
 *
 * @param what the work, in ASCII.
 */
export function progress(
  host: Clock & Facts & Terminal,
  what: string,
): Progress {
  // A terminal that cannot move its cursor would show one line per update.
  if (!host.isTerminal("stderr") || host.env("TERM") === "dumb") return { update() {}, end() {} };
  // Some terminals report 0 columns because they do not know their size.
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
