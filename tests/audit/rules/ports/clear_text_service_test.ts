/**
 * Tests of the rule on services without encryption.
 *
 * @module
 */
import { clearTextService } from "../../../../lib/audit/rules/ports/clear_text_service.ts";
import { testRule } from "../../../support/audited.ts";

testRule(clearTextService, {
  bad: [
    { remotePort: 21, process: "ftp.exe", path: "C:\\Windows\\System32\\ftp.exe" },
    { remotePort: 21, process: null },
    { remotePort: 110, process: "mail.exe" },
    { remotePort: 1433, process: "report.exe" },
    { remotePort: 27_017, process: "report.exe" },
    { remotePort: 27_017, process: null },
    { remotePort: 5900, process: "viewer.exe" },
    { localPort: 1883, remotePort: 50_123, direction: "inbound", process: "mosquitto" },
  ],
  good: [
    { remotePort: 80 },
    { remotePort: 27_017, process: "steam.exe" },
    { remotePort: 993, process: "mail.exe" },
    { remotePort: 110, remoteAddress: "192.168.1.4" },
    { state: "LISTENING", localPort: 21, process: "ftpd" },
    // Other rules speak of these.
    { remotePort: 23 },
    { localPort: 5900, remotePort: 50_123, direction: "inbound" },
    { localPort: 3306, remotePort: 50_123, direction: "inbound", process: "mysqld" },
    { remotePort: 21, process: "sync.exe", path: "C:\\Users\\ann\\sync.exe" },
    // A client of a web server that got the port by chance.
    { localPort: 443, remotePort: 3306, direction: "inbound" },
    { localPort: 3306, remotePort: 443, direction: "outbound" },
    { remotePort: 21, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [["direction", { remotePort: 1433, direction: null }]],
});
