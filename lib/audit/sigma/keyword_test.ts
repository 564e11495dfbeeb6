/**
 * Makes the test of keywords: values of a Sigma rule without a field, which any field of an event can hold.
 *
 * @module
 */
import { type FieldKey, parseFieldKey } from "./field_key.ts";
import { fieldTest, type RuleReading } from "./field_test.ts";
import { SigmaError } from "./sigma_error.ts";
import { SIGMA_FIELDS } from "./sigma_fields.ts";
import { passesAll, passesOne, type SigmaTest } from "./sigma_test.ts";
import type { YamlEntry } from "./yaml_tree.ts";

/** Whether a key of a selection names no field: empty, or modifiers alone, as in `|all`. */
export function isKeywordKey(name: string): boolean {
  return /^\s*(?:\||$)/.test(name);
}

/**
 * Makes the test of keywords.
 *
 * @param name the key that they stand under: empty, or modifiers alone.
 * @throws {SigmaError} for modifiers that want a field, and for values that make no test.
 */
export function keywordTest(
  name: string,
  { line, value }: YamlEntry,
  reading: RuleReading,
): SigmaTest {
  const key = parseFieldKey(`any${name}`, line);
  if (key.isNegated || (key.comparison !== "text" && key.comparison !== "re")) {
    throw new SigmaError(`${key.modifiers.join("|")} wants a field`, line);
  }
  const modifiers = key.modifiers.filter((modifier) => modifier !== "all");
  if (isWhole(key)) modifiers.push("contains");
  const tests = (value.kind === "list" ? value.items : [value]).map((item) =>
    passesOne(
      SIGMA_FIELDS.map((field) =>
        fieldTest([field.name, ...modifiers].join("|"), { line: item.line, value: item }, reading)
      ),
    )
  );
  return key.isAll ? passesAll(tests) : passesOne(tests);
}

/** Whether values would have to be the whole of a field. */
function isWhole({ comparison, modifiers }: FieldKey): boolean {
  return comparison === "text" &&
    !modifiers.some((modifier) => ["contains", "startswith", "endswith"].includes(modifier));
}
