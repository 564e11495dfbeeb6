/**
 * Says what is odd about the files that processes run: gone, or at a path that cannot be written.
 *
 * @module
 */
import type { Files } from "../../host/host.ts";
import type { Process } from "../../model/process.ts";

/** The kernel appends this to the path of a program whose file was removed or replaced. */
export const DELETED = " (deleted)";

/** The note on a program whose file was removed or replaced. */
export const GONE_NOTE = "its file is gone: removed or replaced since it started";

const NOT_UTF8_NOTE = "its path is not valid UTF-8";

/** The file of a process that something is to be said of. */
export interface FileRemark {
  readonly process: Process;
  /** Its path as the kernel gives it; null if that is not valid UTF-8. */
  readonly link: string | null;
}

/**
 * Returns notes by PID. A file whose name really ends in ` (deleted)` is there: its process gets that
 * path, and no note.
 */
export async function noteFiles(
  host: Files,
  remarks: readonly FileRemark[],
): Promise<Map<number, string>> {
  const notes = new Map<number, string>();
  for (const { process, link } of remarks) {
    if (link === null) notes.set(process.pid, NOT_UTF8_NOTE);
    else if (await isThere(host, process.pid, link)) process.path = link;
    else notes.set(process.pid, GONE_NOTE);
  }
  return notes;
}

/** Whether the file that runs is at the path, here or below the root of the process. */
async function isThere(host: Files, pid: number, path: string): Promise<boolean> {
  const running = await host.fileIdentity(`/proc/${pid}/exe`);
  if (running === null || running === "missing") return false;
  return running === await host.fileIdentity(path) ||
    running === await host.fileIdentity(`/proc/${pid}/root${path}`);
}
