/**
 * The options that say what to ask the history.
 *
 * @module
 */
import type { Option } from "../../model/option.ts";

const HISTORY = "History";

const ONE_MOMENT = { without: "at", because: "that asks for one moment" } as const;

/** The options of a command that asks the history. */
export const HISTORY_OPTIONS = [
  {
    name: "since",
    value: "MOMENT",
    about: "what was there since then: 12h or 7d (ago), today, yesterday, 22:00, 2026-11-25, " +
      "2026-11-25T09:00, 2026-11-25T08:00:00Z; in local time, unless it says another; default: 1d",
    effect: ONE_MOMENT,
    group: HISTORY,
  },
  {
    name: "until",
    value: "MOMENT",
    about: "what was there until then; a day without a time to its end; default: now",
    effect: ONE_MOMENT,
    group: HISTORY,
  },
  {
    name: "at",
    value: "MOMENT",
    about: "the connections at that moment, as the last look before it saw them",
    group: HISTORY,
  },
  {
    name: "changes",
    about: "what was opened and closed, in the order of time",
    group: HISTORY,
  },
  {
    name: "first-seen",
    about: "programs, listeners and peers of programs that were never seen before --since",
    group: HISTORY,
  },
  {
    name: "timeline",
    about: "a bar for each program that shows when it had connections; --limit N: of N programs",
    effect: { without: "count-by", because: "it counts by program" },
    group: HISTORY,
  },
  {
    name: "db",
    value: "FILE",
    about: "the history in FILE instead of the one in your data folder",
    group: HISTORY,
  },
] as const satisfies readonly Option[];
