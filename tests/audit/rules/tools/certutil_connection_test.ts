/**
 * Tests of the rule on connections of certutil.
 *
 * @module
 */
import { certutilConnection } from "../../../../lib/audit/rules/tools/certutil_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(certutilConnection, {
  bad: [
    { process: "certutil.exe", remotePort: 443 },
    { process: "CertUtil.exe", remotePort: 80, state: "SYN_SENT" },
    { process: "certutil.exe", remotePort: 445, path: "C:\\Windows\\System32\\certutil.exe" },
    { process: "certutil.exe", remotePort: 135, remoteAddress: "2001:db8::9" },
  ],
  good: [
    { process: "certutil.exe", remotePort: 389 },
    { process: "certutil.exe", remoteAddress: "127.0.0.1" },
    { process: "certutil.exe", direction: "inbound", localPort: 443 },
    { process: "certutil.exe", state: "LISTENING", localPort: 443 },
    { process: "certutils.exe" },
    { process: "chrome.exe" },
    { process: "certutil.exe", pid: 0, state: "TIME_WAIT" },
  ],
  unknown: [
    ["direction", { process: "certutil.exe", direction: null }],
    ["process", { process: null }],
  ],
});

// It asks the company's certificate authority there.
testRule(certutilConnection, {
  severity: "medium",
  bad: [
    { process: "certutil.exe", remotePort: 135, remoteAddress: "10.0.0.9" },
    { process: "certutil.exe", remotePort: 445, remoteAddress: "fd00::9" },
    { process: "certutil.exe", remotePort: 443, remoteAddress: "192.168.1.9" },
  ],
  good: [{ process: "certutil.exe", remotePort: 49_670, remoteAddress: "10.0.0.9" }],
});
