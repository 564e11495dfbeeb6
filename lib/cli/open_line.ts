/**
 * The line of progress that stands on the terminal when the program is interrupted.
 *
 * @module
 */
import type { Host } from "../host/host.ts";

/** Columns that a terminal adds for Ctrl+C: `^C`. */
const ECHO_COLUMNS = 2;

/** A host whose last line on standard error can be taken away. */
export interface LineTrackedHost {
  /** The host. */
  readonly host: Host;
  /** Takes away a line that was to be rewritten in its place; does nothing where there is none. */
  readonly clearLine: () => void;
}

/** Keeps track of what a host, a plain object, writes to standard error. */
export function trackLine(host: Host): LineTrackedHost {
  let line = "";
  return {
    host: {
      ...host,
      writeError: (text) => {
        line = text.startsWith("\r") && !/[\r\n]$/.test(text) ? text.slice(1) : "";
        host.writeError(text);
      },
    },
    clearLine: () => {
      if (line === "") return;
      host.writeError(`\r${" ".repeat(line.length + ECHO_COLUMNS)}\r`);
      line = "";
    },
  };
}
