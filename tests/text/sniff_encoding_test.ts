import { assertEquals } from "@std/assert";
import { unmarkedUnicode } from "../../lib/text/sniff_encoding.ts";

const encoder = new TextEncoder();

Deno.test("UTF-16 behind single bytes, as after >> of Windows PowerShell, is not UTF-16 alone", () => {
  const utf16 = (text: string) =>
    Uint8Array.from([...text].flatMap((letter) => [letter.charCodeAt(0), 0]));
  const row = "  UDP    0.0.0.0:123            *:*    1100\r\n";
  assertEquals(unmarkedUnicode(utf16(row)), "utf-16le");
  assertEquals(unmarkedUnicode(Uint8Array.from([...encoder.encode(row), ...utf16(row)])), null);
});
