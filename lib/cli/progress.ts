/**
 * A progress line on a terminal, for work that takes long.
 *
 * @module
 */
import type { Clock, Facts, Terminal } from "../host/host.ts";

/** Shorter work shows no progress. */
const QUIET_MILLISECONDS = 500;

/** The shortest time between two changes of the line: faster ones cannot be read. */
const PAUSE_MILLISECONDS = 100;

/** The width of a terminal that does not tell its own. */
const SAFE_COLUMNS = 80;

/** A progress line. */
export interface Progress {
  /** Reports that `done` of `total` are done. */
  update(done: number, total: number): void;
  /** Clears the line. Must come before any other output; another update may follow. */
  end(): void;
}

/**
 * A line such as `netwho: looking up names: 120 of 1000` on standard error, rewritten in place. It
 * appears only on a terminal, and only when the work takes longer than half a second from now on.
 *
 * @param what the work, in plain ASCII.
 */
export function progress(
  host: Clock & Facts & Terminal,
  what: string,
): Progress {
  // A terminal that cannot move its cursor would show one line below the other.
  if (!host.isTerminal("stderr") || host.env("TERM") === "dumb") return { update() {}, end() {} };
  // Some terminals do not know their size and report 0 columns.
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
