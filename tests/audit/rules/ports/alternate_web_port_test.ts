/**
 * Tests of the rule on web ports for tests.
 *
 * @module
 */
import { alternateWebPort } from "../../../../lib/audit/rules/ports/alternate_web_port.ts";
import { testRule } from "../../../support/audited.ts";

const OUT_OF_PLACE = { process: "sync.exe", path: "C:\\Users\\ann\\sync.exe" };

testRule(alternateWebPort, {
  bad: [
    { ...OUT_OF_PLACE, remotePort: 8080 },
    { ...OUT_OF_PLACE, remotePort: 8888, state: "SYN_SENT" },
    { process: "sync", path: "/tmp/sync", remotePort: 8080 },
  ],
  good: [
    { ...OUT_OF_PLACE, remotePort: 8080, path: "C:\\Program Files\\Sample\\sync.exe" },
    { process: "curl", path: "/usr/bin/curl", remotePort: 8080 },
    { ...OUT_OF_PLACE, remotePort: 8080, remoteAddress: "192.168.1.1" },
    { ...OUT_OF_PLACE, remotePort: 8080, process: "chrome.exe" },
    { ...OUT_OF_PLACE, remotePort: 8080, direction: "inbound" },
    { ...OUT_OF_PLACE, remotePort: 8443 },
    { remotePort: 8080, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [["path", { process: "sync.exe", remotePort: 8080 }]],
});
