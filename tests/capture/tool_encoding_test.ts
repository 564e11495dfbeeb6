import { assert, assertEquals } from "@std/assert";
import * as fc from "fast-check";
import { toolEncoding } from "../../lib/capture/run_tool.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { decodeBytes } from "../../lib/text/decode.ts";
import { parseNetstat } from "../../lib/tools/netstat/parse_netstat.ts";
import { parseNslookup } from "../../lib/tools/nslookup/parse_nslookup.ts";
import { fakeHost } from "../support/fake_host.ts";
import { FOREIGN_PAGES, foreignPage } from "../support/foreign_pages.ts";

const UTF8 = 65001;

/** A name, what Python makes of it in a page, and that machine's ANSI page. */
const NAMES: readonly [page: number, name: string, hex: string, ansi: number][] = [
  [866, "Программа учёта.exe", "8fe0aea3e0a0acaca020e3e7f1e2a02e657865", 1251],
  [
    850,
    "Größenprüfung für Gerät.exe",
    "477294e1656e70728166756e67206681722047657284742e657865",
    1252,
  ],
  [437, "Gérant été.exe", "478272616e74208274822e657865", 1252],
  [949, "메모장 도우미.exe", "b8deb8f0c0e520b5b5bfecb9cc2e657865", 949],
  [932, "表示ソフト.exe", "955c8ea6835c837483672e657865", 932],
  [936, "微信助手.exe", "cea2d0c5d6facad62e657865", 936],
  [950, "記事本助理.exe", "b04fa8c6a5bba755b27a2e657865", 950],
  [852, "Łódź zażółć.exe", "9da264ab207a61bea288862e657865", 1250],
  [857, "İşlem günlüğü.exe", "989f6c656d2067816e6c81a7812e657865", 1254],
  [737, "Πρόγραμμα.exe", "8fa8e69aa898a3a3982e657865", 1253],
  [862, "תוכנית עזר.exe", "9a858b90899a209286982e657865", 1255],
  [720, "برنامج المساعدة.exe", "a0a9eb9feaa4209fe9eaab9fe3a7a12e657865", 1256],
  [874, "โปรแกรม.exe", "e2bbc3e1a1c3c12e657865", 874],
];

/** A machine with these pages, whose chcp says what its console has. */
function machine(
  { console, oem, ansi }: { console: number | null; oem: number | null; ansi: number | null },
): Host {
  return fakeHost({
    os: "windows",
    consoleCodePage: () => console,
    oemCodePage: () => oem,
    ansiCodePage: () => ansi,
    run: (tool) =>
      tool === "chcp" && console
        ? Promise.resolve({
          stdout: new TextEncoder().encode(`Active code page: ${console}\r\n`),
          stderr: new Uint8Array(),
          code: 0,
        })
        : Promise.reject(new HostError("timedOut", "No answer")),
  });
}

const row = (hex: string) =>
  new Uint8Array([
    ...new TextEncoder().encode('"System","4","Services","0","148 K"\r\n"'),
    ...Uint8Array.fromHex(hex),
    ...new TextEncoder().encode('","4711","Console","1","8 K"\r\n'),
  ]);
const listing = (name: string) =>
  `"System","4","Services","0","148 K"\r\n"${name}","4711","Console","1","8 K"\r\n`;

for (const [page, name, hex, ansi] of NAMES) {
  Deno.test(`a console of UTF-8 and a tool that prints page ${page}: the name is right`, async () => {
    for (const console of [UTF8, page, 0, null]) {
      const host = machine({ console, oem: page, ansi });
      const text = await decodeBytes(row(hex), toolEncoding(host));
      assertEquals(text, listing(name), `console ${console}`);
    }
    const utf8 = new TextEncoder().encode(listing(name));
    const host = machine({ console: UTF8, oem: page, ansi });
    assertEquals(await decodeBytes(utf8, toolEncoding(host)), listing(name));
  });
}

Deno.test("with UTF-8 as the system's page too, a short name is guessed by what its letters do", async () => {
  const host = machine({ console: UTF8, oem: UTF8, ansi: UTF8 });
  // Größe.exe in page 850, Программа.exe in page 1251.
  for (
    const [hex, name] of [["477294e1652e657865", "Größe.exe"], [
      "cff0eee3f0e0ecece02e657865",
      "Программа.exe",
    ]] as const
  ) {
    assertEquals(await decodeBytes(row(hex), toolEncoding(host)), listing(name));
  }
});

Deno.test("pages that are known by another name, and those that no text has, are told apart", async () => {
  const pages: readonly (readonly [page: number, hex: string, name: string])[] = [
    [54936, "cea2d0c52e657865", "微信.exe"],
    [54936, "953284362e657865", "𠀔.exe"],
    [20866, "f0d2cfc7d2c1cdcdc12e657865", "Программа.exe"],
    [20127, "4772e1e22e657865", "GrßÔ.exe"],
    [37, "50726f6475876fc66f2e657865", "Produçoão.exe"],
  ];
  for (const [console, hex, name] of pages) {
    const host = machine({ console, oem: 850, ansi: 1252 });
    assertEquals(await decodeBytes(row(hex), toolEncoding(host)), listing(name), `page ${console}`);
  }
});

Deno.test("a short name that is UTF-8 by chance is read in the console's page", async () => {
  const names: readonly (readonly [page: number, hex: string, name: string])[] = [
    [866, "e1aeaa2e657865", "сок.exe"],
    [936, "c2a12e657865", "隆.exe"],
    [936, "c3a9cca82e657865", "茅台.exe"],
    [949, "c2a12e657865", "징.exe"],
  ];
  for (const [page, hex, name] of names) {
    for (const console of [page, 0]) {
      const host = machine({ console, oem: page, ansi: page });
      assertEquals(await decodeBytes(row(hex), toolEncoding(host)), listing(name), `page ${page}`);
    }
  }
  // What is a word in UTF-8 is one, and so is all that a console of UTF-8 shows.
  const utf8 = ["é.exe", "Café.exe", "Größe.exe", "€.exe", "Я.exe", "微信.exe", "日.exe"];
  for (const name of utf8) {
    for (const page of [437, 850, 866, 932, UTF8]) {
      const host = machine({ console: page, oem: page, ansi: 1252 });
      const bytes = new TextEncoder().encode(listing(name));
      if (name === "é.exe" && page === 932) continue;
      assertEquals(await decodeBytes(bytes, toolEncoding(host)), listing(name), `page ${page}`);
    }
  }
});

Deno.test("with UTF-8 as the system's page too, bytes that are not UTF-8 are guessed", async () => {
  const host = machine({ console: UTF8, oem: UTF8, ansi: UTF8 });
  for (const [page, name, hex] of NAMES.filter(([page]) => [850, 866, 949].includes(page))) {
    assertEquals(await decodeBytes(row(hex), toolEncoding(host)), listing(name), `page ${page}`);
  }
});

Deno.test("a tool that prints the system's other page is read in that", async () => {
  // In Python: name.encode("cp1251"), .encode("cp1252").
  const printed: [string, string, number, number][] = [
    ["Программа учёта.exe", "cff0eee3f0e0ecece020f3f7b8f2e02e657865", 866, 1251],
    ["Größe für Gerät.exe", "4772f6df652066fc7220476572e4742e657865", 850, 1252],
  ];
  for (const [name, hex, oem, ansi] of printed) {
    for (const console of [UTF8, oem, 0]) {
      const host = machine({ console, oem, ansi });
      const text = await decodeBytes(row(hex), toolEncoding(host));
      assertEquals(text, listing(name), `${ansi} in console ${console}`);
    }
  }
});

Deno.test("a frame in a window's title is none of the system's other page's letters", async () => {
  const text = '"a.exe","4","Console","1","8 K","Running","x","0:00:01","Log ─ today"\r\n';
  // In Python: "─".encode("cp850") is c4, which is Ä in page 1252.
  const bytes = Uint8Array.from(
    text,
    (character) => character === "─" ? 0xc4 : character.charCodeAt(0),
  );
  const host = machine({ console: UTF8, oem: 850, ansi: 1252 });
  assertEquals(await decodeBytes(bytes, toolEncoding(host)), text);
});

Deno.test("netstat and nslookup in a console of UTF-8: states and labels are right", async () => {
  const german = foreignPage(850).encode(
    "  TCP    0.0.0.0:135    0.0.0.0:0    ABHÖREN    1052\r\n",
  );
  const encoding = toolEncoding(machine({ console: UTF8, oem: 850, ansi: 1252 }));
  const { rows: [socket] } = parseNetstat(await decodeBytes(german, encoding));
  assertEquals([socket?.state, socket?.pid], ["LISTENING", 1052]);
  const russian =
    "Сервер:  dns.example\r\nAddress:  192.0.2.53\r\n\r\nИмя:     host.example\r\nAddress:  192.0.2.7\r\n";
  for (const page of [866, 1251]) {
    const bytes = foreignPage(page).encode(russian);
    const read = toolEncoding(machine({ console: UTF8, oem: 866, ansi: 1251 }));
    const text = await decodeBytes(bytes, read);
    assertEquals(text, russian, `page ${page}`);
    assert(parseNslookup(text).exchanges.length > 0);
  }
});

for (const page of FOREIGN_PAGES) {
  Deno.test(`any names of page ${page} come back in a console of UTF-8`, async () => {
    const { letters, encode } = foreignPage(page);
    const name = fc.array(fc.constantFrom(...letters, "a", "Z", " ", "-"), {
      minLength: 6,
      maxLength: 20,
    }).map((characters) => characters.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { minLength: 3, maxLength: 8 }), async (names) => {
        const text = names.map((name) => `"${name}","4711","Console","1","8 K"\r\n`).join("");
        const bytes = encode(text);
        // A name that is valid UTF-8 by chance is read as that.
        fc.pre(!names.some((name) => isUtf8(encode(name))));
        const host = machine({ console: UTF8, oem: page, ansi: null });
        assertEquals(await decodeBytes(bytes, toolEncoding(host)), text);
      }),
      { numRuns: 60 },
    );
  });
}

function isUtf8(bytes: Uint8Array): boolean {
  if (bytes.every((byte) => byte < 0x80)) return false;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes) !== "";
  } catch {
    return false;
  }
}
