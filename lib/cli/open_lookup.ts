/**
 * Opens the look-ups of a command. Their code is loaded only where there are any (ADR 5).
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import type { Host } from "../host/host.ts";
import type { LookupPlan } from "../lookup/lookup.ts";
import type { ShownLookup } from "./shown_lookup.ts";

/** What to look up, whom to tell, and whether the rows go to the terminal that shows the progress. */
export interface OpenLookupOptions {
  readonly lookups: LookupPlan | undefined;
  readonly diagnostics: Diagnostics;
  readonly sharesTerminal: boolean;
}

/** Prepares look-ups; null if there are none. */
export async function openLookup(
  host: Host,
  { lookups: plan, diagnostics, sharesTerminal }: OpenLookupOptions,
): Promise<ShownLookup | null> {
  if (!plan?.resolve && !plan?.owner) return null;
  const { shownLookup } = await import("./lookup_chunk.ts");
  return await shownLookup(host, {
    plan,
    sharesTerminal,
    onNote: (note) => diagnostics.note(note),
    onAdvice: (advice) => diagnostics.advise(advice),
    onLimit: (limit) => diagnostics.limit(limit),
  });
}
