/**
 * A look at a computer, as it is recorded, and what came of it.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { millisecondsOf } from "./episode_writer.ts";
import type { RunView } from "./interning.ts";
import type { Seen } from "./match_episodes.ts";

/** A look that is not recorded yet. */
export interface NewLook {
  readonly computer: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly view: RunView;
  readonly seen: readonly Seen[];
}

/** The look that a snapshot is. */
export function newLookOf(
  { computer, connections, processes, unseen }: WholeSnapshot,
  { view, at }: { readonly view: Omit<RunView, "hiddenBy">; readonly at: number },
): NewLook {
  const isHidden = connections.some(({ pid, process }) => pid === null && process === null);
  const seen = connections.map((row) => {
    const process = row.pid === null ? undefined : processes?.get(row.pid);
    return { row, startedAt: millisecondsOf(process?.startedAt ?? null) };
  });
  return { computer, at, view: { ...view, hiddenBy: isHidden ? unseen.hiddenBy : null }, seen };
}

/** What a recorded snapshot brought. */
export interface RecordedRun {
  /** Episodes that began with it. */
  readonly opened: number;
  /** Episodes that had ended before it. */
  readonly closed: number;
  /** Episodes that are in another state. */
  readonly changed: number;
  /** Episodes of the computer that are open now. */
  readonly open: number;
  /** The number of looks at this computer. */
  readonly runs: number;
  /** The time of the computer's latest look, where this one is not later; else null. */
  readonly latestAt: number | null;
}
