import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import iconv from "iconv-lite";
import {
  decodeCodePage,
  encodeCodePage,
  ENCODING_NAMES,
  normalizeEncodingName,
} from "../../lib/text/code_pages.ts";

const PAGES = ENCODING_NAMES.filter((name) => name.startsWith("cp")).map((name) =>
  Number(name.slice(2))
);
const decode = async (page: number, bytes: Uint8Array) => {
  const decoder = await decodeCodePage(page);
  return decoder.write(bytes) + decoder.end();
};

Deno.test("ASCII is ASCII on every page, both ways", async () => {
  const ascii = String.fromCharCode(...Array.from({ length: 128 }, (_, code) => code));
  const bytes = new TextEncoder().encode(ascii);
  assert(PAGES.length > 30);
  for (const page of [...PAGES, 65001, 99999]) {
    assertEquals(await decode(page, bytes), ascii, `page ${page}`);
    assertEquals([...(await encodeCodePage(page))(ascii)], [...bytes], `page ${page}`);
  }
});

Deno.test("bytes from the published tables", async () => {
  const known: [number, number[], string][] = [
    [437, [0x99, 0xe1], "Öß"],
    [850, [0x99, 0xb8], "Ö©"],
    [852, [0x9f], "č"],
    [857, [0x98], "İ"],
    [866, [0x8a, 0x81, 0xff], "КБ\u00a0"],
    [932, [0x83, 0x5c, 0xb1], "ソｱ"],
    [936, [0xd6, 0xd0], "中"],
    [949, [0xc7, 0xd1], "한"],
    [950, [0xa4, 0xa4], "中"],
    [1252, [0x80, 0xe9], "€é"],
    [20866, [0xf0], "П"],
    [51949, [0xc7, 0xd1], "한"],
    [54936, [0xd6, 0xd0, 0x95, 0x32, 0x84, 0x36], "中𠀔"],
  ];
  for (const [page, bytes, text] of known) {
    assertEquals(await decode(page, new Uint8Array(bytes)), text, `page ${page}`);
    assertEquals([...(await encodeCodePage(page))(text)], bytes, `page ${page}`);
  }
});

Deno.test("single-byte pages are recoded directly, to the same text", async () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const page of PAGES) {
    const { toUtf8 } = await decodeCodePage(page);
    assertEquals(toUtf8 === undefined, [932, 936, 949, 950].includes(page), `page ${page}`);
    if (toUtf8) assertEquals(new TextDecoder().decode(toUtf8(all)), await decode(page, all));
  }
});

Deno.test("characters that a page lacks are escaped, never replaced by a question mark", async () => {
  const encode = await encodeCodePage(437);
  const text = new TextDecoder().decode(encode("a?中😀"));
  assertEquals(text, "a?\\u4e2d\\ud83d\\ude00");
  // ASCII, and a page that nobody knows: bytes of any other page would be other letters there.
  for (const page of [20127, 99999]) {
    assertEquals(new TextDecoder().decode((await encodeCodePage(page))("aé")), "a\\u00e9");
  }
});

Deno.test("encoded text decodes to the same text", async () => {
  for (const page of PAGES) {
    const encode = await encodeCodePage(page);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const escaped = await decode(page, encode(text));
        assertEquals(unescaped(escaped), unescaped(text));
      }),
      { numRuns: 50 },
    );
  }
});

Deno.test("an encoding has many names", () => {
  for (const name of ["850", "cp850", "CP-850", "ibm850", "IBM_850"]) {
    assertEquals(normalizeEncodingName(name), "cp850", name);
  }
  assertEquals(normalizeEncodingName("windows-1252"), "cp1252");
  assertEquals(normalizeEncodingName("Latin1"), "cp1252");
  assertEquals(normalizeEncodingName("Shift_JIS"), "cp932");
  assertEquals(normalizeEncodingName("UTF16LE"), "utf-16le");
  assertEquals(normalizeEncodingName("65001"), "utf-8");
  assertEquals(normalizeEncodingName("cp54936"), "gb18030");
  assertEquals(normalizeEncodingName("20866"), "koi8-r");
  assertEquals(normalizeEncodingName("20127"), "utf-8");
  assertEquals(normalizeEncodingName("OEM"), "oem");
  for (const name of ["", "cp", "cp1", "utf-9", "toString", "cp037", "ebcdic", "__proto__"]) {
    assertEquals(normalizeEncodingName(name), null, name);
  }
});

Deno.test("every suggested name is known and has a decoder", () => {
  for (const name of ENCODING_NAMES) {
    const canonical = normalizeEncodingName(name);
    assert(canonical !== null, name);
    assert(canonical === "oem" || iconv.encodingExists(canonical), name);
  }
});

function unescaped(text: string): string {
  return text.replace(
    /\\u([0-9a-f]{4})/g,
    (_, code) => String.fromCharCode(Number.parseInt(code, 16)),
  );
}
