/**
 * Look-ups whose progress is shown.
 *
 * @module
 */
import type { Host } from "../host/host.ts";
import { Lookup, type LookupPlan } from "../lookup/lookup.ts";
import type { Destination } from "../output/destination.ts";
import type { RowKnowledge } from "./known_rows.ts";
import { progress } from "./progress.ts";

/** What to look up, and where the rows go that it is for. */
export interface ShownOptions {
  /** What to look up. */
  readonly lookups: LookupPlan;
  /** Where the rows go. */
  readonly plan: { readonly destination: Destination };
  /** Is told what does no harm to what is found: that a cache is of no use. */
  readonly onNote?: (note: string) => void;
}

/** Looks things up for rows, and tells on a terminal how far that is; null where nothing is wanted. */
export function shownKnowledge(
  host: Host,
  { lookups, plan: { destination }, onNote }: ShownOptions,
): RowKnowledge | null {
  if (!lookups.resolve && !lookups.owner) return null;
  const shown = progress(host, whatIsDone(lookups));
  let isShown = true;
  const onProgress = (done: number, total: number) => {
    if (isShown) shown.update(done, total);
  };
  const lookup = new Lookup({ host, plan: lookups, onProgress, onNote });
  return {
    fields: lookup.fields,
    warnings: () => lookup.warnings(),
    addTo: async (rows) => {
      try {
        return await lookup.addTo(rows);
      } finally {
        shown.end();
        // From the first rows on, such a line would stand among them.
        isShown = destination.path !== null || !host.isTerminal("stdout");
      }
    },
  };
}

function whatIsDone({ resolve, owner }: LookupPlan): string {
  return `looking up ${[...resolve ? ["names"] : [], ...owner ? ["owners"] : []].join(" and ")}`;
}
