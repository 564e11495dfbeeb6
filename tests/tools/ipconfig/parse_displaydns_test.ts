import { assert, assertEquals } from "@std/assert";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { decode } from "iconv-lite";
import {
  looksLikeDisplayDns,
  parseDisplayDns,
} from "../../../lib/tools/ipconfig/parse_displaydns.ts";
import { kindOf } from "../../../lib/capture/saved/saved_kind.ts";
import { TOOLS } from "../../../lib/tools/tools.ts";
import { namesIn } from "../../support/folders.ts";
import {
  type CacheBlock,
  type CacheForm,
  type CacheLanguage,
  ENGLISH,
  writeDisplayDns,
} from "../../support/displaydns_writer.ts";
import { assertQuick } from "../../support/timing.ts";

const RULER = "-".repeat(40);

/** The lines of one record in English. */
function record(name: string, type: number, data: string): string {
  return `    Record Name . . . . . : ${name}\r\n` +
    `    Record Type . . . . . : ${type}\r\n` +
    `    Time To Live  . . . . : 60\r\n` +
    `    Data Length . . . . . : 4\r\n` +
    `    Section . . . . . . . : Answer\r\n` +
    `    A (Host) Record . . . : ${data}\r\n\r\n\r\n`;
}
const block = (asked: string, ...parts: readonly string[]) =>
  `    ${asked}\r\n    ${RULER}\r\n${parts.join("")}`;
const HEADING = "\r\nWindows IP Configuration\r\n\r\n";

const reasons = (text: string) =>
  parseDisplayDns(text).rejected.map(({ line, reason }) => [line, reason]);
const told = (text: string) =>
  parseDisplayDns(text).rows.map(({ asked, name, type, data }) => [asked, name, type, data]);

const CAPTURES = new URL("../../../../shared/captures/other/", import.meta.url);
const captures = (namesIn(CAPTURES) ?? []).filter((name) => /^displaydns\..*\.txt$/.test(name));
if (captures.length === 0) {
  Deno.test.ignore("captures of ipconfig /displaydns: ../shared is missing", () => {});
}
for (const name of captures) {
  Deno.test(`the capture ${name} is read as its JSON says`, () => {
    const text = Deno.readTextFileSync(new URL(name, CAPTURES));
    const json = new URL(name.replace(/\.txt$/, ".json"), CAPTURES);
    const { records, negative } = JSON.parse(Deno.readTextFileSync(json));
    const found = parseDisplayDns(text);
    assertEquals(found.rows, records);
    assertEquals(found.negative, negative);
    assertEquals(found.rejected, []);
    assert(looksLikeDisplayDns(text));
  });
}

const FIXTURES = new URL("../../fixtures/ipconfig/", import.meta.url);
const fixtures = namesIn(FIXTURES)!.filter((name) => name.endsWith(".txt"));
assert(fixtures.length > 0);
for (const name of fixtures) {
  Deno.test(`the fixture ${name} is read as its JSON says`, () => {
    const bytes = Deno.readFileSync(new URL(name, FIXTURES));
    const text = decode(Buffer.from(bytes), /\.(cp\d+)\./.exec(name)?.[1] ?? "utf-8");
    const { records, negative } = JSON.parse(
      Deno.readTextFileSync(new URL(name.replace(/\.txt$/, ".json"), FIXTURES)),
    );
    const found = parseDisplayDns(text);
    assertEquals([found.rows, found.negative, found.rejected], [records, negative, []]);
    assert(looksLikeDisplayDns(text));
  });
}

Deno.test("after a CNAME the records of the next name belong to the name that was asked for", () => {
  const text = HEADING + block(
    "www.example",
    record("www.example", 5, "edge.example"),
    record("edge.example", 1, "192.0.2.1"),
    record("edge.example", 1, "192.0.2.2"),
  );
  assertEquals(told(text), [
    ["www.example", "www.example", 5, "edge.example"],
    ["www.example", "edge.example", 1, "192.0.2.1"],
    ["www.example", "edge.example", 1, "192.0.2.2"],
  ]);
});

Deno.test("negative answers are told with their type, in any language, and are no records", () => {
  const answers = {
    "No records of type AAAA": 28,
    "Keine Einträge vom Typ AAAA": 28,
    "没有 AAAA 类型的记录": 28,
    "没有AAAA类型的记录": 28,
    "Aucun enregistrement de type A": 1,
    "A の種類のレコードはありません": 1,
    "Нет записей типа SRV": 33,
    "No records of type 65": 65,
    "Name does not exist.": null,
    "Der Name ist nicht vorhanden.": null,
    "A név nem létezik.": null,
    "このレコードはありません": null,
    "Record data for type HTTPS could not be displayed.": 65,
  };
  for (const [answer, type] of Object.entries(answers)) {
    const text = HEADING + block("www.example", `    ${answer}\r\n\r\n\r\n`);
    const { rows, negative, rejected } = parseDisplayDns(text);
    assertEquals([rows, negative, rejected], [[], [{ asked: "www.example", type }], []], answer);
  }
});

Deno.test("an A that begins a sentence is a type where another sentence has a type in its place", () => {
  const answers = ["A türünde kayıt yok", "AAAA türünde kayıt yok", "A név nem létezik."];
  const blocks = answers.map((answer) => block("www.example", `    ${answer}\r\n\r\n\r\n`));
  assertEquals(parseDisplayDns(HEADING + blocks.join("")).negative.map(({ type }) => type), [
    1,
    28,
    null,
  ]);
});

Deno.test("a listing that was quoted in a mail or copied out of a log is read", () => {
  const text = HEADING + block("www.example", record("www.example", 1, "192.0.2.1")) +
    block("www.example", "    No records of type AAAA\r\n\r\n\r\n");
  for (const before of ["> ", ">", "> > ", "12:", "2026-11-25T10:00:00Z ", "[10:00:01] "]) {
    const quoted = text.split("\r\n").map((line) => `${before}${line}`.trimEnd()).join("\r\n");
    assert(looksLikeDisplayDns(quoted), before);
    assertEquals(told(quoted), [["www.example", "www.example", 1, "192.0.2.1"]], before);
    assertEquals(parseDisplayDns(quoted).negative, [{ asked: "www.example", type: 28 }], before);
    assertEquals(reasons(quoted), [], before);
  }
});

Deno.test("the longest name is whole where a console has wrapped it over several lines", () => {
  const name = `${"a".repeat(61)}.`.repeat(4) + "b".repeat(5);
  assertEquals(name.length, 253);
  const text = HEADING + block(name, record(name, 5, `x${name.slice(1)}`)) +
    block("after.example", record("after.example", 1, "192.0.2.9"));
  for (const width of [72, 80, 120]) {
    const lines = text.split("\r\n").flatMap((line) =>
      line.match(new RegExp(`.{1,${width}}`, "g")) ?? [""]
    );
    assertEquals(told(lines.join("\r\n")), [
      [name, name, 5, `x${name.slice(1)}`],
      ["after.example", "after.example", 1, "192.0.2.9"],
    ]);
    assertEquals(reasons(lines.join("\r\n")), []);
  }
});

Deno.test("a label in a report above the listing does not make its title a fault", () => {
  const text = `Saved by anna: 2026-11-25\r\n${HEADING}` +
    block("www.example", record("www.example", 1, "192.0.2.1"));
  assertEquals(told(text), [["www.example", "www.example", 1, "192.0.2.1"]]);
  assertEquals(reasons(text), []);
});

Deno.test("data of several lines is one text, and may hold a colon", () => {
  const more = (...lines: string[]) => lines.map((line) => `${" ".repeat(28)}${line}\r\n`).join("");
  const start = (type: number, data: string) =>
    record("x.example", type, data).replace(/(?:\r\n){3}$/, "\r\n");
  const text = HEADING +
    block("_sip._tcp.example", start(33, "sip.example"), more("0", "100", "5060"), "\r\n\r\n") +
    block("example", start(15, "mx.example"), more("10", "0"), "\r\n\r\n") +
    block("txt.example", start(16, "v=spf1 include: a"), more("note: b"), "\r\n\r\n") +
    block("after.example", record("after.example", 1, "192.0.2.9"));
  assertEquals(told(text), [
    ["_sip._tcp.example", "x.example", 33, "sip.example 0 100 5060"],
    ["example", "x.example", 15, "mx.example 10 0"],
    ["txt.example", "x.example", 16, "v=spf1 include: a note: b"],
    ["after.example", "after.example", 1, "192.0.2.9"],
  ]);
  assertEquals(reasons(text), []);
});

Deno.test("lines that older Windows lacks are not missed", () => {
  const lines = [
    "Record Name . . . . . : a.example.",
    "Record Type . . . . . : 1",
    "Time To Live  . . . . : 31527955",
    "Data Length . . . . . : 4",
    "A (Host) Record . . . :",
    "                        192.0.2.5",
  ];
  const listing = (wanted: readonly string[]) =>
    `Windows 2000 IP Configuration\r\n\r\n         a.example.\r\n         ${"-".repeat(54)}\r\n` +
    wanted.map((line) => `           ${line}\r\n`).join("") + "\r\n\r\n";
  assertEquals(parseDisplayDns(listing(lines)).rows, [
    { asked: "a.example", name: "a.example", type: 1, ttl: 31527955, data: "192.0.2.5" },
  ]);
  const [name, type, ttl, , label, data] = lines as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  assertEquals(told(listing([name, type, ttl, label, data])), [
    ["a.example", "a.example", 1, "192.0.2.5"],
  ]);
  assertEquals(parseDisplayDns(listing([name, type, label, data])).rows, [
    { asked: "a.example", name: "a.example", type: 1, ttl: null, data: "192.0.2.5" },
  ]);
});

Deno.test("a record that is damaged is rejected with its line, and the others are read", () => {
  const good = block("good.example", record("good.example", 1, "192.0.2.1"));
  const damaged: readonly (readonly [text: string, line: number, reason: string])[] = [
    [record("bad.example", 1, "192.0.2"), 6, "a record without its IPv4 address"],
    [record("bad.example", 28, "192.0.2.1"), 6, "a record without its IPv6 address"],
    [record("bad.example", 0, "192.0.2.1"), 6, "a record without the number of its type"],
    [record("bad.example", 70000, "192.0.2.1"), 6, "a record without the number of its type"],
    [record("", 1, "192.0.2.1"), 6, "a record without a name"],
    [record("bad.example", 5, ""), 6, "a record without its data: the output ends before it"],
    [
      record("bad.example", 12, "x.example").replace(/.*x\.example\r\n/, ""),
      6,
      "a record without its data: the output ends before it",
    ],
    ["", 4, "a name without records"],
  ];
  for (const [text, line, reason] of damaged) {
    const listing = HEADING + block("bad.example", text) + good;
    assertEquals(told(listing), [["good.example", "good.example", 1, "192.0.2.1"]], reason);
    assertEquals(reasons(listing), [[line, reason]]);
  }
});

Deno.test("nothing is made up where the output is cut, wherever that is", () => {
  const whole = HEADING +
    block("a.example", record("a.example", 5, "b.example"), record("b.example", 1, "192.0.2.44")) +
    block("a.example", "    No records of type AAAA\r\n\r\n\r\n") +
    block("c.example", record("c.example", 12, "d"));
  const { rows, negative } = parseDisplayDns(whole);
  assertEquals([rows.length, negative.length], [3, 1]);
  for (let end = 0; end < whole.length; end++) {
    const cut = parseDisplayDns(whole.slice(0, end));
    assertEquals(cut.rows, rows.slice(0, cut.rows.length), `cut at ${end}`);
    assertEquals(cut.negative, negative.slice(0, cut.negative.length), `cut at ${end}`);
  }
  for (let start = 1; start < whole.length; start++) {
    for (const row of parseDisplayDns(whole.slice(start)).rows) {
      const isThere = rows.some((known) =>
        known.name.endsWith(row.name) && known.data === row.data
      );
      assert(isThere && whole.includes(row.asked), `${JSON.stringify(row)} from ${start}`);
    }
  }
});

Deno.test("a record whose name asked for is above the beginning is rejected", () => {
  const text = record("edge.example", 1, "192.0.2.1") +
    block("a.example", record("a.example", 1, "192.0.2.2"));
  assertEquals(told(text), [["a.example", "a.example", 1, "192.0.2.2"]]);
  assertEquals(reasons(text), [
    [1, "the name that was asked for is missing: the beginning is cut off"],
  ]);
});

Deno.test("without the lines of names, records are of the name that leads to them", () => {
  // ipconfig /displaydns | findstr ":"
  const text = [
    record("www.example", 5, "edge.example"),
    record("edge.example", 1, "192.0.2.1"),
    record("other.example", 1, "192.0.2.2"),
  ].join("").replaceAll("\r\n\r\n\r\n", "\r\n");
  assertEquals(told(text), [
    ["www.example", "www.example", 5, "edge.example"],
    ["www.example", "edge.example", 1, "192.0.2.1"],
    ["other.example", "other.example", 1, "192.0.2.2"],
  ]);
});

Deno.test("blank lines that are filtered out or doubled change nothing", () => {
  const text = HEADING +
    block("a.example", record("a.example", 5, "b.example"), record("b.example", 1, "192.0.2.44")) +
    block("n.example", "    Name does not exist.\r\n\r\n\r\n") +
    block("c.example", record("c.example", 28, "2001:db8::"), record("c.example", 1, "192.0.2.4"));
  const expected = parseDisplayDns(text);
  assertEquals([expected.rows.length, expected.negative.length], [4, 1]);
  for (
    const form of [
      text.replaceAll(/(?:\r\n)+/g, "\r\n"),
      text.replaceAll("\r\n", "\r\n\r\n"),
      text.replaceAll("\r\n", "\r\r\n"),
      text.replaceAll("\r\n", "\n"),
      text.replaceAll("\r\n", "\r"),
      text.replaceAll(/^ +/gm, ""),
      text.replaceAll(/$/gm, "   "),
      `\ufeff${text}`,
      `C:\\Users\\ann>ipconfig /displaydns\r\n${text}\r\nC:\\Users\\ann>`,
    ]
  ) {
    const { rows, negative, rejected } = parseDisplayDns(form);
    assertEquals([rows, negative, rejected], [expected.rows, expected.negative, []], form);
  }
});

Deno.test("long names that a console has wrapped are whole again", () => {
  const long = `${"a".repeat(60)}.${"b".repeat(30)}.example`;
  const wrap = (line: string) => `${line.slice(0, 80)}\r\n${line.slice(80)}`;
  const text = HEADING + `${wrap(`    ${long}`)}\r\n    ${RULER}\r\n` +
    record(long, 5, long).split("\r\n").map((line) => line.length > 80 ? wrap(line) : line)
      .join("\r\n");
  assertEquals(told(text), [[long, long, 5, long]]);
  assertEquals(reasons(text), []);
  const narrow = `    a.example\r\n    ${"-".repeat(36)}\r\n----\r\n${
    record("a.example", 1, "192.0.2.1")
  }`;
  assertEquals(told(narrow), [["a.example", "a.example", 1, "192.0.2.1"]]);
  assertEquals(reasons(narrow), []);
});

Deno.test("an empty cache and a refusal are messages, in any language", () => {
  for (
    const message of [
      "Could not display the DNS Resolver Cache.",
      "Der DNS-Auflösungscache konnte nicht angezeigt werden.",
      "无法显示 DNS 解析缓存。",
      "Impossible d'afficher le cache de résolution DNS : échec de la fonction.",
    ]
  ) {
    const { rows, negative, rejected, messages } = parseDisplayDns(`${HEADING}${message}\r\n`);
    assertEquals([rows, negative, rejected], [[], [], []]);
    assertEquals(messages.at(-1), message);
  }
  assertEquals(parseDisplayDns(HEADING).messages, ["Windows IP Configuration"]);
  assertEquals(parseDisplayDns("").messages, []);
});

Deno.test("text that is no part of a block is rejected, and ipconfig /all makes no record", () => {
  const after = HEADING + block("a.example", record("a.example", 1, "192.0.2.1")) +
    "something else\r\n";
  assertEquals(reasons(after), [[14, "neither part of a record nor a name above a ruler"]]);
  const all = "\r\nWindows IP Configuration\r\n\r\n" +
    "   Host Name . . . . . . . . . . . . : PC\r\n" +
    "   Primary Dns Suffix  . . . . . . . : \r\n" +
    "   Node Type . . . . . . . . . . . . : Hybrid\r\n" +
    "   IPv4 Address. . . . . . . . . . . : 192.0.2.7(Preferred)\r\n";
  assertEquals(parseDisplayDns(all).rows, []);
  assert(!looksLikeDisplayDns(all));
  assertEquals(told(all + after), [["a.example", "a.example", 1, "192.0.2.1"]]);
});

/** Letters of scripts of Windows' languages, and what damage leaves of them. */
const SCRIPTS = [
  "abcdefghijklmnopqrstuvwxyzäöüßéèçñãåø",
  "абвгдежзийклмнопрстуф",
  "αβγδεζηθικλμ",
  "אבגדהוזחטי",
  "ابتثجحخدذر",
  "กขคงจฉชซ",
  "日本語記録名種類有効期間",
  "한국어레코드이름",
  "记录名称类型生存时间",
  "ǥ┬░▒╣║╗╝?\ufffd",
];

const word = fc.constantFrom(...SCRIPTS).chain((letters) =>
  fc.array(fc.constantFrom(...letters), { minLength: 1, maxLength: 12 }).map((all) => all.join(""))
);
const words = fc.array(word, { minLength: 1, maxLength: 3 }).map((all) => all.join(" "));
const label = fc.tuple(fc.constantFrom("", "A (", "(", "CNAME-"), words, fc.constantFrom("", ")"))
  .map((parts) => parts.join(""));

const language: fc.Arbitrary<CacheLanguage> = fc.record({
  title: words,
  labels: fc.tuple(label, label, label, label, label, label),
  section: words,
  none: words.map((text) => `${text} TYPE ${text}`),
  leader: fc.constantFrom(
    " . . . : ",
    ". . . . : ",
    "\u00a0. . .\u00a0: ",
    " : ",
    "\u00a0: ",
    ": ",
    " . . .：",
    "：",
    "\u2007.\u2007. : ",
  ),
  mark: fc.constantFrom("", "", "\u200f", "\u200e"),
});

const host = fc.array(
  fc.stringMatching(/^[a-z0-9_]([a-z0-9-]{0,10}[a-z0-9])?$/),
  { minLength: 1, maxLength: 5 },
).map((labels) => `${labels.join(".")}.example`);
const ipv4 = fc.ipV4();
const cacheRecord = (name: string) =>
  fc.oneof(
    ipv4.map((data) => ({ name, type: 1, data: [data] })),
    fc.constantFrom("2001:db8::7", "fe80::1", "::ffff:192.0.2.1", "2001:db8::")
      .map((data) => ({ name, type: 28, data: [data] })),
    host.map((data) => ({ name, type: 5, data: [data] })),
    host.map((data) => ({ name, type: 12, data: [data] })),
    host.map((data) => ({ name, type: 33, data: [data, "0", "100", "389"] })),
    fc.constantFrom("12345", "v=spf1 -all", "a: b").map((data) => ({
      name,
      type: 16,
      data: [data],
    })),
  ).chain((record) => fc.nat(604_800).map((ttl) => ({ ...record, ttl })));
const cacheBlock: fc.Arbitrary<CacheBlock> = host.chain((asked) =>
  fc.oneof(
    { weight: 3, arbitrary: fc.array(host.chain(cacheRecord), { minLength: 1, maxLength: 4 }) },
    fc.constant([]),
  ).chain((records) =>
    fc.constantFrom("AAAA", "SRV", "HTTPS").map((negative) =>
      records.length > 0 ? { asked, records } : { asked, records, negative }
    )
  )
);
const form: fc.Arbitrary<Required<CacheForm>> = fc.record({
  language,
  lineEnd: fc.constantFrom("\r\n", "\n", "\r\r\n"),
  indent: fc.constantFrom(4, 9, 2),
  hasSections: fc.boolean(),
  isDataBelow: fc.boolean(),
});

const NUMBERS: Readonly<Record<string, number>> = { AAAA: 28, SRV: 33, HTTPS: 65 };

Deno.test("every label can be in any language: the records stay the same", () => {
  fc.assert(
    fc.property(fc.array(cacheBlock, { maxLength: 6 }), form, (blocks, form) => {
      const text = writeDisplayDns(blocks, form);
      const { rows, negative, rejected } = parseDisplayDns(text);
      assertEquals(
        rows,
        blocks.flatMap(({ asked, records }) =>
          records.map(({ name, type, ttl, data }) => ({
            asked,
            name,
            type,
            ttl,
            data: data.join(" "),
          }))
        ),
      );
      assertEquals(
        negative,
        blocks.flatMap(({ asked, negative }) =>
          negative === undefined ? [] : [{ asked, type: NUMBERS[negative]! }]
        ),
      );
      assertEquals(rejected, []);
      assertEquals(looksLikeDisplayDns(text), blocks.length > 0);
    }),
    { numRuns: 400 },
  );
});

Deno.test("a listing in any language is taken for no other tool's", () => {
  fc.assert(
    fc.property(fc.array(cacheBlock, { minLength: 1, maxLength: 4 }), form, (blocks, form) => {
      const kind = kindOf(writeDisplayDns(blocks, form), ["netstat", "tasklist", "json", "csv"]);
      assert(!["netstat", "tasklist", "json", "csv"].includes(kind), kind);
    }),
    { numRuns: 200 },
  );
});

Deno.test("no text throws, and rejected lines stand in it", () => {
  const seed = writeDisplayDns([
    { asked: "a.example", records: [{ name: "a.example", type: 1, ttl: 1, data: ["192.0.2.1"] }] },
  ], { language: ENGLISH });
  const piece = fc.oneof(
    fc.constantFrom(...seed.split(/(?<=\n)/), `${RULER}\r\n`, ": ", "：", "\r", "\n"),
    fc.string(),
  );
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
    const text = pieces.join("");
    const lines = text.split(/\r*\n|\r+/);
    const { rows, rejected } = parseDisplayDns(text);
    for (const { line } of rejected) assert(line >= 1 && line <= lines.length);
    const bare = text.replaceAll(/\s/g, "");
    for (const { asked, name, data } of rows) {
      for (const part of [asked, name, data ?? ""]) {
        assert(bare.includes(part.replaceAll(/\s/g, "")), part);
      }
    }
  }));
});

Deno.test("time grows with the text, not faster", async () => {
  const hostile = [
    `${". ".repeat(200_000)}: 1\r\n`,
    `${RULER}\r\n`.repeat(20_000),
    `    a\r\n    ${RULER}\r\n`.repeat(20_000),
    `x : 1\r\n`.repeat(100_000),
    `    y . . :${" ".repeat(300_000)}z\r\n`,
    `    ${"-".repeat(400_000)}x\r\n`,
  ];
  for (const text of hostile) {
    await assertQuick(1500, () => {
      parseDisplayDns(text);
      looksLikeDisplayDns(text);
    });
  }
});

Deno.test("ipconfig is in the table of tools, with a check that sends nothing", () => {
  const tool = TOOLS.find(({ name }) => name === "ipconfig")!;
  assertEquals(tool.program, "ipconfig.exe");
  assertEquals(tool.checks.map(({ arguments: args }) => args), [{ windows: ["/?"] }]);
});
