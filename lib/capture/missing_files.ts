/**
 * Finds programs that run although no file is at their path any more (Windows).
 *
 * @module
 */
import type { Clock, Facts, Files } from "../host/host.ts";
import type { Process } from "../model/process.ts";
import { placeOf } from "./executable_files.ts";

/** The note on a program with no file at its path. */
export const MISPLACED_NOTE = "its file is not at its path: removed or renamed since it started";

/** The most paths that are looked at: a machine has about a hundred. */
const MOST_PATHS = 2000;

/** The longest wait for all of them: a drive can be a server's that does not answer. */
const LONGEST_WAIT_MILLISECONDS = 1000;

/** Returns notes by PID on programs with no file at their path. Looks at each path once. */
export async function noteMissingFiles(
  host: Files & Clock & Facts,
  processes: Iterable<Pick<Process, "pid" | "path">>,
): Promise<Map<number, string>> {
  const pidsByPath = new Map<string, number[]>();
  for (const { pid, path } of processes) {
    if (path === null || placeOf(path, host) !== "here") continue;
    const pids = pidsByPath.get(path.toLowerCase()) ?? [];
    pidsByPath.set(path.toLowerCase(), [...pids, pid]);
  }
  const notes = new Map<number, string>();
  const looks = [...pidsByPath].slice(0, MOST_PATHS).map(async ([path, pids]) => {
    if (await host.fileIdentity(path) !== "missing") return;
    for (const pid of pids) notes.set(pid, MISPLACED_NOTE);
  });
  await within(host, Promise.all(looks));
  return new Map(notes);
}

/** Waits for work, but not for long. */
async function within(host: Clock, work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const { signal } = waiting;
  const wait = host.sleep(LONGEST_WAIT_MILLISECONDS, { signal }).catch(() => {});
  await Promise.race([work, wait]);
  waiting.abort();
}
