/**
 * What options of programs that end processes or close connections are in `netwho kill` and
 * `netwho close`.
 *
 * @module
 */
import type { ForeignOption } from "./foreign_option.ts";

const FORCE: ForeignOption = { args: ["--force"] };
const TREE: ForeignOption = { args: ["--tree"] };
const POLITE: ForeignOption = { args: [] };
const TARGET: ForeignOption = { value: true, convert: (value) => [value] };
const DRY_RUN: ForeignOption = { args: ["--dry-run"] };
const YES: ForeignOption = { args: ["--yes"] };
const SIGNALS =
  "netwho kill sends SIGTERM, and SIGKILL with --force; for other signals: kill -HUP PID";
const SIGNAL: ForeignOption = { value: true, convert: signalOption, absent: SIGNALS };
const OTHER_SIGNAL: ForeignOption = { absent: SIGNALS };
const CONNECTIONS: ForeignOption = {
  absent: "To close connections, and leave the program running: netwho close --remote 192.0.2.7",
};
const PROCESSES: ForeignOption = {
  absent: "netwho close ends no process; netwho kill does: netwho kill 4711",
};

/** Options that say what `netwho kill` and `netwho close` do without any. */
const USUAL: Readonly<Record<string, ForeignOption>> = {
  "what-if": DRY_RUN,
  "whatif": DRY_RUN,
  "dry": DRY_RUN,
  "simulate": DRY_RUN,
  "confirm": { value: true, convert: confirmOption },
  "no-confirm": YES,
  "noconfirm": YES,
  "assume-yes": YES,
};

/** Options with names of `taskkill`, `kill`, `pkill`, `fuser` and `Stop-Process`; targets need none here. */
export const ENDING_WORDS: Readonly<Record<string, ForeignOption>> = {
  "pid": TARGET,
  "id": TARGET,
  "im": TARGET,
  "image": TARGET,
  "imagename": TARGET,
  "name": TARGET,
  "process": TARGET,
  "process-name": TARGET,
  "program": TARGET,
  "port": { value: true, convert: portTarget },
  "local-port": { value: true, convert: portTarget },
  "fi": { value: true, convert: filterTarget },
  "p": { absent: "Write a process ID alone (4711), and a port with a colon (:8080)" },
  ...USUAL,
  "f": FORCE,
  "t": TREE,
  "9": FORCE,
  "kill": FORCE,
  "sigkill": FORCE,
  "recurse": TREE,
  "recursive": TREE,
  "children": TREE,
  "r": TREE,
  "k": POLITE,
  "15": POLITE,
  "term": POLITE,
  "sigterm": POLITE,
  "n": { value: true, convert: (value) => signalOption(value) ?? ["--dry-run", value] },
  "s": SIGNAL,
  "signal": SIGNAL,
  "l": OTHER_SIGNAL,
  "1": OTHER_SIGNAL,
  "2": OTHER_SIGNAL,
  "hup": OTHER_SIGNAL,
  "sighup": OTHER_SIGNAL,
  "int": OTHER_SIGNAL,
  "sigint": OTHER_SIGNAL,
  "quit": OTHER_SIGNAL,
  "stop": OTHER_SIGNAL,
  "cont": OTHER_SIGNAL,
  "usr1": OTHER_SIGNAL,
  "usr2": OTHER_SIGNAL,
  "remote": CONNECTIONS,
  "remote-address": CONNECTIONS,
  "remote-port": CONNECTIONS,
  "address": CONNECTIONS,
};

/** Options of `ss -K`, `tcpkill`, CurrPorts and PowerShell. */
export const CLOSING_WORDS: Readonly<Record<string, ForeignOption>> = {
  ...USUAL,
  "close": { args: [] },
  "kill": { args: [] },
  "k": { args: [] },
  "f": YES,
  "force": { args: ["--yes"] },
  "all": {
    absent:
      "Without a filter nothing is closed; choose: netwho close --process game.exe, or --remote",
  },
  "tree": PROCESSES,
  "wait": PROCESSES,
};

/** `-Confirm:$false`; `--confirm 4711` is what netwho does anyway. */
function confirmOption(value: string): readonly string[] {
  if (/^\$?(?:false|no|0)$/i.test(value)) return ["--yes"];
  return /^(?:\$?(?:true|yes|1))?$/i.test(value) ? [] : [value];
}

/** `--port 8080`, of which `kill` makes a target. */
function portTarget(value: string): readonly string[] | null {
  return /^:?\d+(?:-\d+)?$/.test(value) ? [`:${value.replace(/^:/, "")}`] : null;
}

/** `taskkill /fi "imagename eq game.exe"`. */
function filterTarget(value: string): readonly string[] | null {
  const [, target] = /^\s*(?:pid|imagename)\s+eq\s+(\S+)\s*$/i.exec(value) ?? [];
  return target === undefined ? null : [target];
}

/** `kill -s KILL`. */
function signalOption(value: string): readonly string[] | null {
  if (/^(?:9|(?:sig)?kill)$/i.test(value)) return ["--force"];
  return /^(?:15|(?:sig)?term)$/i.test(value) ? [] : null;
}
