/**
 * Parses the files that describe processes: `/proc/PID/stat`, `status` and `cgroup`, and for all of
 * them `/etc/passwd` and `/proc/stat`.
 *
 * @module
 */

/** The part of `/proc/PID/stat` that netwho uses. Times are in ticks. */
export interface ProcStat {
  /** The command name as bytes; the kernel truncates a program's to {@linkcode COMM_BYTES}. */
  readonly comm: Uint8Array;
  /** The state letter. */
  readonly state: string;
  /** The parent's PID; 0 if there is none. */
  readonly parent: number;
  readonly session: number;
  /** Processor time in user and kernel mode. */
  readonly cpuTicks: number;
  /** The start time, since boot. */
  readonly startTicks: number;
}

/** Ticks per second: USER_HZ, which is 100 on every machine that Deno runs on. */
export const TICKS_A_SECOND = 100;
/** The longest command name of a program (TASK_COMM_LEN without its NUL). */
export const COMM_BYTES = 15;

// Positions after the command name; proc_pid_stat(5) counts them from 3 (state).
const STATE = 0;
const PARENT = 1;
const SESSION = 3;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const START_TICKS = 19;

/**
 * Parses `/proc/PID/stat`; null if it is not understood. The command name may contain spaces,
 * parentheses and line feeds, so it ends at the last parenthesis of the file.
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

/** The words that `ps` and the kernel use for the state letters of `/proc/PID/stat`. */
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

/** Returns the word for a state letter, or the letter itself if it is unknown. */
export function statusWord(state: string): string {
  return STATUS_WORDS[state] ?? state;
}

/** The part of `/proc/PID/status` that netwho uses. */
export interface ProcStatus {
  /** The resident set; 0 for kernel threads. `stat` counts it in pages of unknown size. */
  readonly residentBytes: number;
  /** The effective user ID, the second of four; null if it is missing. */
  readonly uid: number | null;
}

/** Parses `/proc/PID/status`. */
export function parseProcStatus(text: string): ProcStatus {
  const kilobytes = /^VmRSS:\s*(\d{1,12}) kB$/m.exec(text)?.[1] ?? 0;
  const uid = /^Uid:\s+\d+\s+(\d{1,10})\s/m.exec(text)?.[1];
  return { residentBytes: Number(kilobytes) * 1024, uid: uid === undefined ? null : Number(uid) };
}

/** The capabilities that looking into the processes of others takes, by their bits. */
const CAPABILITIES = { overrideReading: 1n << 1n, searchReading: 1n << 2n, trace: 1n << 19n };

/** What the capabilities of a process let it see of others. */
export interface ProcRights {
  /** Whether it may list their descriptors (CAP_DAC_READ_SEARCH or CAP_DAC_OVERRIDE). */
  readonly mayList: boolean;
  /** Whether it may read where these lead (CAP_SYS_PTRACE). */
  readonly mayTrace: boolean;
  /** All capabilities that it may use, a bit for each. */
  readonly permitted: bigint;
}

/** Reads the capabilities in `/proc/PID/status`; null if they are missing. */
export function parseRights(status: string): ProcRights | null {
  const read = (name: string) => {
    const digits = new RegExp(`^${name}:\\s*([0-9a-f]{1,32})$`, "m").exec(status)?.[1];
    return digits === undefined ? null : BigInt(`0x${digits}`);
  };
  const [held, permitted] = [read("CapEff"), read("CapPrm")];
  if (held === null || permitted === null) return null;
  const { overrideReading, searchReading, trace } = CAPABILITIES;
  return {
    permitted,
    mayList: (held & (overrideReading | searchReading)) !== 0n,
    mayTrace: (held & trace) !== 0n,
  };
}

/** Whether a `/proc/PID/uid_map` is that of a user namespace which has not every user. */
export function lacksUsers(uidMap: string): boolean {
  const [from, to, count] = uidMap.trim().split(/\s+/);
  return count !== undefined && !(from === "0" && to === "0" && count === "4294967295");
}

/** The hierarchy of systemd: the only one in cgroup v2, the one named systemd in v1. */
const SYSTEMD = /^(?:0:|\d+:name=systemd):(\/.*)$/m;
/** A unit that can hold processes. Cgroups below it do not belong to systemd. */
const UNIT = /\.(?:service|scope|socket|mount|swap)$/;

/**
 * Reads the systemd service of a process from `/proc/PID/cgroup`. Returns a list with the innermost
 * unit if that is a service; null for a process of a login session or container (a scope) and
 * without systemd.
 */
export function parseCgroup(text: string): string[] | null {
  const path = SYSTEMD.exec(text)?.[1] ?? "";
  const unit = path.split("/").findLast((name) => UNIT.test(name));
  return unit?.endsWith(".service") ? [unit] : null;
}

/** A colon-separated line: name, password, user ID. */
const PASSWD_ENTRY = /^([^:]+):[^:]*:(\d{1,10})(?::|$)/;

/**
 * Parses `/etc/passwd`: user names by user ID, without users from directory services. If two users
 * share an ID, the first one wins, as in the system itself. Malformed lines are skipped.
 */
export function parsePasswd(text: string): Map<number, string> {
  const users = new Map<number, string>();
  for (const line of text.split("\n")) {
    const [, name, uid] = PASSWD_ENTRY.exec(line) ?? [];
    if (name !== undefined && !users.has(Number(uid))) users.set(Number(uid), name);
  }
  return users;
}

/** Reads the boot time from `/proc/stat`, in seconds since 1970; null if it is missing. */
export function parseBootTime(text: string): number | null {
  const digits = /^btime (\d{1,12})$/m.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
