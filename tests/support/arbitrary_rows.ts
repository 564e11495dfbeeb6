/**
 * Arbitrary rows of any record type, for property tests.
 *
 * @module
 */
import fc from "fast-check";
import type { Field, FieldKind, FieldValue, ObjectRow } from "../../lib/model/field.ts";

/** Strings that formats stumble over, and any others. */
export const text: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string(),
  fc.constantFrom(
    "",
    " padded ",
    "\t",
    '"',
    'a "quoted" name',
    "a,b;c|d\te",
    "=1+1",
    '=HYPERLINK("x";"y"),',
    "'=1+1",
    "''-1,\"",
    "@SUM(1)",
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
  list: fc.array(fc.oneof(text, fc.constantFrom(";", "a; b", "a;", " b", ";; ")), { maxLength: 3 }),
};

/** Integers that have a limit of their own. */
const LIMITED: Readonly<Record<string, fc.Arbitrary<number>>> = {
  localPort: fc.nat(65_535),
  remotePort: fc.nat(65_535),
  port: fc.nat(65_535),
  pid: fc.nat(0xffffffff),
  remoteAsn: fc.nat(0xffffffff),
};

/** Rows with every field of a table; `fixed` replaces what must hold something in particular. */
export function arbitraryRow(
  fields: readonly Field[],
  fixed: Readonly<Record<string, fc.Arbitrary<FieldValue>>> = {},
): fc.Arbitrary<ObjectRow> {
  const entries = fields.map(({ name, kind, required }) => {
    const any = LIMITED[name] ?? VALUES[kind];
    const value = fixed[name] ?? (required ? any : fc.option(any));
    return [name, value] as const;
  });
  return fc.record(Object.fromEntries(entries));
}

/** Protocols that sockets have. */
export const protocol: fc.Arbitrary<string> = fc.constantFrom("TCP", "UDP");
