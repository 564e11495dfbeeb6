/**
 * Tests of the rule on programs that never run without arguments.
 *
 * @module
 */
import { toolWithoutArguments } from "../../../../lib/audit/rules/tools/tool_without_arguments.ts";
import { testRule } from "../../../support/audited.ts";

testRule(toolWithoutArguments, {
  bad: [
    { process: "rundll32.exe", commandLine: "C:\\Windows\\System32\\rundll32.exe" },
    { process: "rundll32.exe", commandLine: '"C:\\Windows\\System32\\rundll32.exe"' },
    { process: "rundll32.exe", commandLine: '"C:\\Windows\\System32\\rundll32.exe" ' },
    { process: "regsvr32.exe", commandLine: "regsvr32" },
    { process: "dllhost.exe", commandLine: "C:\\WINDOWS\\SysWOW64\\DllHost.exe" },
    {
      process: "SearchProtocolHost.exe",
      commandLine: "C:\\Windows\\System32\\SearchProtocolHost.exe",
    },
    // A reverse shell may go to the own network, or be reached from there.
    { process: "dllhost.exe", commandLine: "dllhost.exe", remoteAddress: "10.0.0.9" },
    { process: "rundll32.exe", commandLine: "rundll32.exe", direction: null },
  ],
  good: [
    {
      process: "rundll32.exe",
      commandLine:
        '"C:\\Windows\\System32\\rundll32.exe" C:\\Windows\\System32\\davclnt.dll,DavSetCookie files.example.net',
    },
    { process: "rundll32.exe", commandLine: "rundll32 shell32.dll,Control_RunDLL" },
    { process: "regsvr32.exe", commandLine: "regsvr32.exe /s library.dll" },
    {
      process: "dllhost.exe",
      commandLine:
        "C:\\Windows\\System32\\DllHost.exe /Processid:{AB8902B4-09CA-4BB6-B78D-A8F59079A8D5}",
    },
    { process: "svchost.exe", commandLine: "C:\\Windows\\System32\\svchost.exe" },
    { process: "notepad.exe", commandLine: "notepad.exe" },
    { process: "rundll32.exe", commandLine: "rundll32.exe", state: "LISTENING" },
  ],
  unknown: [
    ["commandLine", { process: "rundll32.exe" }],
    ["commandLine", { process: "dllhost.exe", commandLine: " " }],
    ["process", { process: null }],
  ],
});
