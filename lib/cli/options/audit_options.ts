/**
 * The options of the command that judges.
 *
 * @module
 */
import { FINDING_FIELDS, SEVERITIES } from "../../model/finding.ts";
import type { Option } from "../../model/option.ts";
import { COUNT_OPTIONS, filtersFor, ORDER_OPTIONS } from "../../rows/choose/filters.ts";
import {
  CACHE_OPTIONS,
  DATABASE_OPTIONS,
  OWNER_OPTIONS,
  RESOLVE_OPTIONS,
  SERVER_OPTIONS,
  SIGNATURES_OPTION,
} from "./lookup_options.ts";
import { DETAILS_OPTION, FAST_OPTION, PROCESS_READING_OPTIONS } from "./reading_options.ts";
import { SARIF_SHAPE_OPTIONS } from "./shape_options.ts";

const JUDGING = "Judging";

/** By what to judge, and what to do with it. */
const JUDGING_OPTIONS = [
  {
    name: "rule",
    value: "GLOB",
    list: true,
    repeatable: true,
    about: "judge by these rules alone, as GLOBs",
    group: JUDGING,
  },
  {
    name: "ignore",
    value: "GLOB",
    list: true,
    repeatable: true,
    about: "leave these rules out, as GLOBs",
    group: JUDGING,
  },
  {
    name: "min-severity",
    value: "SEVERITY",
    choices: SEVERITIES,
    about: "only findings that matter at least so much",
    group: JUDGING,
  },
  {
    name: "fail-on",
    value: "SEVERITY",
    choices: SEVERITIES,
    about: "end with exit code 1 if a finding, after the filters, matters at least so much",
    group: JUDGING,
  },
  {
    name: "sigma",
    value: "PATH",
    repeatable: true,
    about: "judge also by the Sigma rules in a file or a folder (category network_connection)",
    group: JUDGING,
  },
  {
    name: "blocklist",
    value: "FILE",
    repeatable: true,
    about: "judge also by the addresses, blocks and names in FILE, one a line: no connection is " +
      "wanted there",
    group: JUDGING,
  },
  {
    name: "baseline",
    value: "FILE",
    about:
      "leave out what was there already: in a snapshot, in saved output, or a day ago in the " +
      "history (the word history, or its .db file)",
    group: JUDGING,
  },
  {
    name: "history",
    about: "judge also by what netwho log has kept: what is new, what comes by the clock",
    group: JUDGING,
  },
  {
    name: "db",
    value: "FILE",
    about: "the history in FILE instead of the one in your data folder",
    effect: { needs: ["history", "baseline"], because: "no history is read" },
    group: JUDGING,
  },
  { ...SIGNATURES_OPTION, group: JUDGING },
  {
    name: "config",
    value: "FILE",
    about: "the settings in FILE instead of those in netwho.json in your config folder or beside " +
      "the executable: what is allowed and why, and how much rules matter",
    group: JUDGING,
  },
  {
    name: "config-schema",
    about: "print the JSON Schema of netwho.json, by which editors complete and check it",
    group: JUDGING,
  },
  {
    name: "explain",
    about: "tell of every connection why it is a finding, is normal, or could not be judged",
    group: JUDGING,
  },
  {
    name: "list-rules",
    about: "list the rules instead of judging",
    group: JUDGING,
  },
] as const satisfies readonly Option[];

/** The options of `netwho audit`. */
export const AUDIT_OPTIONS = [
  ...JUDGING_OPTIONS,
  ...filtersFor(FINDING_FIELDS),
  ...COUNT_OPTIONS,
  ...ORDER_OPTIONS,
  ...SARIF_SHAPE_OPTIONS,
  ...RESOLVE_OPTIONS,
  ...OWNER_OPTIONS,
  ...DATABASE_OPTIONS,
  ...SERVER_OPTIONS,
  ...CACHE_OPTIONS,
  ...PROCESS_READING_OPTIONS,
  FAST_OPTION,
  DETAILS_OPTION,
] as const;
