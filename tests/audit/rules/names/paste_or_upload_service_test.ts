/**
 * Tests of the rule `paste-or-upload-service`.
 *
 * @module
 */
import { pasteOrUploadService } from "../../../../lib/audit/rules/names/paste_or_upload_service.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const PASTE: AuditedRow = {
  process: "powershell.exe",
  remoteHost: "pastebin.com",
  remoteHostSource: "dnsCache",
};

testRule(pasteOrUploadService, {
  bad: [
    PASTE,
    { ...PASTE, remoteHost: "api.gofile.io", process: "update.exe" },
    { ...PASTE, remoteHost: "g.api.mega.co.nz", process: "rclone.exe" },
    { ...PASTE, remoteHost: "transfer.sh", process: "curl", path: "/usr/bin/curl" },
    // It only calls itself a browser.
    { ...PASTE, process: "chrome.exe", path: "C:\\Users\\Public\\chrome.exe" },
  ],
  good: [
    { ...PASTE, process: "firefox.exe" },
    { ...PASTE, process: "msedge.exe", path: "C:\\Program Files\\Edge\\msedge.exe" },
    { ...PASTE, remoteHost: "g.api.mega.co.nz", process: "MEGAsync.exe" },
    { ...PASTE, process: "MsMpEng.exe" },
    { ...PASTE, remoteHost: "pastebin.company.example" },
    { ...PASTE, direction: "inbound" },
  ],
  unknown: [
    ["remoteHost", { process: "powershell.exe" }],
    ["process", { ...PASTE, process: null }],
  ],
});

testRule(pasteOrUploadService, {
  severity: "low",
  bad: [{ ...PASTE, remoteHostSource: "reverse" }, { ...PASTE, remoteHostSource: "netstat" }],
  good: [{ ...PASTE, remoteHost: "host.example" }],
});
