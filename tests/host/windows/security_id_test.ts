// Identifiers by hand: [MS-DTYP] 2.4.2.2, behind the 16 bytes of TOKEN_USER.
import { assertEquals, assertMatch } from "@std/assert";
import fc from "fast-check";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { readTokenUser } from "../../../lib/host/windows/security_id.ts";

function tokenUser(hex: string): Uint8Array {
  const bytes = hex.replaceAll(/\s/g, "").match(/../g)!.map((byte) => parseInt(byte, 16));
  return new Uint8Array([...new Array(16).fill(0xab), ...bytes]);
}

const CASES: readonly (readonly [hex: string, text: string | null])[] = [
  ["01 01 000000000005 12000000", "S-1-5-18"],
  [
    "01 05 000000000005 15000000 a065cf7e 784b9b5f e77c8770 91040000",
    "S-1-5-21-2127521184-1604012920-1887927527-1169",
  ],
  ["01 00 000000000001", "S-1-1"],
  ["01 01 000000000005 ffffffff", "S-1-5-4294967295"],
  ["01 01 010000000000 12000000", "S-1-1099511627776-18"],
  ["02 01 000000000005 12000000", null],
  ["01 02 000000000005 12000000", null],
  ["01 01 0000000000", null],
];

for (const [hex, text] of CASES) {
  Deno.test(`readTokenUser: ${hex}`, () => assertEquals(readTokenUser(tokenUser(hex)), text));
}

Deno.test("readTokenUser takes any bytes", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
    const text = readTokenUser(bytes);
    if (text !== null) assertMatch(text, /^S-1-\d+(?:-\d+)*$/);
  }));
});

Deno.test("userSid tells an account on Windows, and nothing elsewhere", () => {
  const sid = denoHost().userSid();
  if (Deno.build.os === "windows") assertMatch(sid ?? "", /^S-1-5-/);
  else assertEquals(sid, null);
});
