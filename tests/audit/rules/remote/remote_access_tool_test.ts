/**
 * Tests of the rule `remote-access-tool`.
 *
 * @module
 */
import { remoteAccessTool } from "../../../../lib/audit/rules/remote/remote_access_tool.ts";
import { testRule } from "../../../support/audited.ts";

const ORIGINAL = {
  company: null,
  product: null,
  description: null,
  version: null,
  originalName: "AnyDesk.exe",
};

testRule(remoteAccessTool, {
  bad: [
    { process: "AnyDesk.exe" },
    { process: "TEAMVIEWER_SERVICE.EXE" },
    { process: "ScreenConnect.ClientService.exe" },
    { process: "AnyDesk (1).exe" },
    { process: "rustdesk-1.3.2-x86_64.exe" },
    { process: "teamviewerd", path: "/opt/teamviewer/teamviewerd" },
    { state: "LISTENING", localPort: 7070, process: "AnyDesk.exe" },
    { process: "invoice.exe", file: { version: ORIGINAL } },
    // One finding a program.
    [{ process: "AnyDesk.exe", pid: 7 }, { process: "AnyDesk.exe", pid: 7, remotePort: 80 }],
  ],
  good: [
    { process: "mstsc.exe" },
    { process: "putty.exe" },
    { process: "agent.exe" },
    { process: "notanydesk.exe" },
    { process: null, pid: 0, state: "TIME_WAIT" },
    // Somebody is connected: that is told instead.
    [
      { process: "AnyDesk.exe", pid: 7 },
      { process: "AnyDesk.exe", pid: 7, localPort: 7070, direction: "inbound" },
    ],
  ],
  unknown: [["process", { process: null }]],
});
