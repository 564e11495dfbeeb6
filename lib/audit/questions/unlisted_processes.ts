/**
 * Connections of processes that the process list does not have.
 *
 * @module
 */
import type { AuditView, Subject } from "../engine/audit_view.ts";
import { countDistinct, groupBy } from "./crowd.ts";

/** Fewer unlisted processes than these tell nothing about the list. */
const TELLING = 3;

/** What is known of processes that are not listed. */
export interface UnlistedProcesses {
  /** Their connections. */
  readonly subjects: readonly Subject[];
  /** The same by process ID. */
  readonly byPid: ReadonlyMap<string, readonly Subject[]>;
  /** Whether the list lacks so many that it is of another moment, or was cut. */
  readonly isOtherList: boolean;
}

/**
 * Finds the connections of processes that the process list does not have: the one that is there, or the
 * one that was there when the rows were saved.
 */
export function findUnlistedProcesses(view: AuditView): UnlistedProcesses {
  const owned = view.subjects.filter(({ program }) => program.pid !== null && !program.isNobody);
  const subjects = owned.filter(({ program }) => program.isUnlisted);
  const pidOf = ({ program }: Subject) => program.pid;
  const count = countDistinct(subjects, pidOf);
  return {
    subjects,
    byPid: groupBy(subjects, ({ program }) => `${program.pid}`),
    isOtherList: count >= TELLING && count * 2 > countDistinct(owned, pidOf),
  };
}
