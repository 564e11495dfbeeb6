import { assertEquals } from "@std/assert";
import { parseChcp } from "../../lib/tools/chcp.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("chcp's page is the last number, whatever the words and their bytes", () => {
  assertEquals(parseChcp(bytes("Active code page: 437\r\n")), 437);
  assertEquals(parseChcp(bytes("Aktive Codepage: 850.\r\n")), 850);
  assertEquals(
    parseChcp(new Uint8Array([0x92, 0xa5, 0xaa, 0xff, 0x3a, ...bytes(" 866\r\n")])),
    866,
  );
  for (const text of ["", "no number", "99999999999", "0"]) {
    assertEquals(parseChcp(bytes(text)), null, text);
  }
});
