/**
 * Tests of the rule on file sharing with the Internet.
 *
 * @module
 */
import { smbToInternet } from "../../../../lib/audit/rules/ports/smb_to_internet.ts";
import { testRule } from "../../../support/audited.ts";

const SYSTEM = { process: "System", pid: 4, remotePort: 445 };

testRule(smbToInternet, {
  bad: [
    SYSTEM,
    { ...SYSTEM, process: null },
    { ...SYSTEM, remotePort: 139, state: "SYN_SENT" },
    { ...SYSTEM, remoteOwner: "Sample Hosting" },
    // Whoever it is: file sharing with the Internet is bad.
    { ...SYSTEM, process: null, pid: null },
  ],
  good: [
    { ...SYSTEM, remoteAddress: "192.168.1.4" },
    { ...SYSTEM, remoteAddress: "fe80::1" },
    { ...SYSTEM, direction: "inbound" },
    { ...SYSTEM, remotePort: 443 },
    // Another rule speaks of other programs.
    { process: "worm.exe", remotePort: 445 },
  ],
  unknown: [
    ["direction", { ...SYSTEM, direction: null }],
    ["peer", { ...SYSTEM, remoteAddress: null, remoteHost: "server", remoteScope: null }],
  ],
});

testRule(smbToInternet, {
  severity: "low",
  bad: [
    { ...SYSTEM, remoteOwner: "MICROSOFT-CORP-MSN-AS-BLOCK" },
    { ...SYSTEM, remoteAsn: 8075, remoteOwner: "MSFT" },
    { ...SYSTEM, remoteAsn: 3598, remoteOwner: "MSFT" },
  ],
  good: [{ ...SYSTEM, remoteAddress: "10.0.0.4", remoteAsn: 8075 }],
});
