/**
 * The options of the command that asks the history.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { type Option, rewordOptions } from "../../model/option.ts";
import { COUNT_OPTIONS, filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  OWNER_OPTIONS,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "./lookup_options.ts";
import { MACHINE_OPTIONS } from "./reading_options.ts";
import { SHAPE_OPTIONS } from "./shape_options.ts";

const HISTORY = "History";

const ONE_MOMENT = { without: "at", because: "that asks for one moment" } as const;

/** What to ask, and of which time. */
const QUESTION_OPTIONS = [
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
    name: "beacons",
    about: "how regularly each program contacts each peer, as a score from 0 to 1, the highest " +
      "first",
    group: HISTORY,
  },
  {
    name: "db",
    value: "FILE",
    about: "the history in FILE instead of the one in your data folder",
    group: HISTORY,
  },
] as const satisfies readonly Option[];

/** The filters. The history can hold names of addresses, so that `--host` needs no look-up. */
const FILTERS = rewordOptions(filtersFor(CONNECTION_FIELDS), {
  about: {
    user: "account of the process, as GLOBs, with or without its domain: anna, PC\\anna",
    host: "name of either end, as GLOBs: *.example.com; kept by netwho log --resolve, or with " +
      "--resolve",
  },
}).map((filter) => {
  if (filter.name !== "host") return filter;
  const { effect: _, ...always } = filter;
  return always;
});

/** The options of the command that asks the history. */
export const HISTORY_OPTIONS = [
  ...QUESTION_OPTIONS,
  ...FILTERS,
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...rewordOptions(MACHINE_OPTIONS, {
    about: {
      record: "save the answers to look-ups in FOLDER; the history is not saved; needs --db",
      replay: "take the time and the answers to look-ups from a recording in FOLDER; needs --db",
      timeout: "time-out of all look-ups together; default: 30",
    },
  }),
] as const;
