/**
 * Look-ups for the rows of a listing, with their progress shown on a terminal.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { Lookup, type LookupPlan } from "../lookup/lookup.ts";
import type { RowLookup } from "../rows/stages.ts";
import { progress } from "./progress.ts";

/** A look-up whose progress is shown. */
export interface ShownLookup extends RowLookup {
  /** Look-ups that failed altogether. */
  readonly warnings: () => readonly string[];
}

/** What to look up, and for what output. */
export interface ShownLookupOptions {
  /** What to look up. */
  readonly plan: LookupPlan;
  /** Whether the rows go to the same terminal as the progress. */
  readonly sharesTerminal: boolean;
  /** Receives notes that do not affect the rows, such as an unusable cache. */
  readonly onNote: (note: string) => void;
}

/** Looks up names and owners as planned, and shows how far that is. */
export function shownLookup(
  host: Host,
  { plan, sharesTerminal, onNote }: ShownLookupOptions,
): ShownLookup {
  const shown = progress(host, whatIsLookedUp(plan));
  let isShown = true;
  const lookup = new Lookup({
    ...plan,
    host,
    onProgress: (done, total) => {
      if (isShown) shown.update(done, total);
    },
    onNote,
  });
  return {
    fields: lookup.fields,
    warnings: () => lookup.warnings(),
    addTo: async (rows) => {
      try {
        return await lookup.addTo(rows);
      } finally {
        shown.end();
        // From the first rows on, the progress would stand among them.
        isShown = !sharesTerminal;
      }
    },
  };
}

function whatIsLookedUp({ resolve, owner }: LookupPlan): string {
  return `looking up ${[...resolve ? ["names"] : [], ...owner ? ["owners"] : []].join(" and ")}`;
}
