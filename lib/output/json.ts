/**
 * JSON (one array, an object a line) and NDJSON (an object a line).
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import type { Format } from "./format.ts";

/** JSON, for `ConvertFrom-Json` as a whole. */
export const json = {
  name: "json",
  summary: "one JSON array, for ConvertFrom-Json",
  extensions: ["json"],
  appendable: false,
  isAscii: true,
  open(fields) {
    const objects = objectWriter(fields, ",\n");
    let isEmpty = true;
    return {
      begin: () => "",
      rows(rows) {
        if (rows.length === 0) return "";
        const before = isEmpty ? "[\n" : ",\n";
        isEmpty = false;
        return before + objects(rows);
      },
      end: () => isEmpty ? "[]\n" : "\n]\n",
    };
  },
} as const satisfies Format;

/** NDJSON, one JSON object a line, for streaming. */
export const ndjson = {
  name: "ndjson",
  summary: "one JSON object a line, for streaming",
  extensions: ["ndjson", "jsonl"],
  appendable: true,
  isAscii: true,
  open(fields) {
    const objects = objectWriter(fields, "\n");
    return {
      begin: () => "",
      rows: (rows) => rows.length === 0 ? "" : `${objects(rows)}\n`,
      end: () => "",
    };
  },
} as const satisfies Format;

/** Writes the fields of rows as JSON objects with a separator between them. */
function objectWriter(
  fields: readonly Field[],
  separator: string,
): (rows: readonly ObjectRow[]) => string {
  const names = fields.map(({ name }) => name);
  const hasJustThese = (row: ObjectRow) => {
    let at = 0;
    for (const name in row) if (name !== names[at++]) return false;
    return at === names.length;
  };
  const chosen = (row: ObjectRow) =>
    // Most rows are written whole: then there is nothing to copy.
    hasJustThese(row) ? row : Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  // Where one object ends and the next one begins. No value holds this text: a quote inside it is
  // escaped, and after the one that ends it no name follows.
  const seam = `},{${JSON.stringify(names.slice(0, 1)).slice(1, -1)}`;
  return (rows) =>
    JSON.stringify(rows.map(chosen)).slice(1, -1).replaceAll(seam, `}${separator}${seam.slice(2)}`);
}
