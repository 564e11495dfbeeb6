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
    const write = objectWriter(fields);
    let isEmpty = true;
    return {
      begin: () => "",
      rows(rows) {
        if (rows.length === 0) return "";
        const before = isEmpty ? "[\n" : ",\n";
        isEmpty = false;
        return before + rows.map(write).join(",\n");
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
    const write = objectWriter(fields);
    return {
      begin: () => "",
      rows: (rows) => rows.map((row) => `${write(row)}\n`).join(""),
      end: () => "",
    };
  },
} as const satisfies Format;

/** Writes the fields of a row as a JSON object. */
function objectWriter(fields: readonly Field[]): (row: ObjectRow) => string {
  const names = fields.map(({ name }) => name);
  const hasJustThese = (row: ObjectRow) => {
    let at = 0;
    for (const name in row) if (name !== names[at++]) return false;
    return at === names.length;
  };
  return (row) =>
    JSON.stringify(
      // Most rows are written whole: then there is nothing to copy.
      hasJustThese(row) ? row : Object.fromEntries(names.map((name) => [name, row[name] ?? null])),
    );
}
