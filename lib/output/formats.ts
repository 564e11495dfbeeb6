/**
 * The table of output formats.
 *
 * @module
 */
import { csv } from "./csv.ts";
import type { Format } from "./format.ts";
import { json, ndjson } from "./json.ts";
import { table } from "./table.ts";

/** Every output format. To add one: a file beside this one, and a row here. */
export const FORMATS: readonly Format[] = [table, json, ndjson, csv];
