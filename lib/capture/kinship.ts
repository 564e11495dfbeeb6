/**
 * Adds to processes what started them: their parents and their command lines.
 *
 * @module
 */
import type { Process } from "../model/process.ts";

/** Sets the parents of processes. */
export function addParents(
  processes: ReadonlyMap<number, Process>,
  parents: ReadonlyMap<number, number>,
): void {
  for (const process of processes.values()) {
    const parentPid = parents.get(process.pid);
    if (parentPid === undefined || parentPid === process.pid) continue;
    // Only a process that is listed by this number has it; elsewhere it stands for none.
    if (parentPid === 0 && !processes.has(0)) continue;
    if (!isUsedAgain(process, processes.get(parentPid))) process.parentPid = parentPid;
  }
}

/** Sets the parents of all processes: nobody can ask for them later, and they cost little. */
export function completeParents({ processes, parentOf }: {
  readonly processes: ReadonlyMap<number, Process> | null;
  readonly parentOf?: (pid: number) => number | null;
}): void {
  if (processes === null || parentOf === undefined) return;
  const parents = [...processes.keys()].map((pid) => [pid, parentOf(pid)] as const);
  addParents(
    processes,
    new Map(parents.filter((pair): pair is [number, number] => pair[1] !== null)),
  );
}

/**
 * Whether a parent's PID was used again since it ended: a process that started later than the child
 * is not its parent.
 */
export function isUsedAgain(child: Process, parent: Process | undefined): boolean {
  if (parent === undefined || parent.startedAt === null || child.startedAt === null) return false;
  if (KERNEL_PIDS.has(parent.pid)) return false;
  return Date.parse(parent.startedAt) > Date.parse(child.startedAt);
}

/**
 * System and System Idle Process, which never end. Windows says that System started after some of
 * its children.
 */
const KERNEL_PIDS: ReadonlySet<number> = new Set([0, 4]);

/** Sets the command lines of processes. Returns what to note where not a single one is known. */
export function addCommandLines(
  processes: ReadonlyMap<number, Process>,
  lines: ReadonlyMap<number, string>,
): string[] {
  for (const [pid, line] of lines) {
    const process = processes.get(pid);
    if (process !== undefined) process.commandLine = line;
  }
  return lines.size > 0 || processes.size === 0 ? [] : [NO_COMMAND_LINES];
}

const NO_COMMAND_LINES = "no command line could be read; recordings hold none";
