/**
 * Tests of the rule on error reporters without arguments.
 *
 * @module
 */
import { errorReporterWithoutArguments } from "../../../../lib/audit/rules/tools/error_reporter_without_arguments.ts";
import { testRule } from "../../../support/audited.ts";

testRule(errorReporterWithoutArguments, {
  bad: [
    { process: "WerFault.exe", commandLine: "C:\\Windows\\System32\\WerFault.exe" },
    { process: "wermgr.exe", commandLine: '"C:\\Windows\\System32\\wermgr.exe"' },
    { process: "WerFault.exe", commandLine: "WerFault", remoteAddress: "10.0.0.9" },
  ],
  good: [
    {
      process: "WerFault.exe",
      commandLine: "C:\\Windows\\System32\\WerFault.exe -u -p 4120 -s 1712",
    },
    { process: "wermgr.exe", commandLine: "C:\\Windows\\System32\\wermgr.exe -upload" },
    { process: "WerFault.exe", commandLine: "WerFault.exe", remoteAddress: "::1" },
    { process: "WerFault.exe", commandLine: "WerFault.exe", direction: "inbound" },
    { process: "WerFaultSecure.exe", commandLine: "WerFaultSecure.exe" },
  ],
  unknown: [
    ["commandLine", { process: "WerFault.exe" }],
    ["direction", { process: "wermgr.exe", commandLine: "wermgr.exe", direction: null }],
    ["process", { process: null }],
  ],
});
