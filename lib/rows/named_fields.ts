/**
 * Finds fields by the names that people write, for `--fields`, `--sort` and `--count-by`.
 *
 * @module
 */
import type { Field } from "../model/field.ts";
import { nearest, suggest } from "../text/nearest.ts";
import { listInWords } from "../text/wording.ts";

/** Finds a field by its name in any case. */
export function findField(written: string, fields: readonly Field[]): Field | undefined {
  const name = written.toLowerCase();
  return fields.find((field) => field.name.toLowerCase() === name);
}

/**
 * Returns the end of an error message about a name that no field has: `: did you mean process?`, or
 * nothing if none may be meant. A field of one end is also meant by its name without the end: `port`.
 */
export function suggestField(
  written: string,
  fields: readonly Field[],
  { separator = ": " }: { separator?: string } = {},
): string {
  const near = nearest(written, fields.map(({ name }) => name));
  const ofEnds = ["local", "remote"].flatMap((end) => findField(end + written, fields) ?? []);
  const meant = near ?? (listInWords(ofEnds.map(({ name }) => name), "or") || null);
  return suggest(meant, separator);
}
