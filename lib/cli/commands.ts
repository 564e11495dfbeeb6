/**
 * The table of commands.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { audit } from "./commands/audit.ts";
import { close } from "./commands/close.ts";
import { completionsCommand } from "./commands/completions.ts";
import { connections } from "./commands/connections.ts";
import { diff } from "./commands/diff.ts";
import { doctor } from "./commands/doctor.ts";
import { helpCommand } from "./commands/help.ts";
import { history } from "./commands/history.ts";
import { inspect } from "./commands/inspect.ts";
import { kill } from "./commands/kill.ts";
import { log } from "./commands/log.ts";
import { netstat } from "./commands/netstat.ts";
import { nslookup } from "./commands/nslookup.ts";
import { snapshot } from "./commands/snapshot_command.ts";
import { scheduleCommand } from "./commands/schedule.ts";
import { tasklist } from "./commands/tasklist.ts";
import { watch } from "./commands/watch.ts";
import { whois } from "./commands/whois.ts";

/** Every command, in the order of the overview. `netwho` alone runs the first one. */
export const COMMANDS: readonly Command[] = [
  connections,
  netstat,
  tasklist,
  nslookup,
  whois,
  inspect,
  audit,
  watch,
  snapshot,
  diff,
  log,
  history,
  kill,
  close,
  scheduleCommand(() => COMMANDS),
  doctor,
  completionsCommand(() => COMMANDS),
  helpCommand(() => COMMANDS),
];
