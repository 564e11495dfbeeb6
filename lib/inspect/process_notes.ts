/**
 * What to know of processes: who they are where they are unlike others, and why facts are missing.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { NOTES } from "../capture/join.ts";
import type { Process } from "../model/process.ts";
import type { Executable } from "./executable.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";

/** Several notes as one; null where there is none. */
export function together(notes: readonly (string | null)[]): string | null {
  const said = notes.filter((note) => note !== null);
  return said.length === 0 ? null : said.join("; ");
}

/** What to know of a process that no list describes. */
export function noteWithoutList(pid: number, { processes }: WholeSnapshot): string {
  if (pid === 0) return "no process: closed connections that nobody owns any more";
  return processes === null ? "nothing is known of it: there is no process list" : NOTES.gone(pid);
}

/** What to know of a process that is unlike others, or why its path is missing. */
export function noteOn(
  { pid, process, path, memoryBytes, status }: Process,
  { host, snapshot: { isSaved } }: { host: Host; snapshot: WholeSnapshot },
): string | null {
  const isWindows = isSaved ? /^System/i.test(process ?? "") : host.os === "windows";
  if (pid === 0) return "no program: closed connections that nobody owns any more stand under it";
  if (isWindows && pid === 4) {
    return "the Windows kernel, which has no file of its own: file sharing (SMB) and web servers " +
      "on HTTP.sys are reached through it";
  }
  if (path !== null || isSaved) return null;
  if (host.os === "windows") {
    return host.elevated() === true
      ? "path and start time are hidden even from administrators: a protected process"
      : "path and start time could not be seen: needs administrator's rights";
  }
  if (status === "Zombie") return "it has ended, and waits for its parent to take note (zombie)";
  if (memoryBytes === 0) return "a part of the kernel: it has no file";
  return host.elevated() === true
    ? "its path could not be read"
    : "path could not be seen: needs root";
}

/** What to know of the file that a process runs; null where none was looked at. */
export function noteOnFile(file: Executable | null, host: Host): string | null {
  if (file === null) return null;
  const rights = host.os === "windows" ? "administrator's rights may be needed" : "needs root";
  if (file.isGone) return "its file was removed or replaced since it started";
  if (file.facts === null) return `its file could not be looked at: ${rights}`;
  return file.facts.sha256 === null
    ? `its file could not be hashed: it is larger than 1 GiB, or ${rights}`
    : null;
}
