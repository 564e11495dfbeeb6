/**
 * The options of the commands that change the machine.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import type { Option } from "../../model/option.ts";
import { CHOOSING, filtersFor } from "../../rows/choose/filters.ts";
import { MACHINE_OPTIONS } from "./reading_options.ts";
import { SHAPE_OPTIONS } from "./shape_options.ts";

const ACTING = "Acting";

const DRY_RUN = {
  name: "dry-run",
  about: "print what would be done, and change nothing",
  group: ACTING,
} as const satisfies Option;

/** The options of the command that ends processes. */
export const KILL_OPTIONS = [
  {
    name: "yes",
    short: "y",
    about: "do not ask; needed where there is no terminal to ask on",
    group: ACTING,
  },
  {
    name: "force",
    short: "f",
    about: "end it at once, without asking it to end itself first",
    group: ACTING,
  },
  {
    name: "tree",
    about: "also end the processes that it started, and those that these started",
    group: ACTING,
  },
  {
    name: "wait",
    value: "SECONDS",
    number: "seconds",
    about: "how long each process may take to end; default: 5",
    group: ACTING,
  },
  DRY_RUN,
  ...SHAPE_OPTIONS,
  ...MACHINE_OPTIONS,
] as const;

/** What only look-ups tell: closing waits for none. */
const LOOKED_UP = ["host", "owner-name", "country"] as const;

/** The filters that need no look-up. */
const FILTERS_AT_ONCE = filtersFor(CONNECTION_FIELDS).filter((filter) =>
  !(LOOKED_UP as readonly string[]).includes(filter.name)
) as readonly Exclude<
  ReturnType<typeof filtersFor<typeof CONNECTION_FIELDS>>[number],
  { readonly name: typeof LOOKED_UP[number] }
>[];

/** The options of the command that closes connections. */
export const CLOSE_OPTIONS = [
  ...FILTERS_AT_ONCE,
  {
    name: "connection",
    value: "ENDS",
    repeatable: true,
    about:
      'exactly this connection: "LOCAL REMOTE [PID]", as in "192.0.2.7:50123 203.0.113.5:443"; ' +
      "a line of netstat -ano will do; repeatable",
    group: CHOOSING,
  },
  {
    name: "yes",
    short: "y",
    about: "close several connections at once, without asking",
    group: ACTING,
  },
  DRY_RUN,
  ...SHAPE_OPTIONS,
  ...MACHINE_OPTIONS,
] as const;
