/**
 * The table of commands. A row says enough for the overview; the command itself is loaded when
 * used.
 *
 * @module
 */
import type { CommandRow } from "./command.ts";

/** Every command, in the order of the overview. The first is the one that `netwho` alone runs. */
export const COMMANDS: readonly CommandRow[] = [
  {
    name: "connections",
    summary: "who is connected to this computer, through which program",
    load: () => import("./commands/connections.ts").then((module) => module.connections),
  },
  {
    name: "netstat",
    summary: "what netstat says, as objects: sockets without their programs' details",
    load: () => import("./commands/netstat.ts").then((module) => module.netstat),
  },
  {
    name: "tasklist",
    summary: "what tasklist says, as objects: processes and the services they host",
    load: () => import("./commands/tasklist.ts").then((module) => module.tasklist),
  },
  {
    name: "doctor",
    summary: "check what netwho needs on this computer and say what is missing",
    load: () => import("./commands/doctor.ts").then((module) => module.doctor),
  },
  {
    name: "help",
    summary: "explain a command",
    load: () => import("./commands/help.ts").then((module) => module.helpCommand(COMMANDS)),
  },
];
