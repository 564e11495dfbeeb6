/**
 * Tests of the rule on directories in the Internet.
 *
 * @module
 */
import { ldapToInternet } from "../../../../lib/audit/rules/ports/ldap_to_internet.ts";
import { testRule } from "../../../support/audited.ts";

testRule(ldapToInternet, {
  bad: [
    { process: "sync.exe", remotePort: 389 },
    { process: null, remotePort: 389 },
    { process: "lsass.exe", remotePort: 3268, state: "SYN_SENT" },
  ],
  good: [
    { process: "sync.exe", remotePort: 389, remoteAddress: "10.0.0.1" },
    { process: "java.exe", remotePort: 389 },
    { process: "slapd", localPort: 389, remotePort: 50_000, direction: "inbound" },
    { process: "sync.exe", remotePort: 443 },
    { remotePort: 389, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [["direction", { remotePort: 389, direction: null }]],
});

testRule(ldapToInternet, {
  severity: "low",
  bad: [{ process: "sync.exe", remotePort: 636 }, { process: "sync.exe", remotePort: 3269 }],
  good: [{ process: "sync.exe", remotePort: 637 }],
});
