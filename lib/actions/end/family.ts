/**
 * Who started whom, among the processes of a snapshot.
 *
 * @module
 */
import { isUsedAgain } from "../../capture/kinship.ts";
import type { WholeSnapshot } from "../../capture/snapshot.ts";

/**
 * Parents and children, of listed processes alone. A process that started after its child is not its parent:
 * the ID was reused.
 */
export interface Family {
  /** The parent's process ID; null where it has none, or is unknown. */
  parentOf(pid: number): number | null;
  /** The running processes that a process started itself. */
  childrenOf(pid: number): readonly number[];
  /** All that it started, and what these started; parents before their children, each once. */
  descendantsOf(pid: number, options?: DescentOptions): readonly number[];
  /** Its parent, the parent of that, and so on. */
  ancestorsOf(pid: number): ReadonlySet<number>;
}

/** How far to go down. */
export interface DescentOptions {
  /** Whether to leave a process out, with all that it started. @default none */
  readonly isLeftOut?: (pid: number) => boolean;
}

/** Finds out who started whom. */
export function familyOf({ processes, parentOf: seenParent }: WholeSnapshot): Family {
  const parentOf = (pid: number): number | null => {
    const process = processes?.get(pid);
    if (process === undefined) return null;
    const parent = seenParent?.(pid) ?? process.parentPid;
    if (parent === null || parent === pid) return null;
    return isUsedAgain(process, processes?.get(parent)) ? null : parent;
  };
  const children = Map.groupBy(processes?.keys() ?? [], parentOf);
  const childrenOf = (pid: number) => children.get(pid) ?? [];
  return {
    parentOf,
    childrenOf,
    descendantsOf(pid, { isLeftOut = () => false } = {}) {
      const found = new Set<number>([pid]);
      // The set grows while it is walked, and what is in it already is not added again.
      for (const parent of found) {
        for (const child of childrenOf(parent)) if (!isLeftOut(child)) found.add(child);
      }
      found.delete(pid);
      return [...found];
    },
    ancestorsOf(pid) {
      const found = new Set<number>();
      for (let at = parentOf(pid); at !== null && !found.has(at); at = parentOf(at)) found.add(at);
      return found;
    },
  };
}
