/**
 * The values of `--fields`.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Field } from "../../model/field.ts";
import { nearest } from "../../text/nearest.ts";
import type { Options } from "./parsed_options.ts";

/**
 * What `--fields` without a value prints: one line a field, with its kind and meaning.
 *
 * @example
 * ```ts
 * import { listFields } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const fields = [{ name: "pid", kind: "integer", about: "the process ID" }] as const;
 * assertEquals(listFields(fields), "pid  integer  the process ID\n");
 * ```
 */
export function listFields(fields: readonly Field[]): string {
  const nameWidth = Math.max(0, ...fields.map(({ name }) => name.length));
  const kindWidth = Math.max(0, ...fields.map(({ kind }) => kind.length));
  return fields.map(({ name, kind, about }) =>
    `${name.padEnd(nameWidth)}  ${kind.padEnd(kindWidth)}  ${about}\n`
  ).join("");
}

/**
 * The names given with `--fields`, spelt as in the table and each once; null where it was not
 * given. Case does not matter.
 *
 * @throws {UsageError} there is no such field; names the nearest one.
 */
export function readFields(options: Options, fields: readonly Field[]): string[] | null {
  if (!options.has("fields")) return null;
  return [...new Set(options.texts("fields").map((written) => findField(written, fields)))];
}

function findField(written: string, fields: readonly Field[]): string {
  const names = fields.map(({ name }) => name);
  const name = names.find((name) => name.toLowerCase() === written.toLowerCase());
  if (name !== undefined) return name;
  const near = nearest(written, names);
  throw new UsageError(
    `Unknown field ${written}${near === null ? "" : `: did you mean ${near}?`}`,
    { hint: "--fields without a value lists the fields" },
  );
}
