import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { fitsXml, readXmlTexts, writeXml } from "../../lib/text/xml_text.ts";

Deno.test("writeXml escapes what has a meaning, and indents", () => {
  assertEquals(
    writeXml(["Task", [["Name", 'a<b> & "c"\td'], null, ["Empty", ""], ["In", [["X", "ü日"]]]], {
      version: '1"2',
    }]),
    '<Task version="1&quot;2">\r\n' +
      "  <Name>a&lt;b&gt; &amp; &quot;c&quot;&#9;d</Name>\r\n" +
      "  <Empty></Empty>\r\n" +
      "  <In>\r\n    <X>ü日</X>\r\n  </In>\r\n" +
      "</Task>\r\n",
  );
});

Deno.test("readXmlTexts reads elements in order, with entities, prefixes and comments", () => {
  const text = `\ufeff<?xml version="1.0" encoding="UTF-16"?>
    <!-- <No>way</No> --><t:Task version="1.2" xmlns:t="urn:x"><A> one &amp; two&#65;&#x42;&lt;
    </A><B/><C><D>&unknown; &quot;</D></C></t:Task>`;
  assertEquals(readXmlTexts(text), [
    { path: ["Task"], text: "" },
    { path: ["Task", "A"], text: "one & twoAB<" },
    { path: ["Task", "B"], text: "" },
    { path: ["Task", "C"], text: "" },
    { path: ["Task", "C", "D"], text: '&unknown; "' },
  ]);
});

Deno.test("readXmlTexts survives damage", () => {
  assertEquals(readXmlTexts("<A><B>1</C>2<D>3</A><E>4"), [
    { path: ["A"], text: "" },
    { path: ["A", "B"], text: "1" },
    { path: ["A", "B", "D"], text: "3" },
    { path: ["E"], text: "4" },
  ]);
  for (const text of ["", "<", "<!--", "<a", "a<b", "<></>", "</a>", "&#99999999;<a>&#x110000;"]) {
    readXmlTexts(text);
  }
});

Deno.test("what is written reads back", () => {
  const text = fc.string({ unit: "grapheme" }).map((text) => text.trim()).filter(fitsXml);
  fc.assert(fc.property(fc.array(text), (texts) => {
    const document = writeXml(["Root", texts.map((text) => ["Text", text])]);
    assertEquals(readXmlTexts(document).slice(1).map(({ text }) => text), texts);
  }));
});

Deno.test("fitsXml refuses what no document can hold, and what would not come back", () => {
  for (const text of ["a\0", "\x1b[31m", "a\nb", "a\rb", "\ud800", "\ufffe"]) {
    assert(!fitsXml(text), JSON.stringify(text));
  }
  for (const text of ["", "a\tb", "😀", "ü", "<&>"]) assert(fitsXml(text), text);
});

Deno.test("readXmlTexts takes linear time", () => {
  const started = performance.now();
  for (const part of ["<a>", "<!--", "<a></b>", "&#1", "<", "</a>"]) {
    readXmlTexts(part.repeat(200_000));
  }
  assert(performance.now() - started < 8000);
});
