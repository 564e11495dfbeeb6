/**
 * Look-ups whose progress is shown.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { Knowledge } from "../lookup/knowledge.ts";
import { filledBy, type Lookups } from "../lookup/lookups.ts";
import type { Destination } from "../output/destination.ts";
import type { RowLookup } from "../rows/stages.ts";
import { progress } from "./progress.ts";

/** Look-ups whose progress is shown. */
export interface ShownLookup extends RowLookup {
  /** Look-ups that failed as a whole. */
  warnings(): readonly string[];
}

/** What to look up, and where the rows go that it is for. */
export interface ShownOptions {
  /** What to look up. */
  readonly lookups: Lookups;
  /** Where the rows go. */
  readonly plan: { readonly destination: Destination };
  /** Is told what does no harm to what is found: that a cache is of no use. */
  readonly onNote?: (note: string) => void;
}

/** Looks things up for rows, and tells on a terminal how far that is; null where nothing is wanted. */
export function shownKnowledge(
  host: Host,
  { lookups, plan: { destination }, onNote }: ShownOptions,
): ShownLookup | null {
  if (!lookups.resolve && !lookups.owner) return null;
  const shown = progress(host, whatIsDone(lookups));
  let isShown = true;
  const onProgress = (done: number, total: number) => {
    if (isShown) shown.update(done, total);
  };
  const knowledge = new Knowledge({ host, lookups, onProgress, onNote });
  return {
    fields: filledBy(lookups),
    warnings: () => knowledge.warnings,
    addTo: async (rows) => {
      try {
        return await knowledge.addTo(rows);
      } finally {
        shown.end();
        // From the first rows on, such a line would stand among them.
        isShown = destination.path !== null || !host.isTerminal("stdout");
      }
    },
  };
}

function whatIsDone({ resolve, owner }: Lookups): string {
  return `looking up ${[...resolve ? ["names"] : [], ...owner ? ["owners"] : []].join(" and ")}`;
}
