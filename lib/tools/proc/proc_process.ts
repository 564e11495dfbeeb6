/**
 * The files that describe processes: `/proc/PID/stat`, `status` and `cgroup`, and `/etc/passwd` and
 * `/proc/stat` for all of them.
 *
 * @module
 */

/** The part of `/proc/PID/stat` that netwho uses. Times are in ticks. */
export interface ProcStat {
  /** The command name as bytes; the kernel cuts a program's at {@linkcode COMM_BYTES}. */
  readonly comm: Uint8Array;
  /** A letter. */
  readonly state: string;
  /** The parent's PID; 0 where there is none. */
  readonly parent: number;
  readonly session: number;
  /** Processor time used, by itself and by the kernel on its behalf. */
  readonly cpuTicks: number;
  /** When it started, since boot. */
  readonly startTicks: number;
}

/** Ticks a second: USER_HZ, which is 100 on every machine that Deno runs on. */
export const TICKS_A_SECOND = 100;
/** The most bytes that the kernel keeps of a program's name (TASK_COMM_LEN without its NUL). */
export const COMM_BYTES = 15;

// Positions after the command name; proc_pid_stat(5) numbers them 3 (state) and so on.
const STATE = 0;
const PARENT = 1;
const SESSION = 3;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const START_TICKS = 19;

/**
 * Reads `/proc/PID/stat`; null where it is not understood. The command name may hold spaces,
 * parentheses and line feeds, so it reaches to the last parenthesis of the file.
 */
export function parseProcStat(bytes: Uint8Array): ProcStat | null {
  const open = bytes.indexOf(0x28);
  const close = bytes.lastIndexOf(0x29);
  if (open < 0 || close < open) return null;
  const words = new TextDecoder().decode(bytes.subarray(close + 1)).trim().split(" ");
  const state = words[STATE] ?? "";
  const parent = Number(words[PARENT]);
  const session = Number(words[SESSION]);
  const cpuTicks = Number(words[USER_TICKS]) + Number(words[SYSTEM_TICKS]);
  const startTicks = Number(words[START_TICKS] || NaN);
  const isUnderstood = /^[A-Za-z]$/.test(state) &&
    [parent, session, cpuTicks, startTicks].every(Number.isInteger);
  if (!isUnderstood) return null;
  return { comm: bytes.slice(open + 1, close), state, parent, session, cpuTicks, startTicks };
}

/** The state letters of `/proc/PID/stat`, in the words of `ps` and the kernel. */
const STATUS_WORDS: Readonly<Record<string, string>> = {
  R: "Running",
  S: "Sleeping",
  D: "Disk sleep",
  I: "Idle",
  T: "Stopped",
  t: "Tracing stop",
  Z: "Zombie",
  X: "Dead",
  P: "Parked",
};

/** The word for a state letter; the letter itself where it is unknown. */
export function statusWord(state: string): string {
  return STATUS_WORDS[state] ?? state;
}

/** The part of `/proc/PID/status` that netwho uses. */
export interface ProcStatus {
  /** The resident set; 0 for kernel threads. `stat` counts it in pages of unknown size. */
  readonly residentBytes: number;
  /** The effective user ID, the second of four; null where it is missing. */
  readonly uid: number | null;
}

/** Reads `/proc/PID/status`. */
export function parseProcStatus(text: string): ProcStatus {
  const kilobytes = /^VmRSS:\s*(\d{1,12}) kB$/m.exec(text)?.[1] ?? 0;
  const uid = /^Uid:\s+\d+\s+(\d{1,10})\s/m.exec(text)?.[1];
  return { residentBytes: Number(kilobytes) * 1024, uid: uid === undefined ? null : Number(uid) };
}

/** systemd's hierarchy: the only one of cgroup v2, the one called systemd of v1. */
const SYSTEMD = /^(?:0:|\d+:name=systemd):(\/.*)$/m;
/** A unit that can hold processes. What stands below it in the path is not systemd's. */
const UNIT = /\.(?:service|scope|socket|mount|swap)$/;

/**
 * Reads the systemd service of a process from `/proc/PID/cgroup`: the innermost unit, as the only
 * name of a list, where that is a service; null for a process of a login session or container (a
 * scope) and where systemd does not run.
 */
export function parseCgroup(text: string): string[] | null {
  const path = SYSTEMD.exec(text)?.[1] ?? "";
  const unit = path.split("/").findLast((name) => UNIT.test(name));
  return unit?.endsWith(".service") ? [unit] : null;
}

/** A colon-separated line: name, password, user ID. */
const PASSWD_ENTRY = /^([^:]+):[^:]*:(\d{1,10})(?::|$)/;

/**
 * Reads `/etc/passwd`: user names by user ID, without users of directory services. Of two users with
 * one ID the first counts, as for the system itself. Lines that are no entries are skipped.
 */
export function parsePasswd(text: string): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [, name, uid] = PASSWD_ENTRY.exec(line) ?? [];
    if (name !== undefined && !users.has(Number(uid))) users.set(Number(uid), name);
  }
  return users;
}

/** Reads the time of boot from `/proc/stat`, in seconds since 1970; null where it is missing. */
export function parseBootTime(text: string): number | null {
  const digits = /^btime (\d{1,12})$/m.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
