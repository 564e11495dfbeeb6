/**
 * The table of output formats. To add a format, add a file in this folder and a row here.
 *
 * @module
 */
import { csv } from "./csv.ts";
import type { Format } from "./format.ts";
import { json, ndjson } from "./json.ts";
import { table } from "./table/table.ts";

/** Every output format. The command line options and the docs are derived from it. */
export const FORMATS = [table, json, ndjson, csv] as const satisfies readonly Format[];
