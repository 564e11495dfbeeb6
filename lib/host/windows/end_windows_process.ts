/**
 * Ends a process of Windows. A process ID is not given away again while a handle of its process is
 * open: all is checked and done on one handle, so that no other process can be hit.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import {
  ActionError,
  type ActionErrorKind,
  type EndMethod,
  type EndOptions,
  type ProcessIdentity,
} from "../actions.ts";
import { filetimeToIso } from "./filetime.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const ENDING = {
  OpenProcess: { parameters: ["u32", "i32", "u32"], result: "pointer" },
  CloseHandle: { parameters: ["pointer"], result: "i32" },
  QueryFullProcessImageNameW: { parameters: ["pointer", "u32", "buffer", "buffer"], result: "i32" },
  GetProcessTimes: {
    parameters: ["pointer", "buffer", "buffer", "buffer", "buffer"],
    result: "i32",
  },
  TerminateProcess: { parameters: ["pointer", "u32"], result: "i32" },
  WaitForSingleObject: { parameters: ["pointer", "u32"], result: "u32" },
} as const;

// Apart: Windows before 8.1 lacks it, and ends processes all the same.
const CRITICAL = {
  IsProcessCritical: { parameters: ["pointer", "buffer"], result: "i32" },
} as const;

/** The functions that end a process. */
export type EndingCalls = Functions<typeof ENDING>;

/** What ending a process takes from Windows. */
export interface EndingSystem {
  readonly calls: () => EndingCalls;
  readonly critical: () => Functions<typeof CRITICAL>;
  /** The processes that there are; empty where Windows does not tell. */
  readonly runningPids: () => ReadonlySet<number>;
  readonly elevated: () => boolean | null;
  /** Asks the windows of a process to close; false where it has none that could be asked. */
  readonly askToClose: (
    pid: number,
    options: Pick<EndOptions, "timeoutMilliseconds" | "signal">,
  ) => Promise<boolean>;
  readonly ownPid: number;
}

/** The functions of this Windows. */
export function endingCalls(): Pick<EndingSystem, "calls" | "critical"> {
  return {
    calls: windowsLibrary("kernel32.dll", ENDING),
    critical: windowsLibrary("kernel32.dll", CRITICAL),
  };
}

const PROCESS_TERMINATE = 0x1;
const PROCESS_QUERY_LIMITED_INFORMATION = 0x1000;
const SYNCHRONIZE = 0x10_0000;
const WAIT_OBJECT_0 = 0;
/** What taskkill /f gives a process as its exit code. */
const FORCED_EXIT_CODE = 1;
/** The idle process and the system's own, which are no programs. */
const SYSTEM_PIDS: readonly number[] = [0, 4];
// The longest path on Windows, in UTF-16 units.
const LONGEST_PATH = 32_768;
const POLL_MILLISECONDS = 20;

type Handle = NonNullable<ReturnType<EndingCalls["OpenProcess"]>>;

/** Ends a process, after checking once more that it is the one that was seen. */
export async function endWindowsProcess(
  system: EndingSystem,
  process: ProcessIdentity,
  { force = false, timeoutMilliseconds, signal }: EndOptions,
): Promise<EndMethod> {
  signal?.throwIfAborted();
  const calls = callsFor(system, process);
  const access = PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE;
  const handle = calls.OpenProcess(access, 0, process.pid);
  if (handle === null) throw whyNotOpened(system, process);
  try {
    // A process that has ended stays for as long as anyone has a handle of it.
    if (hasEnded(calls, handle)) throw refusal("gone", process, GONE);
    const other = whyAnother(calls, handle, process);
    if (other !== null) throw other;
    if (isCritical(system, handle)) {
      throw refusal("protected", process, "Windows stops when it ends");
    }
    const deadline = performance.now() + timeoutMilliseconds;
    if (force) {
      // This handle may end it: that fails only where the process is ending anyway.
      calls.TerminateProcess(handle, FORCED_EXIT_CODE);
    } else if (!await system.askToClose(process.pid, { timeoutMilliseconds, signal })) {
      throw hasEnded(calls, handle)
        ? refusal("gone", process, GONE)
        : refusal("notSupported", process, NO_WINDOW);
    }
    while (!hasEnded(calls, handle)) {
      const left = deadline - performance.now();
      if (left <= 0) {
        const waited = `after ${timeoutMilliseconds / 1000} s it still runs`;
        throw refusal("timedOut", process, `${waited}: ${force ? SLOW_END : SLOW_CLOSE}`);
      }
      await delay(Math.min(left, POLL_MILLISECONDS), { signal });
    }
    return force ? "forced" : "asked";
  } finally {
    calls.CloseHandle(handle);
  }
}

const GONE = "it is not there any more";
const NO_CALLS =
  "Windows' functions cannot be called: it is older than Windows 10 version 1709, or " +
  "netwho runs with Deno and without --allow-all";
const NO_START = "Windows does not tell when it started, so that it cannot be told from another";
const NO_WINDOW = "it has no window that could be asked to close; --force ends it without asking";
const SLOW_END = "Windows is ending it, and a driver can hold that up";
const SLOW_CLOSE = "it was asked to close, and may be asking something in its window; --force " +
  "ends it without asking";

function refusal(kind: ActionErrorKind, { pid }: ProcessIdentity, state: string): ActionError {
  return new ActionError(kind, `Cannot end process ${pid}: ${state}`);
}

/** The functions, for a process that may be ended as far as its number tells. */
function callsFor(system: EndingSystem, process: ProcessIdentity): EndingCalls {
  const { pid, startedAt } = process;
  if (SYSTEM_PIDS.includes(pid)) throw refusal("protected", process, "it is Windows itself");
  if (pid === system.ownPid) throw refusal("protected", process, "it is netwho itself");
  // FFI throws at a number that is no u32.
  if (pid !== pid >>> 0) throw refusal("gone", process, GONE);
  if (startedAt === null) throw refusal("unidentified", process, NO_START);
  const calls = orNull(system.calls);
  if (calls === null) {
    throw refusal("notSupported", process, NO_CALLS);
  }
  return calls;
}

function hasEnded(calls: EndingCalls, handle: Handle): boolean {
  return calls.WaitForSingleObject(handle, 0) === WAIT_OBJECT_0;
}

/** Whether Windows stops when the process ends; false where it does not tell. */
function isCritical({ critical }: EndingSystem, handle: Handle): boolean {
  const answer = new Uint32Array(1);
  const isTold = orNull(() => critical().IsProcessCritical(handle, answer));
  return Boolean(isTold) && answer[0] !== 0;
}

/** Why the process behind a handle is not the one that was seen; null where it is. */
function whyAnother(
  calls: EndingCalls,
  handle: Handle,
  process: ProcessIdentity,
): ActionError | null {
  const startedAt = startOf(calls, handle);
  if (startedAt === null) return refusal("unidentified", process, NO_START);
  if (Date.parse(startedAt) !== Date.parse(process.startedAt!)) {
    const state = `its number belongs to another process by now, started at ${startedAt}`;
    return refusal("changed", process, state);
  }
  if (process.path === null) return null;
  const path = pathOf(calls, handle);
  if (path?.toLowerCase() === process.path.toLowerCase()) return null;
  return path === null
    ? refusal("unidentified", process, "Windows does not tell any more which program it is")
    : refusal("changed", process, `it is another program by now, ${path}`);
}

function startOf(calls: EndingCalls, handle: Handle): string | null {
  const created = new BigUint64Array(1);
  const unused = new BigUint64Array(1);
  const isTold = calls.GetProcessTimes(handle, created, unused, unused, unused);
  return isTold ? filetimeToIso(created[0]!) : null;
}

function pathOf(calls: EndingCalls, handle: Handle): string | null {
  const name = new Uint16Array(LONGEST_PATH);
  const length = Uint32Array.of(name.length);
  const isTold = calls.QueryFullProcessImageNameW(handle, 0, name, length);
  // Registry, Memory Compression and vmmem have a name of no characters.
  return isTold ? new TextDecoder("utf-16le").decode(name.subarray(0, length[0])) || null : null;
}

/** Why Windows gave no handle. Not by its last error, which the runtime can overwrite meanwhile. */
function whyNotOpened(system: EndingSystem, process: ProcessIdentity): ActionError {
  const calls = system.calls();
  const handle = calls.OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, 0, process.pid);
  if (handle === null) {
    const running = system.runningPids();
    // netwho runs, so an empty list says nothing of any process.
    if (running.size > 0 && !running.has(process.pid)) return refusal("gone", process, GONE);
  }
  const denied = refusal(
    "permissionDenied",
    process,
    system.elevated() === true ? PROTECTED_BY_WINDOWS : NOT_ADMINISTRATOR,
  );
  if (handle === null) return denied;
  try {
    return whyAnother(calls, handle, process) ?? denied;
  } finally {
    calls.CloseHandle(handle);
  }
}

// lsass and virus scanners are such "protected processes".
const PROTECTED_BY_WINDOWS = "Windows protects it, from administrators too";
const NOT_ADMINISTRATOR = 'only an administrator may; open a terminal with "Run as ' +
  'administrator" and try there';
