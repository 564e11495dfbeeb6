/**
 * What `netwho watch` was asked to do.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import type { Selection } from "../rows/choose/selection.ts";
import type { LooksPlan } from "./live_looks.ts";

/**
 * What `netwho watch` was asked to do, checked. The screen and the pipe follow it. Whoever has it disposes
 * of it, which closes the history.
 */
export interface WatchPlan
  extends Disposable, Required<Pick<LooksPlan, "count" | "lasts" | "until" | "patience">> {
  /** Milliseconds from one look to the next; null where none was given: as remembered, or usual. */
  readonly every: number | null;
  /** The connections that the filters of the command line choose. */
  readonly selection: Selection;
  /** The filters of which is told what they judge without knowing all: these, or --until with them. */
  readonly doubted: Selection;
  /** Which names and owners to look up from the start, and how. */
  readonly lookups: LookupPlan;
  /**
   * Looks at the computer; gives the event loop a turn again and again.
   *
   * @param diagnostics is told what was read; one for each look.
   */
  readonly look: (diagnostics: Diagnostics, signal: AbortSignal) => Promise<WholeSnapshot>;
  /**
   * Adds a look to the history; does nothing without --log. Rejects with a CaptureError where it cannot
   * be written: the next look may succeed.
   */
  readonly log: (snapshot: WholeSnapshot) => Promise<void>;
  /** Whether a recording is watched, which answers as it was asked and cannot be changed. */
  readonly isReplayed: boolean;
  /** Whether to forget the settings of the screen first. */
  readonly isReset: boolean;
  /** When to colour; null for `auto`. */
  readonly color: string | null;
}

/** Milliseconds from one look to the next where nobody says it. */
export const USUAL_INTERVAL = 2_000;

/** The shortest and the longest interval, in milliseconds. */
export const INTERVALS = { least: 500, most: 86_400_000 } as const;
