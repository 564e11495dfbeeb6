/**
 * Tests of the rule on connections of archive tools.
 *
 * @module
 */
import { archiveToolConnection } from "../../../../lib/audit/rules/tools/archive_tool_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(archiveToolConnection, {
  bad: [
    { process: "expand.exe" },
    { process: "extrac32.exe", remotePort: 80 },
    { process: "makecab.exe" },
    { process: "diantz.exe", remotePort: 445 },
  ],
  good: [
    { process: "expand.exe", remoteAddress: "10.0.0.9", remotePort: 445 },
    { process: "expand.exe", direction: "inbound" },
    { process: "7z.exe" },
  ],
  unknown: [
    ["direction", { process: "expand.exe", direction: null }],
    ["process", { process: null }],
  ],
});
