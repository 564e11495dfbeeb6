/**
 * Tests of the rule on names that hide what they are.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { disguisedName } from "../../../../lib/audit/rules/place/disguised_name.ts";
import { judged, testRule } from "../../../support/audited.ts";

const named = (process: string) => ({ process, path: `C:\\Tools\\${process}` });

testRule(disguisedName, {
  bad: [
    "invoice\u202Efdp.exe", // shown as invoiceexe.pdf
    "photo\u2067gpj.scr",
    "sv\u200Bchost.exe",
    "chrome\u00AD.exe",
    "up\u2060date.exe",
    "a\u3164.exe",
    "sample\u0007.exe",
    "chrоme.exe", // Cyrillic о
    "раypal.exe", // Cyrillic р and а
    "Telegrаm.exe",
    "svchost.exe ",
    "lsass.exe.",
  ].map(named).concat(
    { process: "x.exe", path: "C:\\Windows\\System32\\x.exe " },
    { process: "readme.txt:run.exe", path: "C:\\Users\\ann\\readme.txt:run.exe" },
    { process: "x\nsshd", path: "/usr/bin/x\nsshd" },
  ),
  good: [
    "chrome.exe",
    "новости.exe",
    "Prüfdienst.exe",
    "日本.exe",
    "채팅.exe",
    "1С.exe",
    "НТВplus.exe",
    // Persian needs the joiner.
    "می\u200Cخواهم.exe",
    "👩\u200D💻.exe",
    // The rule on imitations speaks of this one.
    "svсhost.exe",
  ].map(named).concat(
    { process: "новости", path: "/home/anna/новости" },
    { process: "a:b", path: "/usr/bin/a:b" },
  ),
  unknown: [["process", { process: null, path: null }]],
});

Deno.test("audit rule disguised-name: shows the sign, and does not print it", () => {
  const reason = judged(disguisedName, [named("invoice\u202Efdp.exe")]).findings[0]!.finding
    .reason!;
  assert(!reason.includes("\u202E"));
  assertEquals(
    reason,
    "The name invoice\\u{202e}fdp.exe holds a sign that turns the letters behind it around",
  );
});
