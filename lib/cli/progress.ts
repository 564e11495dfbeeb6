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
  /** Reports that `done` of `total` are done; 0 at the beginning, so that the line appears in time. */
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
  if (!host.isTerminal("stderr") || host.env("TERM") === "dumb") {
    return { update() {}, end() {} };
  }
  // Some terminals report 0 columns because they do not know their size.
  const room = (host.terminalColumns() || SAFE_COLUMNS) - 1;
  let dueAt = host.now() + QUIET_MILLISECONDS;
  let shown = "";
  let timer: AbortController | null = null;
  const show = (line: string): void => {
    dueAt = host.now() + PAUSE_MILLISECONDS;
    host.writeError(`\r${line.padEnd(shown.length)}`);
    shown = line;
  };
  // Work that makes no headway, such as asking a dead server, appears in time as well.
  const showLater = async (line: string): Promise<void> => {
    timer?.abort();
    const { signal } = timer = new AbortController();
    try {
      await host.sleep(dueAt - host.now(), { signal });
    } catch {
      return; // The line was cleared, or a later one is due.
    }
    if (!signal.aborted && host.now() >= dueAt) show(line);
  };
  return {
    update(done, total) {
      const line = `netwho: ${what}: ${done} of ${total}`.slice(0, room);
      if (host.now() < dueAt) {
        if (shown === "") void showLater(line);
        return;
      }
      timer?.abort();
      show(line);
    },
    end() {
      timer?.abort();
      if (shown === "") return;
      host.writeError(`\r${" ".repeat(shown.length)}\r`);
      shown = "";
    },
  };
}
