/**
 * What the user of a new task should know.
 *
 * @module
 */
import type { Facts } from "../../host/host.ts";
import { windowsFolder } from "../../host/windows/system32.ts";
import type { Launch, Task } from "../scheduler.ts";

/** What a new task means for its user. */
export function notesOn({ runAs, elevated }: Task, { program }: Launch, host: Facts): string[] {
  const hasRights = elevated || runAs === "system";
  const needsRights = (hasRights || runAs !== "interactive") && host.elevated() === false;
  return [
    WHEN_IT_RUNS[runAs],
    ...needsRights ? [ADMINISTRATOR] : [],
    ...hasRights && !isProtected(program, host) ? [replaceable(program)] : [],
  ];
}

const WHEN_IT_RUNS = {
  interactive: "It runs only while you are logged on",
  s4u: "It also runs while you are logged off, but then without your rights on the network: " +
    "no shares, no proxy that asks who you are",
  system: "It runs as the system, which has a history and logs of its own",
} as const;

/** Whether only administrators can change a program: it is where they install programs. */
function isProtected(program: string, host: Facts): boolean {
  const windows = windowsFolder(host.env("SystemRoot"));
  const drive = windows.slice(0, 2);
  const folders = [windows, `${drive}\\Program Files`, `${drive}\\Program Files (x86)`];
  const path = program.toLowerCase();
  return folders.some((folder) => path.startsWith(`${folder.toLowerCase()}\\`));
}

function replaceable(program: string): string {
  return `Whoever can replace ${program} gets the rights of the task: keep it below C:\\Program Files`;
}

const ADMINISTRATOR =
  "Windows lets only administrators add it: open the terminal with Run as administrator, or leave " +
  "--elevated out and use --run-as interactive";
