/**
 * What `/proc` tells of a process at this moment, to compare it with what was seen before.
 *
 * @module
 */

/** A process that runs. */
export interface RunningProcess {
  /** When it started, as a snapshot tells it; null where the boot time cannot be read. */
  readonly startedAt: string | null;
  /** The same in ticks since the boot: setting the clock does not change them. */
  readonly startTicks: number;
  /** Its path, in the forms that a snapshot may tell; null where that may not be read. */
  readonly paths: readonly string[] | null;
  /** Whether it is stopped, by Ctrl+Z or a debugger. */
  readonly isStopped: boolean;
}

/** USER_HZ, which is 100 on every machine that Deno runs on. */
const TICKS_A_SECOND = 100;
/** The kernel appends this to the path of a program whose file was removed. */
const DELETED = / \(deleted\)$/;

// Positions behind the command name, which may hold spaces and parentheses; proc_pid_stat(5).
const STATE = 0;
const THREADS = 17;
const START_TICKS = 19;

/** Reads a process; null where it has ended, and if only its parent has not taken note yet (zombie). */
export function readRunning(pid: number): RunningProcess | null {
  const stat = read(`/proc/${pid}/stat`);
  if (stat === null) return null;
  const words = stat.slice(stat.lastIndexOf(")") + 1).trim().split(" ");
  const state = words[STATE]!;
  // The first thread of a program may end before the others.
  const hasEnded = /^[ZXx]$/.test(state) && !(Number(words[THREADS]) > 1);
  if (hasEnded) return null;
  const bootTime = /^btime (\d+)$/m.exec(read("/proc/stat") ?? "")?.[1];
  const startTicks = Number(words[START_TICKS]);
  const milliseconds = Number(bootTime) * 1000 + startTicks * (1000 / TICKS_A_SECOND);
  return {
    startedAt: Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString(),
    startTicks,
    paths: readPaths(pid),
    isStopped: /^[Tt]$/.test(state),
  };
}

function readPaths(pid: number): string[] | null {
  try {
    const link = Deno.readLinkSync(`/proc/${pid}/exe`);
    return [link, link.replace(DELETED, "")];
  } catch {
    return null;
  }
}

function read(path: string): string | null {
  try {
    return new TextDecoder().decode(Deno.readFileSync(path));
  } catch {
    return null;
  }
}
