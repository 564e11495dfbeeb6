/**
 * The one-line file `/proc/PID/stat`, and the boot time from `/proc/stat`.
 *
 * @module
 */

/** What netwho uses of `/proc/PID/stat`. Times are in ticks. */
export interface ProcStat {
  /** The command name as bytes; the kernel cuts a program's at {@linkcode COMM_BYTES}. */
  readonly comm: Uint8Array;
  /** The state as a letter. */
  readonly state: string;
  /** The parent's PID; 0 where there is none. */
  readonly parent: number;
  /** The session. */
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

// Positions behind the command name; proc_pid_stat(5) numbers them 3 (state) and so on.
const STATE = 0;
const PARENT = 1;
const SESSION = 3;
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
const START_TICKS = 19;

/**
 * Reads `/proc/PID/stat`; null where it is not understood. The command name may hold spaces,
 * parentheses and line feeds, so it reaches to the last parenthesis of the file.
 *
 * @example
 * ```ts
 * import { parseProcStat } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const line = "812 (a) b) S 1 812 640 0 -1 0 0 0 0 0 250 50 0 0 20 0 1 0 4200 0 0";
 * const stat = parseProcStat(new TextEncoder().encode(line));
 * assertEquals(new TextDecoder().decode(stat?.comm), "a) b");
 * assertEquals([stat?.session, stat?.cpuTicks, stat?.startTicks], [640, 300, 4200]);
 * ```
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
  if (!/^[A-Za-z]$/.test(state) || !Number.isInteger(session)) return null;
  if (!Number.isInteger(parent) || !Number.isInteger(cpuTicks)) return null;
  if (!Number.isInteger(startTicks)) return null;
  return { comm: bytes.slice(open + 1, close), state, parent, session, cpuTicks, startTicks };
}

/** Reads the time of boot from `/proc/stat`, in seconds since 1970; null where it is not there. */
export function parseBootTime(text: string): number | null {
  const digits = /^btime (\d{1,12})$/m.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}
