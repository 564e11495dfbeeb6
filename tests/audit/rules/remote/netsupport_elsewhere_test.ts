/**
 * Tests of the rule `netsupport-elsewhere`.
 *
 * @module
 */
import { netsupportElsewhere } from "../../../../lib/audit/rules/remote/netsupport_elsewhere.ts";
import { assertEquals } from "@std/assert";
import { type AuditedRow, judged, testRule } from "../../../support/audited.ts";

const CLIENT: AuditedRow = {
  process: "client32.exe",
  path: "C:\\Users\\anna\\AppData\\Roaming\\update\\client32.exe",
};

testRule(netsupportElsewhere, {
  bad: [
    CLIENT,
    { ...CLIENT, path: "c:/programdata/net/CLIENT32.EXE" },
    { ...CLIENT, path: "\\\\?\\C:\\Temp\\client32.exe" },
    { ...CLIENT, path: "\\Device\\HarddiskVolume3\\Users\\anna\\client32.exe" },
    // A path names the file, too.
    { ...CLIENT, process: null },
    {
      process: "chromeupdate.exe",
      path: "C:\\ProgramData\\x\\chromeupdate.exe",
      file: {
        version: {
          company: "NetSupport Ltd",
          product: null,
          description: null,
          version: null,
          originalName: "client32.exe",
        },
      },
    },
  ],
  good: [
    { ...CLIENT, path: "C:\\Program Files (x86)\\NetSupport\\NetSupport Manager\\client32.exe" },
    { ...CLIENT, path: "D:\\NetSupport\\client32.exe" },
    { ...CLIENT, process: "client.exe" },
  ],
  unknown: [["path", { ...CLIENT, path: null }], ["process", { process: null }]],
});

Deno.test("audit rule netsupport-elsewhere: names the file where the list of processes does not", () => {
  const [found] = judged(netsupportElsewhere, [{ ...CLIENT, process: null }]).findings;
  assertEquals(
    found!.finding.reason,
    "client32.exe, NetSupport's client, runs from " +
      "C:\\Users\\anna\\AppData\\Roaming\\update\\client32.exe, and its installer puts it under Program " +
      "Files",
  );
});
