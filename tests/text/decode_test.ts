import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import * as fc from "fast-check";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import { decodeBytes, decodeToUtf8, utf8Chunks } from "../../lib/text/decode.ts";
import { assertQuick } from "../support/timing.ts";

const PAGES = [437, 850, 852, 857, 864, 866, 932, 936, 949, 950, 65001, 12345];
const oem = (page: number | null) => ({ oemCodePage: () => page });
const bytes = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, little: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), little);
  return new Uint8Array(view.buffer);
};
const ROW = "  TCP    192.0.2.1:139          0.0.0.0:0              ABHÖREN         4\r\n";

Deno.test("ASCII and UTF-8 are passed on as they are, without a copy", async () => {
  // The second text is longer than the window that decides the encoding.
  for (const text of ["plain\r\n".repeat(1000), ROW.repeat(20_000)]) {
    const chunk = bytes(text);
    const chunks = await Array.fromAsync(utf8Chunks([chunk], oem(850)));
    assert(chunks.every(({ buffer }) => buffer === chunk.buffer));
    assertEquals(await decodeBytes(chunk, oem(850)), text);
  }
  const chunk = bytes("plain\r\n".repeat(1000));
  assertStrictEquals((await decodeToUtf8(chunk, oem(null))).buffer, chunk.buffer);
  assertEquals(await decodeBytes(new Uint8Array(), oem(null)), "");
});

Deno.test("a source may reuse the memory of a chunk for the next one", async () => {
  const text = "plain\r\n" + ROW.repeat(50);
  for (const page of [850, 932]) {
    const encoded = (await encodeCodePage(page))(text);
    const expected = await decodeBytes(encoded, oem(page));
    for (const size of [1, 7, 100, 1500]) {
      let decoded = "";
      const decoder = new TextDecoder();
      for await (const chunk of utf8Chunks(reusing(encoded, size), oem(page))) {
        decoded += decoder.decode(chunk, { stream: true });
      }
      assertEquals(decoded, expected);
    }
  }
});

/** Yields bytes in chunks that share the same memory. */
function* reusing(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  const memory = new Uint8Array(size);
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size);
    memory.fill(0).set(part);
    yield memory.subarray(0, part.length);
  }
}

Deno.test("a byte order mark overrides the option", async () => {
  const encoding = "cp850";
  const utf8 = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes(ROW)]);
  assertEquals(await decodeBytes(utf8, { ...oem(850), encoding }), ROW);
  for (const little of [true, false]) {
    const marked = utf16("\ufeff" + ROW, little);
    assertEquals(await decodeBytes(marked, { ...oem(850), encoding }), ROW);
  }
});

Deno.test("byte order marks between joined files are removed", async () => {
  const file = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes(ROW)]);
  assertEquals(await decodeBytes(new Uint8Array([...file, ...file]), oem(850)), ROW + ROW);
  const plain = new Uint8Array([...bytes("TCP\r\n"), 0xef, 0xbb, 0xbf, ...bytes("UDP")]);
  assertEquals(await decodeBytes(plain, oem(850)), "TCP\r\nUDP");
});

Deno.test("UTF-16 without a mark is detected by its NULs", async () => {
  for (const text of [ROW, '"Имя","4","Служба","0","8 КБ"\r\n', "プロトコル  1.2.3.4:5\r\n"]) {
    for (const little of [true, false]) {
      assertEquals(await decodeBytes(utf16(text, little), oem(437)), text);
    }
  }
});

Deno.test("UTF-32 is read, with a mark and without, however it is cut", async () => {
  const utf32 = (text: string, little: boolean) => {
    const points = Array.from(text, (character) => character.codePointAt(0)!);
    const view = new DataView(new ArrayBuffer(points.length * 4));
    points.forEach((point, at) => view.setUint32(at * 4, point, little));
    return new Uint8Array(view.buffer);
  };
  for (const text of [ROW, '[\n{"process":"日本😀.exe"}\n]\n', "TCP 1\r\n".repeat(500)]) {
    for (const little of [true, false]) {
      for (const mark of ["", "\ufeff"]) {
        const wide = utf32(mark + text, little);
        assertEquals(await decodeBytes(wide, oem(437)), text);
        let streamed = "";
        const decoder = new TextDecoder();
        for await (const chunk of utf8Chunks(reusing(wide, 7), oem(437))) {
          streamed += decoder.decode(chunk, { stream: true });
        }
        assertEquals(streamed, text);
        // Joined files have a mark each.
        assertEquals(await decodeBytes(new Uint8Array([...wide, ...wide]), oem(437)), text + text);
      }
      const options = { ...oem(1), encoding: little ? "utf-32" : "UTF-32BE" };
      assertEquals(await decodeBytes(utf32("Ö1", little), options), "Ö1");
    }
  }
  assertEquals(await decodeBytes(new Uint8Array(400), oem(437)), "\0".repeat(400));
});

Deno.test("UTF-8 with light damage is UTF-8, a few accents are not", async () => {
  const damaged = bytes(ROW.repeat(20));
  damaged[damaged.lastIndexOf(0x96)] = 0x41;
  const text = await decodeBytes(damaged, oem(850));
  assertEquals(text.match(/ABHÖREN/g)?.length, 19);
  assertEquals(text.match(/ABH\ufffdAREN/g)?.length, 1);
  const page850 = (await encodeCodePage(850))(ROW);
  assertEquals(page850[page850.indexOf(0x48) + 1], 0x99, "Ö in page 850");
  assertEquals(await decodeBytes(page850, oem(850)), ROW);
});

Deno.test("the OEM page is queried only where it matters", async () => {
  const never = {
    oemCodePage: () => {
      throw new Error("asked");
    },
  };
  assertEquals(await decodeBytes(bytes(ROW), never), ROW);
  assertEquals(await decodeBytes(bytes("plain"), never), "plain");
  assertEquals(
    await decodeBytes(new Uint8Array([0x99]), { oemCodePage: () => Promise.resolve(850) }),
    "Ö",
  );
});

Deno.test("the option sets the encoding; `oem` is the OEM page", async () => {
  const utf8AsPage850 = await decodeBytes(bytes("Ö"), { ...oem(437), encoding: "cp850" });
  assertEquals(utf8AsPage850, "├û");
  assertEquals(await decodeBytes(bytes("Ö"), { ...oem(850), encoding: "oem" }), "├û");
  assertEquals(await decodeBytes(utf16("Ö1", true), { ...oem(1), encoding: "utf-16le" }), "Ö1");
  assertEquals(
    await decodeBytes(new Uint8Array([0xd6]), { ...oem(1), encoding: "utf-8" }),
    "\ufffd",
  );
  assertEquals(await decodeBytes(new Uint8Array([0xe9]), { ...oem(1), encoding: "cp1252" }), "é");
});

Deno.test("a damaged double-byte character swallows no line break, space or digit", async () => {
  for (const page of [932, 936, 949, 950]) {
    for (const follower of ["\r\n", "\n", " ", "0", "9", ".", ":", ",", '"', "\t"]) {
      const damaged = new Uint8Array([0x41, 0x83, ...bytes(`${follower}TCP`)]);
      const text = await decodeBytes(damaged, oem(page));
      assert(text.endsWith(`${follower}TCP`), `${page} ${JSON.stringify(text)}`);
    }
  }
});

Deno.test("Cyrillic sizes and accounts, as tasklist prints them on page 866", async () => {
  const row = '"System","4","Services","0","1\u00a0700 КБ","NT AUTHORITY\\СИСТЕМА"\r\n';
  const encoded = (await encodeCodePage(866))(row);
  assert(encoded.includes(0xff), "the no-break space");
  assertEquals(await decodeBytes(encoded, oem(866)), row);
});

Deno.test("with no page known, the page is guessed from the text", async () => {
  const titles: [number, string][] = [
    [
      850,
      "Verbindungen: für Ämter größer ABHÖREN SCHLIESSEN_WARTEN\r\nDirección remota, Protección",
    ],
    [
      866,
      "Активные подключения\r\n  Имя    Локальный адрес        Внешний адрес          Состояние",
    ],
    [
      932,
      "アクティブな接続\r\n  プロトコル  ローカル アドレス          外部アドレス           状態",
    ],
    [
      936,
      "活动连接\r\n  协议  本地地址          外部地址        状态           映像名称 会话名 内存使用",
    ],
    [
      949,
      "활성 연결\r\n  프로토콜  로컬 주소              외부 주소              상태  이미지 이름 세션",
    ],
    [
      950,
      "使用中連線\r\n  協定   本機位址               外部位址               狀態  映像名稱 工作階段",
    ],
  ];
  for (const [page, text] of titles) {
    assertEquals(await decodeBytes((await encodeCodePage(page))(text), oem(null)), text, `${page}`);
  }
});

Deno.test("any bytes decode, and every page keeps their line breaks", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(null, ...PAGES), async (
      any,
      page,
    ) => {
      const lines = new Uint8Array([...bytes("TCP 1\r\n"), ...any, ...bytes("\r\nUDP 2\r\n")]);
      if (looksLikeUtf16(lines)) return;
      const text = await decodeBytes(lines, oem(page));
      assert(text.startsWith("TCP 1\r\n") && text.endsWith("\r\nUDP 2\r\n"), JSON.stringify(text));
      assertEquals(text.split("\n").length, lines.filter((byte) => byte === 10).length + 1);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("the text does not depend on the chunks of a stream", async () => {
  const piece = fc.oneof(
    fc.uint8Array({ maxLength: 8 }),
    fc.string({ unit: "binary", maxLength: 8 }).map(bytes),
    fc.constantFrom(bytes(ROW), new Uint8Array([0xef, 0xbb, 0xbf]), new Uint8Array([0xff, 0xfe])),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(piece, { maxLength: 20 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      fc.constantFrom(null, ...PAGES),
      async (pieces, cuts, page) => {
        const whole = new Uint8Array(pieces.flatMap((part) => [...part]));
        const ends = [...cuts.sort((left, right) => left - right), whole.length];
        const chunks = ends.map((end, at) => whole.subarray(ends[at - 1] ?? 0, end));
        const text = await decodeBytes(whole, oem(page));
        const streamed = await Array.fromAsync(utf8Chunks(chunks, oem(page)));
        const flat = new Uint8Array(streamed.flatMap((part) => [...part]));
        assertEquals(new TextDecoder("utf-8", { fatal: true }).decode(flat), text);
      },
    ),
    { numRuns: 1500 },
  );
});

Deno.test("a reader that stops early stops the source", async () => {
  let stopped = false;
  async function* source() {
    try {
      while (true) yield await Promise.resolve(bytes(ROW.repeat(100)));
    } finally {
      stopped = true;
    }
  }
  for await (const chunk of utf8Chunks(source(), oem(850))) {
    assert(chunk.length > 0);
    break;
  }
  assert(stopped);
});

Deno.test("eight megabytes of ASCII take under 50 ms", async () => {
  const chunk = bytes(
    "  TCP    192.0.2.1:139     0.0.0.0:0       LISTENING     4\r\n".repeat(4_000),
  );
  const chunks = Array.from({ length: 34 }, () => chunk);
  await assertQuick(50, async () => {
    let total = 0;
    for await (const { length } of utf8Chunks(chunks, oem(850))) total += length;
    assertEquals(total, chunk.length * chunks.length);
  });
});

function looksLikeUtf16(all: Uint8Array): boolean {
  return all.filter((byte) => byte === 0).length * 8 > all.length || all[0]! > 0x7f;
}
