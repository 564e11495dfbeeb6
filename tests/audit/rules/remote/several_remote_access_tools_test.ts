/**
 * Tests of the rule `several-remote-access-tools`.
 *
 * @module
 */
import { severalRemoteAccessTools } from "../../../../lib/audit/rules/remote/several_remote_access_tools.ts";
import { testRule } from "../../../support/audited.ts";

testRule(severalRemoteAccessTools, {
  bad: [
    [{ process: "AnyDesk.exe" }, { process: "TeamViewer.exe" }],
    [{ process: "AteraAgent.exe" }, { process: "SRService.exe" }, { process: "AnyDesk.exe" }],
    [{ process: "rustdesk", pid: 7 }, { process: "AnyDesk.exe", state: "LISTENING", pid: 8 }],
  ],
  good: [
    // Programs of one vendor.
    [{ process: "TeamViewer.exe" }, { process: "TeamViewer_Service.exe" }],
    [{ process: "AnyDesk.exe" }, { process: "mstsc.exe" }],
    [{ process: "AnyDesk.exe" }, { process: null, pid: null }],
  ],
});
