/**
 * Tests of the rule on names that imitate those of system programs.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { lookAlikeName } from "../../../../lib/audit/rules/place/look_alike_name.ts";
import { judged, testRule } from "../../../support/audited.ts";

const named = (process: string) => ({ process, path: `C:\\Program Files\\X\\${process}` });

testRule(lookAlikeName, {
  bad: [
    "scvhost.exe", // swapped
    "svch0st.exe", // a digit
    "svhost.exe", // one missing
    "svcchost.exe", // doubled
    "svchosts.exe",
    "svchost32.exe",
    "lssas.exe",
    "1sass.exe",
    "Isass.exe", // a capital i
    "csrs.exe",
    "expl0rer.exe",
    "exp1orer.exe",
    "explorerr.exe",
    "rundl132.exe",
    "rundll64.exe",
    "regsrv32.exe",
    "vvinlogon.exe",
    "winlogin.exe",
    "taskrngr.exe",
    "5ervlces.exe",
    "svchost .exe", // a space before the ending
    "svchost.exe.exe",
    "svchost.scr",
    "lsass.com",
    "svсhost.exe", // Cyrillic с
    "ехрlorer.exe", // Cyrillic е, х and р
    "ТASKMGR.EXE", // Cyrillic Т
    "lsαss.exe", // Greek α
    "ｌｓａｓｓ.exe", // full width
    "ѕmѕѕ.exe", // short names too, where no letter is another
    "svchöst.exe",
  ].map(named),
  good: [
    "svchost.exe",
    "wshost.exe",
    "service.exe",
    "explore.exe",
    "iexplore.exe",
    "iExplorer.exe",
    "xplorer.exe",
    "Explorer++.exe",
    "services.exe",
    "bdservicehost.exe",
    "sass.exe",
    "glass.exe",
    "taskhost.exe",
    "taskhostw.exe",
    "taskhostex.exe",
    "wscript.exe",
    "escript.exe",
    "Rscript.exe",
    "uihost.exe",
    "smsss.exe", // short names are near to many
    "chrome.exe",
    "powershell_ise.exe",
    "новости.exe",
    "日本.exe",
  ].map(named).concat(
    { process: "scvhost", path: "/usr/bin/scvhost" },
  ),
  unknown: [["process", { process: null, path: null }]],
});

testRule(lookAlikeName, {
  severity: "low",
  bad: [{ process: "svchosts.exe", file: { signature: { status: "Valid", signer: "Sample" } } }],
  good: [{ process: "sample.exe" }],
});

Deno.test("audit rule look-alike-name: says of what, and by what it differs", () => {
  const reasonOf = (process: string) =>
    judged(lookAlikeName, [named(process)]).findings[0]?.finding.reason;
  assertEquals(
    reasonOf("scvhost.exe"),
    "scvhost.exe is not svchost.exe of Windows: the name differs by one letter",
  );
  assertEquals(
    reasonOf("lsass.scr"),
    "lsass.scr is not lsass.exe of Windows: the name differs by the ending .scr",
  );
  assertEquals(
    reasonOf("svсhost.exe"),
    "svсhost.exe is not svchost.exe of Windows: the name differs by letters of another script",
  );
});
