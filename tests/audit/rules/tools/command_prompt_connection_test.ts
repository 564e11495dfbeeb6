/**
 * Tests of the rule on connections of the command prompt.
 *
 * @module
 */
import { commandPromptConnection } from "../../../../lib/audit/rules/tools/command_prompt_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(commandPromptConnection, {
  bad: [
    { process: "cmd.exe" },
    { process: "CMD.EXE", remotePort: 4444 },
    { process: "cmd.exe", state: "SYN_SENT", remotePort: 80 },
  ],
  good: [
    { process: "cmd.exe", remoteAddress: "10.0.0.9" },
    { process: "cmd.exe", remoteAddress: "127.0.0.1" },
    { process: "cmd.exe", direction: "inbound" },
    { process: "cmder.exe" },
  ],
  unknown: [
    ["direction", { process: "cmd.exe", direction: null }],
    ["process", { process: null }],
  ],
});
