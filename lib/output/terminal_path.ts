/**
 * Whether output ends on a terminal, also where a file's name leads there.
 *
 * @module
 */
import type { Files, Terminal } from "../host/host.ts";

/** The terminals among the devices of Linux: `/dev/tty`, `/dev/pts/3`, `/dev/console`. */
const TERMINAL = /^\/dev\/(?:tty\w*|pts\/\d+|console|hvc\d+|xvc\d+)$/;

/** Whether what is written to a path is shown on a terminal; null for standard output. */
export function endsOnTerminal(
  path: string | null,
  host: Pick<Files, "realPath"> & Pick<Terminal, "isTerminal">,
): boolean {
  if (path === null) return host.isTerminal("stdout");
  // /dev/stdout and /proc/self/fd/2 are links to what was opened.
  return path.startsWith("/") && TERMINAL.test(host.realPath(path));
}
