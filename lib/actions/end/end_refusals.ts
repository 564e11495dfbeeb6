/**
 * Which processes netwho does not end, why, and what to do instead.
 *
 * @module
 */
import type { Facts, Files } from "../../host/host.ts";
import { attempt } from "../../host/refusals.ts";
import type { Process } from "../../model/process.ts";
import { listInWords } from "../../text/wording.ts";
import type { Family } from "./family.ts";
import { findVital } from "./vital_programs.ts";

/** The parts of the host that say whether a process may be ended. */
export type RefusingHost = Pick<Facts, "os" | "ownPid" | "elevated"> & Pick<Files, "readFile">;

/** What a process is judged by. */
export interface RefusalContext {
  readonly host: RefusingHost;
  readonly family: Family;
  /** The Windows folder, such as `C:\Windows`. */
  readonly windowsFolder: string;
}

/**
 * Makes a function that says why a process is not ended, and what to do instead; null where it may
 * be ended.
 */
export function refusalFinder(context: RefusalContext): (process: Process) => string | null {
  const { host, family } = context;
  const own = host.ownPid();
  const ancestors = own === null ? null : family.ancestorsOf(own);
  const systemReason = host.os === "windows" ? windowsReason : linuxReason;
  return (process) => {
    const { pid } = process;
    if (pid === 0) return NO_PROCESS[host.os];
    const ofSystem = systemReason(process, context);
    if (ofSystem !== null) return ofSystem;
    if (pid === own) return "it is netwho itself";
    if (ancestors?.has(pid)) {
      return "netwho was started from it: end it from another window, or with " +
        (host.os === "windows" ? `taskkill /pid ${pid}` : `kill ${pid}`);
    }
    if (own !== null && host.os === "windows" && isConsoleOf(own, process, family)) {
      return "netwho's own window may end with it: close the window instead, or end it from another";
    }
    return process.startedAt === null ? unidentified(context) : null;
  };
}

/** The programs that hold a console window, and end what runs in it when they end. */
const CONSOLE_HOST = /^(?:conhost|openconsole)(?:\.exe)?$/i;

/** Whether a process may hold the window of another: it was started by that one, or above it. */
function isConsoleOf(pid: number, { pid: host, process }: Process, family: Family): boolean {
  const parent = family.parentOf(host);
  return CONSOLE_HOST.test(process ?? "") && parent !== null &&
    (parent === pid || family.ancestorsOf(pid).has(parent));
}

const NO_PROCESS = {
  windows: "it is no program: Windows shows idle time and closed connections under this ID",
  linux: "no process has this ID",
};

function windowsReason({ pid, ...process }: Process, context: RefusalContext): string | null {
  if (pid === 4) {
    return "it is the Windows kernel, and its ports are those of file sharing (SMB) and of web " +
      "servers on HTTP.sys: netwho inspect :80 names the program behind such a port";
  }
  const vital = findVital(process, context.windowsFolder);
  switch (vital?.kind) {
    case undefined:
      return null;
    case "kernel":
      return "it is a part of the Windows kernel, not a program";
    case "services": {
      const names = listInWords(vital.services);
      return `Windows stops when it ends, as it runs ${names}: to restart Windows use shutdown /r`;
    }
    case "program":
      return vital.isCertain
        ? "Windows stops, or logs you off, when it ends: use shutdown /r or shutdown /l"
        : "Windows stops when the program of this name in System32 ends, and where this one lies " +
          `could not be seen${asAdministrator(context) || ", which is usual for that one"}`;
  }
}

/** The parent of all threads of Linux' kernel. */
const KTHREADD = 2;

function linuxReason(
  { pid, process, path, memoryBytes, status }: Process,
  { family }: RefusalContext,
): string | null {
  if (pid === 1) {
    return "it is the first process, with which all others end: stop the computer or the container " +
      "instead; for a service or a socket of systemd, systemctl stop NAME";
  }
  const isOfKernel = path === null && memoryBytes === 0 && status !== "Zombie";
  const isThread = pid === KTHREADD && process === "kthreadd" ||
    family.parentOf(pid) === KTHREADD && isOfKernel;
  return isThread || isOfKernel ? "it is a part of the Linux kernel, not a program" : null;
}

/** Where the start time is hidden, nothing tells the process from another that gets its ID. */
function unidentified({ host, ...context }: RefusalContext): string {
  const state = "its start time could not be seen, which tells it from another process that may " +
    "have its ID by then";
  if (host.os === "windows") {
    return host.elevated() === true
      ? `${state}: Windows hides that of protected processes even from administrators`
      : state + asAdministrator({ host, ...context });
  }
  return host.elevated() === true ? state : `${state}: run netwho as root (sudo)`;
}

function asAdministrator({ host }: RefusalContext): string {
  return host.elevated() === true ? "" : ": run netwho as administrator";
}

/**
 * Whether a process is the first one of a PID namespace below this one, as that of a container is: all
 * others in there end with it (Linux).
 */
export function isNamespaceInit(host: RefusingHost, pid: number): boolean {
  return /\s1$/.test(statusLine(host, pid, "NSpid") ?? "");
}

/**
 * Whether a process has ended, and only its entry is left (Linux). The first thread of a program looks
 * like that as well while others go on.
 */
export function isZombie(host: RefusingHost, { pid, status }: Process): boolean {
  return status === "Zombie" && !(Number(statusLine(host, pid, "Threads")) > 1);
}

/** The process that a thread belongs to, where an ID is a thread's (Linux); null where it is none. */
export function processOfThread(host: RefusingHost, id: number): number | null {
  const pid = Number(statusLine(host, id, "Tgid") ?? id);
  return pid === id || !Number.isInteger(pid) ? null : pid;
}

/** A line of what Linux tells of a process; null where it cannot be read. */
function statusLine(host: RefusingHost, pid: number, name: string): string | null {
  if (host.os !== "linux") return null;
  const { value } = attempt(() => host.readFile(`/proc/${pid}/status`));
  const text = new TextDecoder().decode(value ?? new Uint8Array());
  return new RegExp(`^${name}:\\s+(.*?)\\s*$`, "m").exec(text)?.[1] ?? null;
}
