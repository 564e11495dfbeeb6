/**
 * The options of every command, and the notes on groups of options in the help.
 *
 * @module
 */
import type { Option } from "../../model/option.ts";
import { CHOOSING } from "../../rows/choose/filters.ts";
import { LOOKUP_GROUP } from "./lookup_options.ts";
import { OUTPUT } from "./shape_options.ts";

const GENERAL = "General";

/** The options of every command. */
export const GENERAL_OPTIONS = [
  { name: "help", short: "h", about: "show this help", group: GENERAL },
  { name: "version", short: "V", about: "show the version", group: GENERAL },
  { name: "verbose", short: "v", about: "print details to standard error", group: GENERAL },
] as const satisfies readonly Option[];

/** The notes that the help prints below a group of options. */
export const GROUP_NOTES: Readonly<Record<string, string>> = {
  [CHOOSING]:
    "Values in a LIST are separated by commas; repeated options add up. A leading ! excludes a " +
    "value. In a GLOB, * matches any characters and ? matches one.",
  [OUTPUT]:
    "csv and tables are UTF-8 in a file; in a pipe on Windows they have the console's code page, which " +
    "PowerShell expects. In PowerShell 7.4 and later, > keeps what a pipe gets: use --out there.",
  [LOOKUP_GROUP]:
    "Without these options nothing is sent anywhere. Each address is looked up once, and answers " +
    "are cached on this computer.",
};
