/**
 * One process as `/proc/PID` describes it.
 *
 * @module
 */
import type { Host } from "../../host/host.ts";
import { emptyRecord } from "../../model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";
import { attempt } from "../../host/attempt.ts";
import { parseCgroup } from "./cgroup.ts";
import { parsePasswd } from "./passwd.ts";
import {
  COMM_BYTES,
  parseBootTime,
  parseProcStat,
  type ProcStat,
  TICKS_A_SECOND,
} from "./proc_stat.ts";

/** What all processes of a machine share. */
export interface Machine {
  /** When it was started, in seconds since 1970; null where that cannot be read. */
  readonly bootTime: number | null;
  /** Its users' names by ID. */
  readonly users: ReadonlyMap<number, string>;
}

/** A process, or why there is none: it is gone, or its description was not understood. */
export type ProcessReading =
  | { readonly process: Process; readonly misread: null }
  | { readonly process: null; readonly misread: string | null };

/** The letters of `/proc/PID/stat`, in the words that `ps` and the kernel use for them. */
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

/** What the kernel puts behind the path of a program whose file was removed or replaced. */
const DELETED = " (deleted)";

/** Reads what all processes share; what cannot be read is absent. */
export function readMachine(host: Host): Machine {
  return {
    bootTime: parseBootTime(readText(host, "/proc/stat") ?? ""),
    users: parsePasswd(readText(host, "/etc/passwd") ?? ""),
  };
}

/**
 * Reads one process. What may not be read is null. `memoryBytes` is the resident set (0 for kernel
 * threads), `user` that of the effective user ID (its number where it has no name), `services` the
 * systemd service. A process that is gone by now is no process; one whose `stat` file is not
 * understood is `misread`, with the text of that file.
 */
export function readProcess(host: Host, pid: number, machine: Machine): ProcessReading {
  const directory = `/proc/${pid}`;
  const { value: bytes, refusal } = attempt(() => host.readFile(`${directory}/stat`));
  if (refusal !== null) {
    const hidden = refusal.kind === "permissionDenied";
    return { process: hidden ? unknownProcess(pid) : null, misread: null };
  }
  const stat = parseProcStat(bytes);
  if (stat === null) return { process: null, misread: new TextDecoder().decode(bytes) };
  const path = readPath(host, directory);
  const status = readText(host, `${directory}/status`);
  const process: Process = {
    ...unknownProcess(pid),
    process: processName(stat, { host, directory, path }),
    sessionId: stat.session,
    memoryBytes: status === null ? null : residentBytes(status),
    status: STATUS_WORDS[stat.state] ?? stat.state,
    user: status === null ? null : userName(status, machine),
    cpuSeconds: Math.floor(stat.cpuTicks / TICKS_A_SECOND),
    services: parseCgroup(readText(host, `${directory}/cgroup`) ?? ""),
    path,
    startedAt: startTime(stat, machine),
  };
  return { process, misread: null };
}

function unknownProcess(pid: number): Process {
  return { ...emptyRecord(PROCESS_FIELDS), pid };
}

function readPath(host: Host, directory: string): string | null {
  const { value } = attempt(() => host.readLink(`${directory}/exe`));
  return value?.endsWith(DELETED) ? value.slice(0, -DELETED.length) : value;
}

/**
 * The command name, made whole where the kernel cut it and the program's file or first argument
 * tells the rest.
 */
function processName(
  { comm }: ProcStat,
  { host, directory, path }: { host: Host; directory: string; path: string | null },
): string {
  if (comm.length === COMM_BYTES) {
    if (path !== null && startsWith(baseName(path), comm)) return baseName(path);
    const firstArgument = readText(host, `${directory}/cmdline`)?.split("\0", 1)[0] ?? "";
    if (startsWith(baseName(firstArgument), comm)) return baseName(firstArgument);
  }
  return new TextDecoder().decode(comm);
}

/** Compares bytes, as a cut may go through the middle of a character. */
function startsWith(name: string, comm: Uint8Array): boolean {
  const bytes = new TextEncoder().encode(name);
  return comm.every((byte, index) => bytes[index] === byte);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

/** From `status` rather than `stat`, which counts in pages of a size it does not tell. */
function residentBytes(status: string): number {
  return Number(/^VmRSS:\s*(\d{1,12}) kB$/m.exec(status)?.[1] ?? 0) * 1024;
}

/** The name of the effective user, the second of the four IDs. */
function userName(status: string, { users }: Machine): string | null {
  const uid = /^Uid:\s+\d+\s+(\d{1,10})\s/m.exec(status)?.[1];
  return uid === undefined ? null : users.get(Number(uid)) ?? uid;
}

function startTime({ startTicks }: ProcStat, { bootTime }: Machine): string | null {
  if (bootTime === null) return null;
  const date = new Date(bootTime * 1000 + startTicks * (1000 / TICKS_A_SECOND));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

function readText(host: Host, path: string): string | null {
  const { value } = attempt(() => host.readFile(path));
  return value === null ? null : new TextDecoder().decode(value);
}
