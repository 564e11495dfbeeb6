/**
 * Tests of the rule `abused-top-level-domain`.
 *
 * @module
 */
import { abusedTopLevelDomain } from "../../../../lib/audit/rules/names/abused_top_level_domain.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const SCRIPT: AuditedRow = {
  process: "wscript.exe",
  remoteHost: "invoice.example.top",
  remoteHostSource: "dnsCache",
};

testRule(abusedTopLevelDomain, {
  bad: [
    SCRIPT,
    { ...SCRIPT, process: "rundll32.exe", remoteHost: "A.EXAMPLE.CFD." },
    { ...SCRIPT, process: "photo.scr" },
    {
      ...SCRIPT,
      process: "tool.exe",
      file: { signature: { status: "NotSigned", signer: null } },
    },
  ],
  good: [
    { ...SCRIPT, process: "chrome.exe" },
    { ...SCRIPT, process: "mail.exe" },
    { ...SCRIPT, remoteHost: "top.example" },
    { ...SCRIPT, remoteHost: "laptop" },
    {
      ...SCRIPT,
      process: "tool.exe",
      file: { signature: { status: "Valid", signer: "Example Ltd" } },
    },
  ],
  unknown: [["remoteHost", { process: "wscript.exe" }], ["process", { ...SCRIPT, process: null }]],
});

testRule(abusedTopLevelDomain, {
  severity: "low",
  bad: [{ ...SCRIPT, remoteHostSource: "reverse" }],
  good: [{ ...SCRIPT, remoteHost: "host.example" }],
});
