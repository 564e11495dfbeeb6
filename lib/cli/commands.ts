/**
 * The table of commands.
 *
 * @module
 */
import type { Command } from "./command.ts";
import { connections } from "./commands/connections.ts";
import { doctor } from "./commands/doctor.ts";
import { helpCommand } from "./commands/help.ts";
import { netstat } from "./commands/netstat.ts";
import { tasklist } from "./commands/tasklist.ts";

/** Every command, in the order of the overview. The first is the one that `netwho` alone runs. */
export const COMMANDS: readonly Command[] = [
  connections,
  netstat,
  tasklist,
  doctor,
  helpCommand(() => COMMANDS),
];
