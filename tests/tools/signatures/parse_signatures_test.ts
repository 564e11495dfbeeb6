import { assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { commonName } from "../../../lib/tools/signatures/common_name.ts";
import { parseSignatures } from "../../../lib/tools/signatures/parse_signatures.ts";
import { signedLine } from "../../support/signature_writer.ts";

Deno.test("signatures: a line for each file, whatever the line end", () => {
  const output =
    "0 Valid 1 67 78 61 97\r\n1 NotSigned 0 \r\n2 HashMismatch 0 67 78 61 252\n3 ! 0 110 111";
  assertEquals(parseSignatures(output), {
    rows: [
      { index: 0, status: "Valid", isOfWindows: true, subject: "CN=a", problem: null },
      { index: 1, status: "NotSigned", isOfWindows: false, subject: null, problem: null },
      { index: 2, status: "HashMismatch", isOfWindows: false, subject: "CN=ü", problem: null },
      { index: 3, status: null, isOfWindows: false, subject: null, problem: "no" },
    ],
    rejected: [],
  });
});

Deno.test("signatures: the output about four files", () => {
  const output = Deno.readTextFileSync(
    `${import.meta.dirname}/../../fixtures/signatures/four-files.txt`,
  );
  const { rows, rejected } = parseSignatures(output);
  assertEquals(rejected, []);
  assertEquals(rows.map(({ status }) => status), ["Valid", "NotSigned", "HashMismatch", null]);
  assertEquals(rows.map(({ subject }) => commonName(subject)), [
    "Example Works",
    null,
    "Größe, Inc.",
    null,
  ]);
});

Deno.test("signatures: what is no answer is rejected with its line", () => {
  const output =
    "Windows PowerShell\n0 Valid 1 65\n1 Valid 2 65\n2 Valid 1 70000\n3 Val\n#< CLIXML";
  const { rows, rejected } = parseSignatures(output);
  assertEquals(rows.map(({ index }) => index), [0]);
  assertEquals(rejected.map(({ line }) => line), [1, 3, 4, 5, 6]);
});

Deno.test("signatures: a text of any characters reads back", () => {
  const text = fc.string({ unit: "binary", maxLength: 80 }).map((value) => value.trim())
    .filter((value) => value !== "");
  fc.assert(fc.property(text, fc.nat(9_999), (subject, index) => {
    const { rows } = parseSignatures(signedLine({ index, status: "NotTrusted", subject }));
    assertEquals(rows, [
      { index, status: "NotTrusted", isOfWindows: false, subject, problem: null },
    ]);
  }));
});

Deno.test("signatures: any output gives rows of sensible values", () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom("\n", "\r\n", " ", "0 ", "Valid ", "! 0 ", "1 65 66", "99999999"),
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => {
    const output = pieces.join("");
    const { rows, rejected } = parseSignatures(output);
    assertEquals(rows.length + rejected.length <= output.split("\n").length, true);
    for (const { index, status, problem } of rows) {
      assertEquals(Number.isSafeInteger(index), true);
      assertEquals((status === null) !== (problem === null), true);
    }
  }));
});
