/**
 * Filters as a person would type them.
 *
 * @module
 */
import { camelCase } from "../../model/option.ts";
import { FILTERS } from "./filters.ts";
import type { SelectionOptions } from "./selection.ts";

/** Writes the filters of a command line: `--listening --port 80,443`; empty if there are none. */
export function writeFilters(options: SelectionOptions): string {
  return FILTERS.flatMap(({ name }) => {
    const given = options[camelCase(name)];
    if (given === true) return [`--${name}`];
    if (!Array.isArray(given) || given.length === 0) return [];
    // What follows a ! in the same list is excluded, too.
    const isSplit = given.some((entry) => String(entry).trim().startsWith("!"));
    const values = isSplit ? given.map(String) : [given.join(",")];
    return values.map((value) => `--${name} ${quoted(value)}`);
  }).join(" ");
}

/** A value as shells take it. A backslash is one: only at the end Windows would take it for a mark. */
function quoted(value: string): string {
  if (!/[\s"']|^$/.test(value)) return value;
  if (!value.includes('"')) return `"${value.replace(/\\+$/, "$&$&")}"`;
  return value.includes("'") ? JSON.stringify(value) : `'${value}'`;
}
