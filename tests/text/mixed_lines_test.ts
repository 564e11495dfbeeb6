import { assert, assertEquals } from "@std/assert";
import { concat } from "@std/bytes/concat";
import * as fc from "fast-check";
import { decodeBytes, utf8Chunks } from "../../lib/text/decode.ts";
import { foreignPage } from "../support/foreign_pages.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const join = (...parts: Uint8Array[]) => concat(parts);
const oem = (page: number | null) => ({ oemCodePage: () => page });
const row = (name: string) => `"${name}","4711","Console","1","8 K"\r\n`;

/** Names in a page, and names that another program wrote in UTF-8. */
const MIXED: readonly [page: number, local: string, foreign: string][] = [
  [866, "Программа учёта.exe", "Größe für Gerät €.exe"],
  [850, "Größenprüfung.exe", "Программа.exe"],
  [850, "Größe.exe", "Größe.exe"],
  [949, "메모장 도우미.exe", "메모장 도우미.exe"],
  [932, "表示ソフト.exe", "表示ソフト.exe"],
  [936, "微信助手.exe", "日本語版.exe"],
  [852, "Łódź zażółć.exe", "Łódź zażółć.exe"],
  [737, "Πρόγραμμα.exe", "Πρόγραμμα.exe"],
];

for (const [page, local, foreign] of MIXED) {
  Deno.test(`rows of page ${page} and of UTF-8 in one listing: ${local}, ${foreign}`, async () => {
    const { encode } = foreignPage(page);
    for (const [locals, foreigns] of [[1, 1], [20, 1], [1, 20], [1, 200]] as const) {
      const ofPage = row(local).repeat(locals);
      const ofUtf8 = row(foreign).repeat(foreigns);
      const bytes = join(encode(ofPage), utf8(ofUtf8));
      assertEquals(await decodeBytes(bytes, oem(page)), ofPage + ofUtf8, `${locals}:${foreigns}`);
      const turned = join(utf8(ofUtf8), encode(ofPage));
      assertEquals(await decodeBytes(turned, oem(page)), ofUtf8 + ofPage, `${foreigns}:${locals}`);
    }
  });
}

Deno.test("a mark or the option say UTF-8: lines that are not are the page's all the same", async () => {
  const { encode } = foreignPage(866);
  const first = row("Größe.exe");
  const second = row("Программа учёта.exe");
  const bytes = join(utf8("\ufeff" + first), encode(second));
  assertEquals(await decodeBytes(bytes, oem(866)), first + second);
  for (const encoding of ["utf-8", "65001"]) {
    assertEquals(await decodeBytes(encode(second), { ...oem(866), encoding }), second);
    assertEquals(
      await decodeBytes(encode(second), { ...oem(65001), encoding }),
      repaired(encode(second)),
    );
  }
});

const repaired = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

Deno.test("a name that is cut within a character keeps the rest of it", async () => {
  // One byte of a character is missing.
  for (const name of ["Größenprü", "Программа", "메모장", "日本語"]) {
    const cut = utf8(name).slice(0, -1);
    const bytes = join(
      utf8(row("Größe für Ärzte.exe").repeat(9)),
      utf8('"'),
      cut,
      utf8('","4711"\r\n'),
    );
    for (const page of [437, 850, 866, 949, null]) {
      assertEquals(await decodeBytes(bytes, oem(page)), repaired(bytes), `${name} in page ${page}`);
    }
  }
});

Deno.test("the page is asked for with the lines that are not UTF-8", async () => {
  const { encode } = foreignPage(850);
  const samples: [string, boolean][] = [];
  const asking = {
    oemCodePage: (sample: Uint8Array, { isAmongUtf8 }: { isAmongUtf8: boolean }) => {
      samples.push([new TextDecoder("latin1").decode(sample), isAmongUtf8]);
      return 850;
    },
  };
  const bytes = join(utf8(row("Größe.exe").repeat(9)), encode(row("für.exe")), utf8("TCP\r\n"));
  await decodeBytes(bytes, asking);
  assertEquals(samples, [[row("f\u0081r.exe"), true]]);
});

Deno.test("no page that is UTF-8's or none is believed of other bytes", async () => {
  const text = row("메모장 도우미.exe");
  for (const page of [65001, 0, null]) {
    assertEquals(await decodeBytes(foreignPage(949).encode(text), oem(page)), text);
    const encoding = "oem";
    assertEquals(
      await decodeBytes(foreignPage(949).encode(text), { ...oem(page), encoding }),
      text,
    );
  }
});

Deno.test("mixed lines of any bytes: nothing throws, line ends survive, chunks change nothing", async () => {
  const pages = [850, 866, 932, 936, 949, 65001, null];
  const piece = fc.oneof(
    fc.uint8Array({ minLength: 1, maxLength: 12 }).filter((bytes) => !bytes.includes(0)),
    fc.string({ unit: "binary", maxLength: 6 }).filter((text) => !text.includes("\0")).map(utf8),
    fc.constantFrom(
      ...MIXED.flatMap((
        [page, local, foreign],
      ) => [foreignPage(page).encode(local), utf8(foreign)]),
    ),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { minLength: 2, maxLength: 12 }),
      fc.constantFrom(...pages),
      fc.record({
        encoding: fc.constantFrom(undefined, "utf-8"),
        size: fc.integer({ min: 1, max: 9 }),
      }),
      async (pieces, page, { encoding, size }) => {
        const bytes = join(utf8("TCP\r\n"), ...pieces.flatMap((part) => [part, utf8("\r\n")]));
        const options = { ...oem(page), encoding };
        const text = await decodeBytes(bytes, options);
        assertEquals(text.split("\n").length, bytes.filter((byte) => byte === 10).length + 1);
        const chunks = Array.from(
          { length: Math.ceil(bytes.length / size) },
          (_, at) => bytes.subarray(at * size, (at + 1) * size),
        );
        const streamed = join(...await Array.fromAsync(utf8Chunks(chunks, options)));
        assertEquals(new TextDecoder("utf-8", { fatal: true }).decode(streamed), text);
      },
    ),
    { numRuns: 600 },
  );
});

Deno.test("a line without an end is read in bounded pieces", async () => {
  const name = "Größe für Gerät, ";
  const line = name.repeat(250_000);
  const parts = [utf8("ä\n"), utf8(line), utf8("\n"), foreignPage(850).encode(line)];
  let largest = 0;
  let text = "";
  const decoder = new TextDecoder();
  for await (const chunk of utf8Chunks(cutIn([...parts], 1 << 16), oem(850))) {
    largest = Math.max(largest, chunk.length);
    text += decoder.decode(chunk, { stream: true });
  }
  assert(parts[1]!.length > 4_000_000);
  assert(largest < 2_000_000, `${largest}`);
  assert(text === `ä\n${line}\n${line}`);
});

function* cutIn(parts: readonly Uint8Array[], size: number): Generator<Uint8Array> {
  for (const part of parts) {
    for (let at = 0; at < part.length; at += size) yield part.subarray(at, at + size);
  }
}
