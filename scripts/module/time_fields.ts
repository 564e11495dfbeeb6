/**
 * Which fields of each record are times, for the PowerShell module, which makes local dates of them.
 *
 * @module
 */
import type { Field } from "../../lib/model/field.ts";

/** The data file of the module: the names of the fields that are times, by type of record. */
export function timeFieldsFile(tables: Readonly<Record<string, readonly Field[]>>): string {
  const lines = Object.entries(tables).map(([type, fields]) => {
    const times = fields.filter(({ kind }) => kind === "time").map(({ name }) => `'${name}'`);
    return `    '${type}' = @(${times.join(", ")})`;
  });
  return [
    "# The fields that are times, by type of record. Written by `deno task docs`.",
    "@{",
    ...lines,
    "}",
    "",
  ].join("\n");
}
