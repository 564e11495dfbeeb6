/**
 * Tests of the rule on connections of the help viewer.
 *
 * @module
 */
import { helpViewerConnection } from "../../../../lib/audit/rules/tools/help_viewer_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(helpViewerConnection, {
  bad: [
    { process: "hh.exe" },
    { process: "HH.exe", remotePort: 80 },
    { process: "hh.exe", remotePort: 80, remoteAddress: "10.0.0.9" },
  ],
  good: [
    { process: "hh.exe", remotePort: 8080 },
    { process: "hh.exe", remotePort: 80, remoteAddress: "127.0.0.1" },
    { process: "hh.exe", direction: "inbound" },
    { process: "HelpPane.exe" },
  ],
  unknown: [
    ["direction", { process: "hh.exe", direction: null }],
    ["process", { process: null }],
  ],
});
