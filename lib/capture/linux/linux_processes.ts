/**
 * Reads the processes of a Linux machine from `/proc/PID`.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import { attempt } from "../../host/refusals.ts";
import type { Files } from "../../host/host.ts";
import { atOnce, type Steps } from "../../model/steps.ts";
import { emptyRecord } from "../../model/field.ts";
import type { Rejected } from "../../model/parsed.ts";
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";
import {
  COMM_BYTES,
  parseBootTime,
  parseCgroup,
  parsePasswd,
  parseProcStat,
  parseProcStatus,
  type ProcStat,
  statusWord,
  TICKS_A_SECOND,
} from "../../tools/proc/proc_process.ts";
import { DELETED, type FileRemark } from "./linux_files.ts";
import { decodeWhole } from "./optional_reads.ts";

/** Processes, and the `stat` files that were not understood. */
export interface LinuxProcesses {
  /** The processes, in the order of the given PIDs. */
  readonly processes: Process[];
  /** The files of processes that something is to be said of. */
  readonly files: FileRemark[];
  /** The PIDs of their parents, where they have one. */
  readonly parents: Map<number, number>;
  /** The `stat` files that were not understood. */
  readonly rejected: Rejected[];
}

/**
 * Reads all processes, in the order of their PIDs.
 *
 * @throws {CaptureError} if `/proc` cannot be read.
 */
export function readLinuxProcesses(host: Files): LinuxProcesses {
  return describeProcesses(host, listPids(host));
}

/**
 * Lists the PIDs of all processes, in ascending order.
 *
 * @throws {CaptureError} if `/proc` cannot be read.
 */
export function listPids(host: Files): number[] {
  const { value, refusal } = attempt(() => host.listDirectory("/proc"));
  if (refusal !== null) throw new CaptureError(refusal.message, { cause: refusal });
  return value.filter((name) => /^[1-9]\d*$/.test(name)).map(Number).sort((a, b) => a - b);
}

/** Reads the processes with the given PIDs; skips those that have ended. */
export function describeProcesses(host: Files, pids: readonly number[]): LinuxProcesses {
  return atOnce(describeInSteps(host, pids));
}

/** The same in steps. */
export function* describeInSteps(host: Files, pids: readonly number[]): Steps<LinuxProcesses> {
  const processes: Process[] = [];
  const files: FileRemark[] = [];
  const parents = new Map<number, number>();
  const rejected: Rejected[] = [];
  if (pids.length === 0) return { processes, files, parents, rejected };
  const facts = readSystemFacts(host);
  for (const pid of pids) {
    const { process, parent, rejectedText, oddLink } = readProcess(host, pid, facts);
    if (parent) parents.set(pid, parent);
    if (process !== null) {
      processes.push(process);
      if (oddLink !== undefined) files.push({ process, link: oddLink });
    } else if (rejectedText !== null) {
      rejected.push({ line: 1, text: rejectedText, reason: `/proc/${pid}/stat not understood` });
    }
    yield;
  }
  return { processes, files, parents, rejected };
}

/** Facts about the system that reading each process needs. */
export interface SystemFacts {
  /** The boot time, in seconds since 1970; null if it cannot be read. */
  readonly bootTime: number | null;
  /** The names of local users by ID. */
  readonly users: ReadonlyMap<number, string>;
}

/** Reads the facts about the system; those that cannot be read are null or empty. */
export function readSystemFacts(host: Files): SystemFacts {
  return {
    bootTime: parseBootTime(readText(host, "/proc/stat") ?? ""),
    users: parsePasswd(readText(host, "/etc/passwd") ?? ""),
  };
}

/** The result of reading one process; both fields are null if it has ended. */
export interface ProcessReading {
  /** The process; null if it has ended or its `stat` file was not understood. */
  readonly process: Process | null;
  /** The PID of its parent; 0 if it has none. @default 0 */
  readonly parent?: number;
  /** The text of the `stat` file if it was not understood. */
  readonly rejectedText: string | null;
  /**
   * What the kernel says its file is, where that is more than a path; null if it is not valid UTF-8.
   * @default the path
   */
  readonly oddLink?: string | null;
}

/**
 * Reads one process. Fields without read permission are null. `memoryBytes` is the resident set (0
 * for kernel threads), `user` the name of the effective user (its ID if it has no name), `services`
 * the systemd service.
 */
export function readProcess(host: Files, pid: number, facts: SystemFacts): ProcessReading {
  const directory = `/proc/${pid}`;
  const { value: bytes, refusal } = attempt(() => host.readFile(`${directory}/stat`));
  const unknown: Process = { ...emptyRecord(PROCESS_FIELDS), pid };
  if (refusal !== null) {
    const isHidden = refusal.kind === "permissionDenied";
    return { process: isHidden ? unknown : null, rejectedText: null };
  }
  const stat = parseProcStat(bytes);
  if (stat === null) return { process: null, rejectedText: decodeWhole(bytes) };
  const { path, ...odd } = readPath(host, directory);
  const statusText = readText(host, `${directory}/status`);
  const { residentBytes, uid } = statusText === null ? NO_STATUS : parseProcStatus(statusText);
  const process: Process = {
    ...unknown,
    process: readName(stat, { host, directory, path }),
    sessionId: stat.session,
    memoryBytes: residentBytes,
    status: statusWord(stat.state),
    user: uid === null ? null : facts.users.get(uid) ?? `${uid}`,
    cpuSeconds: Math.floor(stat.cpuTicks / TICKS_A_SECOND),
    services: parseCgroup(readText(host, `${directory}/cgroup`) ?? ""),
    path,
    startedAt: startTime(stat, facts),
  };
  return { process, parent: stat.parent, rejectedText: null, ...odd };
}

const NO_STATUS = { residentBytes: null, uid: null } as const;

function readPath(
  host: Files,
  directory: string,
): { path: string | null } & Pick<ProcessReading, "oddLink"> {
  const { value, refusal } = attempt(() => host.readLink(`${directory}/exe`));
  if (value?.endsWith(DELETED)) return { path: value.slice(0, -DELETED.length), oddLink: value };
  // Deno's error for it has no code.
  if (refusal?.message.endsWith("is not valid UTF-8")) return { path: null, oddLink: null };
  return { path: value };
}

/**
 * Reads the command name. If the kernel truncated it, the rest comes from the program's file or the
 * first argument.
 */
function readName(
  { comm }: ProcStat,
  { host, directory, path }: { host: Files; directory: string; path: string | null },
): string {
  if (comm.length < COMM_BYTES) return decodeWhole(comm);
  if (path !== null && startsWith(baseName(path), comm)) return baseName(path);
  // The other arguments can hold passwords.
  const { value } = attempt(() =>
    host.readPart(`${directory}/cmdline`, (line) => nameInLine(line, comm))
  );
  return decodeWhole(value?.length ? value : comm);
}

/**
 * The name in the first argument that begins as a truncated one; empty where there is none. It goes
 * up to the end of the word, as more of it is what a program says that it does.
 */
function nameInLine(line: Uint8Array, comm: Uint8Array): Uint8Array {
  const firstArgument = decodeWhole(line).split("\0", 1)[0]!;
  const whole = [firstArgument, baseName(firstArgument)].find((name) => startsWith(name, comm));
  if (whole === undefined) return new Uint8Array();
  return new TextEncoder().encode(throughWord(whole, decodeWhole(comm).length));
}

/** Compares bytes, because the kernel may cut in the middle of a character. */
function startsWith(name: string, comm: Uint8Array): boolean {
  const bytes = new TextEncoder().encode(name);
  return comm.every((byte, index) => bytes[index] === byte);
}

/** Cuts a text behind the word in which a position is. */
function throughWord(text: string, at: number): string {
  const more = /^[^\s/]*/.exec(text.slice(at))![0];
  return text.slice(0, at + more.length);
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

function startTime({ startTicks }: ProcStat, { bootTime }: SystemFacts): string | null {
  if (bootTime === null) return null;
  const date = new Date(bootTime * 1000 + startTicks * (1000 / TICKS_A_SECOND));
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Reads the PID of a process's parent; null if it has none or it cannot be read. */
function readParentPid(host: Files, pid: number): number | null {
  const { value } = attempt(() => host.readFile(`/proc/${pid}/stat`));
  const parent = value === null ? 0 : parseProcStat(value)?.parent ?? 0;
  return parent === 0 ? null : parent;
}

/** Makes a function that gives the PID of a process's parent; what is not known is read once. */
export function parentFinder(
  host: Files,
  known?: ReadonlyMap<number, number>,
): (pid: number) => number | null {
  const parents = new Map<number, number | null>(known);
  return (pid) => {
    let parent = parents.get(pid);
    if (parent === undefined) parents.set(pid, parent = readParentPid(host, pid));
    return parent;
  };
}

function readText(host: Files, path: string): string | null {
  const { value } = attempt(() => host.readFile(path));
  return value === null ? null : decodeWhole(value);
}
