import { assertEquals } from "@std/assert";
import { signatureInWords } from "../../lib/model/file_signature.ts";

const CASES: readonly (readonly [status: string, signer: string | null, words: string])[] = [
  ["Valid", "Example Ltd", "signed by Example Ltd, valid"],
  ["NotSigned", null, "not signed"],
  [
    "HashMismatch",
    "Example Ltd",
    "signature does not match: the file was changed after Example Ltd signed it",
  ],
  ["HashMismatch", null, "signature does not match: the file was changed"],
  [
    "NotTrusted",
    "Example Ltd",
    "signed by Example Ltd, but Windows does not trust the certificate",
  ],
  ["UnknownError", null, "Windows could not check the signature (UnknownError)"],
  [
    "UnknownError",
    "Example Ltd",
    "signed by Example Ltd, but Windows could not check the signature (UnknownError)",
  ],
  ["NotSupportedFileFormat", null, "not a kind of file that can be signed"],
  ["Incompatible", "Example Ltd", "signed by Example Ltd, in a way that this Windows cannot check"],
];

for (const [status, signer, words] of CASES) {
  Deno.test(`a signature in words: ${status}, ${signer}`, () =>
    assertEquals(signatureInWords({ status, signer }), words));
}
