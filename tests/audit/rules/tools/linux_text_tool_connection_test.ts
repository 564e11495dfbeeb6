/**
 * Tests of the rule on text tools with a connection.
 *
 * @module
 */
import { linuxTextToolConnection } from "../../../../lib/audit/rules/tools/linux_text_tool_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(linuxTextToolConnection, {
  facts: { os: "linux" },
  bad: [
    { process: "cat" },
    { process: "cat", remoteAddress: "10.0.0.9", direction: null },
    { process: "dd", remotePort: 9001 },
    { process: "tail", direction: "inbound" },
  ],
  good: [
    { process: "cat", remoteAddress: "127.0.0.1" },
    { process: "cat", state: "LISTENING" },
    { process: "curl" },
    { process: "catalina" },
  ],
  unknown: [["process", { process: null }]],
});
