/**
 * The rows of `netwho history --beacons`, and what people are told besides.
 *
 * @module
 */
import type { Diagnostics } from "../capture/diagnostics.ts";
import { UsageError } from "../errors.ts";
import { findBeacons, type FoundBeacons } from "../history/beacons/find_beacons.ts";
import { rhythmRemarks, unseenRemarks } from "../history/history_remarks.ts";
import type { Looks, Span } from "../history/looks.ts";
import type { History } from "../history/open_history.ts";
import { BEACON_FIELDS } from "../model/beacon.ts";
import { camelCase, isGiven, type OptionValue } from "../model/option.ts";
import { type Filter, FILTERS } from "../rows/choose/filters.ts";
import { inBatches, type Rows } from "../rows/rows.ts";
import { countOf } from "../text/wording.ts";

/**
 * Refuses the filters that tell the connections of one row apart: a score is that of all of them.
 *
 * @throws {UsageError} for the first of them.
 */
export function checkBeaconFilters(options: Readonly<Record<string, unknown>>): void {
  const names = new Set<string>(BEACON_FIELDS.map(({ name }) => name));
  const useless = (FILTERS as readonly Filter[]).find(({ name, fields }) =>
    isGiven(options[camelCase(name)] as OptionValue | undefined) &&
    !fields.some((field) => names.has(field))
  );
  if (useless === undefined) return;
  throw new UsageError(
    `Cannot use --${useless.name} with --beacons: a row stands for many connections that ` +
      "this computer began",
    { hint: "Choose by --process, --path, --user, --host, --remote, --remote-port or --public" },
  );
}

/** Finds the beacons of a span, and tells how many could not be judged. */
export function findBeaconRows(
  { history, looks, span, diagnostics }: {
    history: History;
    looks: Looks;
    span: Span;
    diagnostics: Diagnostics;
  },
): Rows {
  diagnostics.limit(...unseenRemarks(looks, span));
  const found = findBeacons(history, span);
  diagnostics.advise(judgedRemark(found), ...rhythmRemarks(looks, span));
  return inBatches(found.beacons);
}

function judgedRemark({ beacons, tooFewTimes, unknownStarts }: FoundBeacons): string {
  const few = tooFewTimes === 0
    ? ""
    : `; ${countOf(tooFewTimes, "other")} with fewer than four different times cannot be`;
  const unknown = unknownStarts === 0
    ? ""
    : `; ${countOf(unknownStarts, "connection")} left out that began nobody knows when`;
  return `${countOf(beacons.length, "pair")} of program and peer judged${few}${unknown}`;
}
