/**
 * Tests of the rule on mail on port 26.
 *
 * @module
 */
import { smtpOnPort26 } from "../../../../lib/audit/rules/ports/smtp_on_port_26.ts";
import { testRule } from "../../../support/audited.ts";

testRule(smtpOnPort26, {
  bad: [
    { remotePort: 26, process: "sync.exe" },
    { remotePort: 26, process: null },
    { remotePort: 26, state: "SYN_SENT", process: "thunderbird" },
  ],
  good: [
    { remotePort: 25, process: "thunderbird" },
    { remotePort: 26, remoteAddress: "192.168.1.4" },
    { localPort: 26, remotePort: 50_000, direction: "inbound" },
    { remotePort: 26, protocol: "UDP", state: null },
  ],
  unknown: [["direction", { remotePort: 26, direction: null }]],
});
