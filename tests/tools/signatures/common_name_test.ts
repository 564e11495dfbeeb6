import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { commonName } from "../../../lib/tools/signatures/common_name.ts";

const CASES: readonly (readonly [subject: string | null, name: string | null])[] = [
  [null, null],
  ["", null],
  ["CN=Example Ltd, O=Example Ltd, L=Berlin, C=DE", "Example Ltd"],
  ['CN="Example, Inc.", O="Example, Inc.", S=Texas, C=US', "Example, Inc."],
  ['CN="Jane ""Doc"" Doe", O=x', 'Jane "Doc" Doe'],
  ['CN="a=b; c", O=x', "a=b; c"],
  // Several values in one part, and their order.
  ["OID.2.5.4.15=Private + CN=Example GmbH, C=DE", "Example GmbH"],
  ["SERIALNUMBER=HRB 1, C=DE, O=Example AG, CN=Beispiel AG", "Beispiel AG"],
  ["CN=leaf, CN=folder, DC=corp, DC=example", "leaf"],
  // As RFC 4514 writes it.
  ["CN=Example\\, Inc.,O=x", "Example, Inc."],
  // A backslash by itself is none of it.
  ["CN=corp\\signer, O=x", "corp\\signer"],
  ['CN="ends in \\", O=Other', "ends in \\"],
  ["cn = Spaced Out , o=x", "Spaced Out"],
  // Without a name the organisation stands for it, then all of it.
  ["O=Example Works, C=DE", "Example Works"],
  ['CN="", O=Example Works', "Example Works"],
  ["E=a@example.com, C=DE", "E=a@example.com, C=DE"],
  ["no subject at all", "no subject at all"],
  ["CN=Größe 株式会社, C=JP", "Größe 株式会社"],
  // One name in another: the first attribute is not the quoted text.
  ['O="x, CN=Microsoft Windows", CN=Evil', "Evil"],
  ['CN="unclosed, O=x', 'CN="unclosed, O=x'],
];

for (const [subject, name] of CASES) {
  Deno.test(`common name of ${subject}`, () => assertEquals(commonName(subject), name));
}

Deno.test("common name: what is written in quotes reads back", () => {
  const text = fc.string({ minLength: 1, maxLength: 60 })
    .map((value) => value.trim()).filter((value) => value !== "");
  fc.assert(fc.property(text, text, (name, other) => {
    const quoted = (value: string) => `"${value.replaceAll('"', '""')}"`;
    assertEquals(commonName(`O=${quoted(other)}, CN=${quoted(name)}, C=DE`), name);
  }));
});

Deno.test("common name: any text gives a name of sensible length, in no time", () => {
  const pieces = fc.constantFrom(
    '"',
    '""',
    "\\",
    ",",
    "+",
    "=",
    "CN=",
    " ",
    "\r\n",
    "a",
    "😀",
    "O",
  );
  fc.assert(fc.property(fc.array(pieces, { maxLength: 60 }), (parts) => {
    const name = commonName(parts.join(""));
    assertEquals(name === null || (name.length > 0 && name.length <= 256), true);
  }));
  for (
    const long of ['CN="' + '""'.repeat(100_000), "CN=" + "\\,".repeat(100_000), "x=".repeat(1e5)]
  ) {
    commonName(long);
  }
});
