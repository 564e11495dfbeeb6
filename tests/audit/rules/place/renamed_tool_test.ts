/**
 * Tests of the rule on renamed tools.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { renamedTool } from "../../../../lib/audit/rules/place/renamed_tool.ts";
import { judged, testRule } from "../../../support/audited.ts";

const NONE = { company: null, product: null, description: null, version: null, originalName: null };

const built = (process: string, originalName: string | null, product: string | null = null) => ({
  process,
  path: `C:\\Tools\\${process}`,
  file: { version: { ...NONE, originalName, product } },
});

testRule(renamedTool, {
  bad: [
    built("update.exe", "PowerShell.EXE.MUI"),
    built("update.exe", "PowerShell.EXE"),
    built("notes.exe", "Cmd.Exe"),
    built("svc.exe", "rundll32.exe"),
    built("helper.exe", "pwsh.dll"),
    built("sync.exe", "rclone.exe"),
    built("support.exe", "AnyDesk.exe"),
    built("support.exe", null, "AnyDesk"),
    built("run.exe", "psexec.c"),
    built("backup.exe", "WinSCP.exe"),
    built("tunnel.exe", "Plink"),
  ],
  good: [
    built("powershell.exe", "PowerShell.EXE.MUI"),
    built("cmd.exe", "Cmd.Exe.MUI"),
    built("CMD.EXE", "Cmd.Exe"),
    built("svchost.exe", "svchost.exe.mui"),
    built("pwsh.exe", "pwsh.dll"),
    built("PsExec64.exe", "psexec.c"),
    built("AnyDesk.exe", null, "AnyDesk"),
    built("AnyDesk (1).exe", "AnyDesk.exe"),
    built("rclone-v1.68.exe", "rclone.exe"),
    built("7za.exe", "7za.exe"),
    built("net1.exe", "net1.exe"),
    // Products that are no tools call their files as they like.
    built("Sample Chat.exe", "electron.exe"),
    built("launcher.exe", "sample_launcher.exe"),
    built("x.exe", null),
    { process: "x", path: "/usr/bin/x" },
  ],
  unknown: [
    ["file", { process: "x.exe", path: "C:\\Tools\\x.exe" }],
    ["version", { process: "x.exe", path: "C:\\Tools\\x.exe", file: {} }],
    ["process", { process: null, path: null }],
  ],
});

Deno.test("audit rule renamed-tool: names the tool", () => {
  const { findings } = judged(renamedTool, [built("update.exe", "rclone.exe")]);
  assertEquals(findings[0]!.finding.reason, "update.exe is rclone.exe by another name");
});
