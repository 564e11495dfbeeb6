/**
 * Ends a process of Linux without hitting another that got its ID meanwhile.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { ActionError, type EndMethod, type EndOptions, type ProcessIdentity } from "../actions.ts";
import { openPidfd } from "./pidfd.ts";
import { readRunning, type RunningProcess } from "./running_process.ts";

const SIGTERM = 15;
const SIGKILL = 9;
const SIGCONT = 18;

const FIRST_PAUSE_MILLISECONDS = 5;
const LONGEST_PAUSE_MILLISECONDS = 100;

/**
 * Sends SIGTERM, or SIGKILL by force, to the process that was seen, and waits until it is gone. Where
 * the kernel can (5.3), the process is held by a descriptor while its start time and path are compared:
 * the signal goes to what was compared, whoever has the ID by then.
 *
 * @throws {ActionError} where it was not ended.
 */
export async function endLinuxProcess(
  process: ProcessIdentity,
  { force = false, timeoutMilliseconds, signal }: EndOptions,
): Promise<EndMethod> {
  const { pid } = process;
  signal?.throwIfAborted();
  if (process.startedAt === null) {
    throw refusal("unidentified", pid, "its start time is not known, which tells it from another");
  }
  checkNumbering(pid);
  const running = endSeen(process, { force });
  await waitForEnd(running, { force, timeoutMilliseconds, signal });
  return force ? "forced" : "asked";
}

/** What stays the same of a process for as long as it runs. */
interface Running extends Pick<RunningProcess, "startTicks"> {
  readonly pid: number;
}

/** Sends the signal to the process that was seen, and to no other. */
function endSeen(process: ProcessIdentity, { force }: Pick<EndOptions, "force">): Running {
  const { pid } = process;
  using held = openPidfd(pid);
  const { isStopped, startTicks } = checkIdentity(process);
  const running = { pid, startTicks };
  const send = held?.send ?? ((number: number) => sendTo(pid, number));
  const isSent = deliver(running, () => send(force ? SIGKILL : SIGTERM));
  // A stopped process would not see that it is asked to end.
  if (isSent && isStopped && !force) deliver(running, () => send(SIGCONT));
  return running;
}

/** In a PID namespace without a `/proc` of its own, the IDs there are those of other processes. */
function checkNumbering(pid: number): void {
  let own: string | null = null;
  try {
    own = Deno.readLinkSync("/proc/self");
  } catch {
    // There is none for a program whose namespace it does not show.
  }
  if (own === `${Deno.pid}`) return;
  const state = "/proc shows another PID namespace than the one that netwho runs in: mount its own";
  throw refusal("notSupported", pid, state);
}

/** @throws {ActionError} where it is not the process that was seen, or runs another program. */
function checkIdentity({ pid, startedAt, path }: ProcessIdentity): RunningProcess {
  const running = readRunning(pid);
  if (running === null) throw refusal("gone", pid, "it has ended");
  if (running.startedAt === null) {
    throw refusal(
      "unidentified",
      pid,
      "its start time cannot be read, which tells it from another",
    );
  }
  if (Date.parse(running.startedAt) !== Date.parse(startedAt!)) {
    throw refusal("changed", pid, "a process that started at another time has its ID");
  }
  if (path !== null && running.paths !== null && !running.paths.includes(path)) {
    // It has not ended: its ID is its own still, and what it runs now was not asked about.
    const program = running.paths[0];
    throw refusal("unidentified", pid, `it runs another program by now, ${program}: try again`);
  }
  return running;
}

/** Sends a signal; false where the process ended just before. */
function deliver(running: Running, send: () => boolean): boolean {
  if (send()) return true;
  if (!isRunning(running)) return false;
  const state = Deno.uid() === 0
    ? "the system does not permit it, even to root"
    : "it belongs to another user, or has more rights: run netwho as root (sudo)";
  throw refusal("permissionDenied", running.pid, state);
}

/** Sends a signal without a descriptor. */
function sendTo(pid: number, number: number): boolean {
  try {
    Deno.kill(pid, SIGNAL_NAMES[number]);
    return true;
  } catch {
    return false;
  }
}

const SIGNAL_NAMES: Readonly<Record<number, Deno.Signal>> = {
  [SIGTERM]: "SIGTERM",
  [SIGKILL]: "SIGKILL",
  [SIGCONT]: "SIGCONT",
};

async function waitForEnd(
  running: Running,
  { force, timeoutMilliseconds, signal }: EndOptions,
): Promise<void> {
  const start = performance.now();
  let pause = FIRST_PAUSE_MILLISECONDS;
  while (isRunning(running)) {
    const left = timeoutMilliseconds - (performance.now() - start);
    if (left <= 0) throw refusal("timedOut", running.pid, stillRuns(timeoutMilliseconds, force));
    await delay(Math.min(pause, left), { signal });
    pause = Math.min(2 * pause, LONGEST_PAUSE_MILLISECONDS);
  }
}

function stillRuns(milliseconds: number, force: boolean | undefined): string {
  const time = `it still runs after ${milliseconds / 1000} s`;
  return force
    ? `${time}: it waits for a device or a network drive, and ends when that answers`
    : `${time}, as it may handle or ignore SIGTERM: --force ends it, --wait waits longer`;
}

function isRunning({ pid, startTicks }: Running): boolean {
  return readRunning(pid)?.startTicks === startTicks;
}

function refusal(kind: ActionError["kind"], pid: number, state: string): ActionError {
  return new ActionError(kind, `Cannot end process ${pid}: ${state}`);
}
