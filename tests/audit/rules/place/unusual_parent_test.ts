/**
 * Tests of the rule on parents of system programs.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { unusualParent } from "../../../../lib/audit/rules/place/unusual_parent.ts";
import { judged, testRule } from "../../../support/audited.ts";

const of = (process: string, parent: string) => ({
  process,
  path: `C:\\Windows\\System32\\${process}`,
  parent: { process: parent },
});

testRule(unusualParent, {
  bad: [
    of("svchost.exe", "explorer.exe"),
    of("svchost.exe", "cmd.exe"),
    of("svchost.exe", "WINWORD.EXE"),
    of("lsass.exe", "services.exe"),
    of("services.exe", "svchost.exe"),
    of("spoolsv.exe", "powershell.exe"),
    of("taskhostw.exe", "explorer.exe"),
    of("dllhost.exe", "mshta.exe"),
    { ...of("svchost.exe", "update.exe"), path: null },
  ],
  good: [
    of("svchost.exe", "services.exe"),
    of("svchost.exe", "Services.exe"),
    of("svchost.exe", "services"),
    of("svchost.exe", "MsMpEng.exe"),
    of("svchost.exe", "TiWorker.exe"),
    of("svchost.exe", "ngen.exe"),
    of("svchost.exe", "rpcnet.exe"),
    of("lsass.exe", "wininit.exe"),
    of("services.exe", "wininit.exe"),
    of("taskhostw.exe", "svchost.exe"),
    // Any program with a console starts it.
    of("conhost.exe", "cmd.exe"),
    of("browser.exe", "explorer.exe"),
    // Its parent ends at once.
    { process: "wininit.exe", path: "C:\\Windows\\System32\\wininit.exe" },
    // The rule on places speaks of it.
    { ...of("svchost.exe", "explorer.exe"), path: "C:\\Temp\\svchost.exe" },
    { process: "svchost.exe", path: "/usr/bin/wine", parent: { process: "bash" } },
  ],
  unknown: [
    ["parent", { process: "svchost.exe", path: "C:\\Windows\\System32\\svchost.exe" }],
    ["parent", { process: "svchost.exe", parent: { process: null } }],
    ["process", { process: null, path: null }],
  ],
});

Deno.test("audit rule unusual-parent: one finding for each parent", () => {
  const { findings } = judged(unusualParent, [
    { ...of("svchost.exe", "explorer.exe"), pid: 31 },
    { ...of("svchost.exe", "explorer.exe"), pid: 32 },
    { ...of("svchost.exe", "cmd.exe"), pid: 33 },
  ]);
  assertEquals(findings.map(({ finding }) => finding.connections).sort(), [1, 2]);
  assertEquals(
    findings.find(({ finding }) => finding.pid === 33)?.finding.reason,
    "svchost.exe (PID 33) was started by cmd.exe, and Windows has it started by services.exe",
  );
});
