/**
 * Tests of the rule on FTP by programs that were not installed.
 *
 * @module
 */
import { ftpByOddProgram } from "../../../../lib/audit/rules/ports/ftp_by_odd_program.ts";
import { testRule } from "../../../support/audited.ts";

const OUT_OF_PLACE = { process: "sync.exe", path: "C:\\Users\\ann\\sync.exe", remotePort: 21 };

testRule(ftpByOddProgram, {
  bad: [
    OUT_OF_PLACE,
    { ...OUT_OF_PLACE, state: "SYN_SENT" },
    { ...OUT_OF_PLACE, process: "sync", path: "/tmp/sync" },
  ],
  good: [
    { ...OUT_OF_PLACE, path: "C:\\Program Files\\FTP Client\\sync.exe" },
    { ...OUT_OF_PLACE, process: "ftp.exe", path: "C:\\Windows\\System32\\ftp.exe" },
    { ...OUT_OF_PLACE, process: "lftp", path: "/usr/bin/lftp" },
    { ...OUT_OF_PLACE, remoteAddress: "10.0.0.4" },
    { ...OUT_OF_PLACE, direction: "inbound" },
    { ...OUT_OF_PLACE, remotePort: 22 },
  ],
  unknown: [
    ["path", { process: "sync.exe", remotePort: 21 }],
    ["process", { process: null, remotePort: 21 }],
  ],
});
