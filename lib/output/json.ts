/**
 * JSON (an array with one object per line) and NDJSON (one object per line).
 *
 * @module
 */
import type { Field, ObjectRow } from "../model/field.ts";
import type { Format, RowWriter } from "./format.ts";

/** A format that has no options. */
interface JsonFormat<Name extends string> extends Format {
  readonly name: Name;
  open(fields: readonly Field[]): RowWriter;
}

/** JSON, one array for `ConvertFrom-Json`. */
export const json: JsonFormat<"json"> = {
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
};

/** NDJSON, one JSON object per line, for streaming. */
export const ndjson: JsonFormat<"ndjson"> = {
  name: "ndjson",
  summary: "one JSON object per line, for streaming",
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
};

/** Formats the fields of rows as JSON objects with a separator between them. */
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
    // Most rows have exactly these fields and need no copy.
    hasJustThese(row) ? row : Object.fromEntries(names.map((name) => [name, row[name] ?? null]));
  // The text between two objects. It cannot occur elsewhere: quotes inside a value are escaped, and no
  // field name follows the quote that ends a value.
  const seam = `},{${JSON.stringify(names.slice(0, 1)).slice(1, -1)}`;
  return (rows) =>
    JSON.stringify(rows.map(chosen)).slice(1, -1).replaceAll(seam, `}${separator}${seam.slice(2)}`);
}
