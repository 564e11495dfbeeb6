/**
 * The options that every command has, and the notes below whole groups of options in the help.
 *
 * @module
 */
import type { Option } from "../../model/option.ts";
import { CHOOSING } from "../../rows/choose/filters.ts";
import { ADDING } from "./lookup_options.ts";

const GENERAL = "General";

/** The options of every command. */
export const GENERAL_OPTIONS = [
  { name: "help", short: "h", about: "show this help", group: GENERAL },
  { name: "version", short: "V", about: "show the version", group: GENERAL },
  { name: "verbose", short: "v", about: "say more on standard error", group: GENERAL },
] as const satisfies readonly Option[];

/** Notes that the help prints below a group of options. */
export const GROUP_NOTES: Readonly<Record<string, string>> = {
  [CHOOSING]:
    "A LIST has commas between its values, and several uses add up. A ! in front excludes " +
    "what follows. A GLOB has * for any characters and ? for one.",
  [ADDING]:
    "Without these options nothing is sent anywhere. Each address is asked about once, and answers " +
    "are kept for a while in a cache on this computer.",
};
