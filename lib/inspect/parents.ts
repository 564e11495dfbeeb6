/**
 * Which process started which.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import type { Process } from "../model/process.ts";
import { readParentPid } from "../capture/linux/linux_processes.ts";
import type { ProcessFacts } from "./fields.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";

/** Gives the PID of a process's parent; null where it has none, or that is not told. */
export type ParentOf = (pid: number) => number | null;

/** How to find parents on this snapshot. */
export function parentFinder(host: Host): ParentOf {
  if (host.os === "linux") return (pid) => readParentPid(host, pid);
  let parents: ReadonlyMap<number, number> | undefined;
  return (pid) => (parents ??= host.parentPids()).get(pid) ?? null;
}

/** What is told of a process's parent, and what to know about it. */
export interface Parent extends Pick<ProcessFacts, "parentPid" | "parent"> {
  /** Why there is none; null where there is nothing to say. */
  readonly note: string | null;
}

const NO_PARENT: Parent = { parentPid: null, parent: null, note: null };

/**
 * Describes the parent of a process. PIDs are used again: what started later than its child is
 * another process than the one that started it.
 */
export function describeParent(
  child: Process,
  parentPid: number | null,
  { processes }: WholeSnapshot,
): Parent {
  if (parentPid === null || parentPid === child.pid) return NO_PARENT;
  const parent = processes?.get(parentPid);
  if (parent === undefined) return { parentPid, parent: null, note: null };
  const isLater = parent.startedAt !== null && child.startedAt !== null &&
    Date.parse(parent.startedAt) > Date.parse(child.startedAt);
  if (!isLater) return { parentPid, parent: parent.process, note: null };
  return { ...NO_PARENT, note: `its parent has ended: its process ID ${parentPid} was used again` };
}
