/**
 * The options of the command that watches.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import type { Option } from "../../model/option.ts";
import { filtersFor } from "../../rows/choose/filters.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  OWNER_OPTIONS,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
} from "./lookup_options.ts";
import { PROCESS_OPTIONS } from "./reading_options.ts";

const WATCHING = "Watching";
const OUTPUT = "Output";
const INPUT = "Input";

/** When to stop, and what to write. */
const WATCHING_OPTIONS = [
  {
    name: "count",
    value: "N",
    number: "integer",
    about: "end after N looks, also on the screen",
    group: WATCHING,
  },
  {
    name: "duration",
    value: "DURATION",
    about: "end after DURATION, such as 90s or 8h, also on the screen",
    group: WATCHING,
  },
  {
    name: "until",
    value: "FILTER",
    about:
      "end as soon as a connection matches FILTER, in the words of the other options or shorter: " +
      '"listening port 8080"',
    group: WATCHING,
  },
  {
    name: "timeout",
    value: "SECONDS",
    number: "seconds",
    about: "with --until: give up after SECONDS, with exit code 1; default: wait for ever",
    effect: { needs: ["until"], because: "there is nothing to wait for" },
    group: WATCHING,
  },
  {
    name: "changes-only",
    about: "in a pipe: leave out the connections that are there at the start",
    group: WATCHING,
  },
  {
    name: "log",
    about: "add each look to the history as well",
    group: WATCHING,
  },
  {
    name: "db",
    value: "FILE",
    about: "with --log: the history in FILE instead of the one in your data folder",
    effect: { needs: ["log"], because: "only --log uses a history" },
    group: WATCHING,
  },
  {
    name: "reset",
    about: "forget the sort, the filter and the other settings of the screen",
    group: WATCHING,
  },
  {
    name: "format",
    value: "FORMAT",
    choices: ["ndjson", "csv"],
    about: "write changes instead of the screen; default in a pipe, and with --fields: ndjson",
    group: OUTPUT,
  },
  {
    name: "fields",
    value: "LIST",
    optionalValue: true,
    list: true,
    about: "only these fields, in this order; without LIST: list the available fields",
    group: OUTPUT,
  },
  {
    name: "color",
    value: "WHEN",
    choices: ["auto", "always", "never"],
    about: "colour the screen; default: auto, which respects NO_COLOR and FORCE_COLOR",
    group: OUTPUT,
  },
  {
    name: "replay",
    value: "FOLDER",
    about: "show a recording in FOLDER instead of this computer",
    group: INPUT,
  },
] as const satisfies readonly Option[];

/** The options of the command that watches. */
export const WATCH_OPTIONS = [
  ...filtersFor(CONNECTION_FIELDS),
  ...WATCHING_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...PROCESS_OPTIONS,
] as const;
