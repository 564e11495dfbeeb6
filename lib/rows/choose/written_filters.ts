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
    const value = given.join(",");
    return [`--${name} ${/[\s"']|^$/.test(value) ? JSON.stringify(value) : value}`];
  }).join(" ");
}
