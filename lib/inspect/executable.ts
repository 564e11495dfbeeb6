/**
 * The files that processes run.
 *
 * @module
 */
import type { FileFacts, Host } from "../host/host.ts";
import { attempt } from "../host/refusals.ts";

/** What is known of the file that a process runs. */
export interface Executable {
  /** What is known of it; null where it may not be looked at. */
  readonly facts: FileFacts | null;
  /** Whether the file at the process's path is not, or no longer, the one that it runs. */
  readonly isGone: boolean;
}

/** A process by its PID and the path of its program. */
export interface Program {
  readonly pid: number;
  readonly path: string;
}

/** What the kernel puts behind the path of a program whose file was removed or replaced. */
const DELETED = " (deleted)";

/**
 * Makes a function that looks at the file of a process, at each file once. On Linux it is looked at
 * through `/proc`, which leads to the file that runs even where another is now at its path, or where
 * the path is one of a container's.
 */
export function executableReader(host: Host): (program: Program) => Promise<Executable> {
  const known = new Map<string, Promise<FileFacts | null>>();
  return async ({ pid, path }) => {
    const { key, file, isGone } = host.os === "linux"
      ? onLinux(host, { pid, path })
      : { key: path.toLowerCase(), file: path, isGone: false };
    const facts = known.get(key) ?? host.fileFacts(file);
    known.set(key, facts);
    return { facts: await facts, isGone };
  };
}

function onLinux(
  host: Host,
  { pid, path }: Program,
): { key: string; file: string; isGone: boolean } {
  const file = `/proc/${pid}/exe`;
  const link = attempt(() => host.readLink(file)).value ?? path;
  const isGone = link.endsWith(DELETED);
  // Two that are gone can be two different files; the same path is another one in a container.
  const place = isGone ? `${pid}` : attempt(() => host.readLink(`/proc/${pid}/ns/mnt`)).value;
  return { key: `${place} ${link}`, file, isGone };
}
