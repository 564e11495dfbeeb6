/**
 * Tests of the rule `remote-access-service`.
 *
 * @module
 */
import { remoteAccessService } from "../../../../lib/audit/rules/remote/remote_access_service.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const NAMED: AuditedRow = { process: "invoice.exe", remoteHost: "relay-1.net.anydesk.com" };

testRule(remoteAccessService, {
  bad: [
    NAMED,
    { ...NAMED, remoteHost: "router15.teamviewer.com" },
    { ...NAMED, remoteHost: "instance-x.screenconnect.com", process: "rundll32.exe" },
  ],
  good: [
    { ...NAMED, process: "AnyDesk.exe" },
    { ...NAMED, process: "chrome.exe" },
    { ...NAMED, remoteHost: "anydesk.com.example" },
    { ...NAMED, direction: "inbound" },
  ],
  unknown: [["remoteHost", { process: "x.exe" }], ["process", { ...NAMED, process: null }]],
});
