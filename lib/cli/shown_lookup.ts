/**
 * Look-ups for the rows of a listing, with a progress line on a terminal.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { Lookup, type LookupPlan } from "../lookup/lookup.ts";
import type { RowLookup } from "../rows/stages.ts";
import { progress } from "./progress.ts";

/** A look-up with a progress line. */
export interface ShownLookup extends RowLookup {
  /** The warnings about look-ups in which every query failed. */
  readonly warnings: () => readonly string[];
}

/** What to look up, and how to report it. */
export interface ShownLookupOptions {
  /** What to look up. */
  readonly plan: LookupPlan;
  /** Whether the rows go to the terminal that shows the progress line. */
  readonly sharesTerminal: boolean;
  /** Receives notes that do not affect the rows, such as an unusable cache. */
  readonly onNote: (note: string) => void;
  readonly onAdvice: (advice: string) => void;
  /** Receives what could not be read of files though the look-up went on. */
  readonly onLimit: (limit: string) => void;
}

/** Creates a look-up of names and owners that shows its progress, and opens the files it needs. */
export async function shownLookup(
  host: Host,
  { plan, sharesTerminal, onNote, onAdvice, onLimit }: ShownLookupOptions,
): Promise<ShownLookup> {
  const shown = progress(host, whatIsLookedUp(plan));
  let isShown = true;
  const lookup = new Lookup({
    ...plan,
    host,
    onBegin: (total) => {
      if (isShown) shown.update(0, total);
    },
    onProgress: (done, total) => {
      if (isShown) shown.update(done, total);
    },
    onNote,
    onAdvice,
    onLimit,
  });
  await lookup.open();
  return {
    fields: lookup.fields,
    warnings: () => lookup.warnings(),
    addTo: async (rows) => {
      try {
        return await lookup.addTo(rows);
      } finally {
        shown.end();
        // After the first rows the progress line would appear among them.
        isShown = !sharesTerminal;
      }
    },
  };
}

function whatIsLookedUp({ resolve, owner }: LookupPlan): string {
  return `looking up ${[...resolve ? ["names"] : [], ...owner ? ["owners"] : []].join(" and ")}`;
}
