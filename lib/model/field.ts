/**
 * Tables of fields define all records. The name of a field is at once the TypeScript property, the
 * JSON key, the CSV header, the `--fields` value and the PowerShell property.
 *
 * @module
 */

/** The kind of a field. `list` is a list of strings; `time` is ISO 8601 in UTC with `Z`. */
export type FieldKind = "text" | "integer" | "decimal" | "boolean" | "time" | "list";

/** One field of a record. */
export interface Field {
  /** Its name: camelCase, unique ignoring case within a record. */
  readonly name: string;
  /** The kind of its values. */
  readonly kind: FieldKind;
  /** One line for `--fields` and `docs/fields.md`. */
  readonly about: string;
  /** Whether it is never null. */
  readonly required?: true;
  /** Its values from the least to the greatest, where they sort so. @default they sort as text */
  readonly order?: readonly string[];
}

/** A value of a field. */
export type FieldValue = string | number | boolean | readonly string[] | null;

type ValueOfKind<Kind extends FieldKind> = Kind extends "text" | "time" ? string
  : Kind extends "integer" | "decimal" ? number
  : Kind extends "boolean" ? boolean
  : readonly string[];

type ValueOf<F extends Field> = F extends { required: true } ? ValueOfKind<F["kind"]>
  : ValueOfKind<F["kind"]> | null;

/** The record type that a table of fields defines. */
export type RecordOf<Fields extends readonly Field[]> = {
  -readonly [F in Fields[number] as F["name"]]: ValueOf<F>;
};

/** A row: a record as a plain object. */
export type ObjectRow = Readonly<Record<string, FieldValue>>;

/** Separates the values of a list in formats without lists: CSV and tables. */
export const LIST_SEPARATOR = "; ";

/** The type of the fields of a table that have a name. */
export type FieldNamed<Fields extends readonly Field[], Name extends string> = Extract<
  Fields[number],
  { name: Name }
>;

/** Takes fields from a table by their names, in the order of the names. */
export function fieldsNamed<F extends Field, const Name extends F["name"]>(
  fields: readonly F[],
  names: readonly Name[],
): Extract<F, { name: Name }>[] {
  return names.map((name) =>
    fields.find((field): field is Extract<F, { name: Name }> => field.name === name)!
  );
}

/** Makes a record with every field of a table null. */
export function emptyRecord<Fields extends readonly Field[]>(
  fields: Fields,
): { [F in Fields[number] as F["name"]]: null } {
  return Object.fromEntries(fields.map(({ name }) => [name, null])) as never;
}

/** Whether two lists have the same items in the same order. */
export function sameItems<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, index) => item === other[index]);
}
