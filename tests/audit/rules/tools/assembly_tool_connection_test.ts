/**
 * Tests of the rule on connections of registration tools of .NET.
 *
 * @module
 */
import { assemblyToolConnection } from "../../../../lib/audit/rules/tools/assembly_tool_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(assemblyToolConnection, {
  bad: [
    { process: "RegAsm.exe", remotePort: 587 },
    { process: "regsvcs.exe" },
    { process: "InstallUtil.exe", remotePort: 1912 },
  ],
  good: [
    { process: "RegAsm.exe", remoteAddress: "10.0.0.9" },
    { process: "RegAsm.exe", remoteAddress: "127.0.0.1" },
    { process: "InstallUtil.exe", direction: "inbound" },
    { process: "dotnet.exe" },
  ],
  unknown: [
    ["direction", { process: "RegAsm.exe", direction: null }],
    ["process", { process: null }],
  ],
});
