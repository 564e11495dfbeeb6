/**
 * Arbitrary rows of any record type, for property tests.
 *
 * @module
 */
import fc from "fast-check";
import type { Field, FieldKind, FieldValue, ObjectRow } from "../../lib/model/field.ts";

/** Strings that formats stumble over, and any others. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary", minLength: 1 }),
  fc.string({ minLength: 1 }),
  fc.constantFrom(
    " padded ",
    "\t",
    '"',
    'a "quoted" name',
    "a,b;c|d\te",
    "=1+1",
    "#TYPE x",
    "two\r\nlines",
    "\r",
    "\n",
    "日本.exe",
    "\u2028\u2029\u0085",
    "\ufeff",
    "null",
    "-",
    "'",
    "\\u0041",
    "😀",
    "]",
  ),
);

const VALUES: Readonly<Record<FieldKind, fc.Arbitrary<FieldValue>>> = {
  text,
  integer: fc.oneof(fc.nat(65535), fc.integer({ min: 0, max: 2 ** 53 - 1 })),
  decimal: fc.integer({ min: 0, max: 1_000_000 }).map((value) => value / 8),
  boolean: fc.boolean(),
  time: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
    .map((date) => date.toISOString()),
  // `; ` separates the parts in CSV, so no part can hold it, nor begin or end with its half.
  list: fc.array(text.map((part) => part.replace(/; /g, "").replace(/;$|^ /, "x") || "x"), {
    minLength: 1,
    maxLength: 3,
  }),
};

/** Rows with every field of a table; `fixed` replaces what must hold something in particular. */
export function arbitraryRow(
  fields: readonly Field[],
  fixed: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {},
): fc.Arbitrary<ObjectRow> {
  const entries = fields.map(({ name, kind, required }) => {
    const value = fixed[name] ?? (required ? VALUES[kind] : fc.option(VALUES[kind]));
    return [name, value] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

/** Protocols that sockets have. */
export const protocol: fc.Arbitrary<string> = fc.constantFrom("TCP", "UDP");
