/**
 * Tests of the rule `pid-of-two-names`.
 *
 * @module
 */
import { pidOfTwoNames } from "../../../../lib/audit/rules/crowds/pid_of_two_names.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const ONE: AuditedRow = { process: "update.exe", pid: 7 };

testRule(pidOfTwoNames, {
  bad: [
    [ONE, { ...ONE, process: "chrome.exe" }],
    [ONE, { ...ONE, process: "updater.exe" }],
    [{ ...ONE, process: "ssh" }, { ...ONE, process: "sshd: anna" }],
    [{ ...ONE, process: "bash" }, { ...ONE, process: "sshd", remotePort: 22 }],
  ],
  good: [
    [ONE, { ...ONE, remotePort: 80 }],
    [ONE, { ...ONE, process: "UPDATE.EXE" }],
    [ONE, { ...ONE, process: null }],
    [ONE, { process: "chrome.exe", pid: 8 }],
    // sshd and others write into their name whom they serve.
    [{ ...ONE, process: "sshd" }, { ...ONE, process: "sshd: anna [priv]" }],
    [{ ...ONE, process: "nginx: worker" }, { ...ONE, process: "nginx" }],
    // tasklist cuts long names.
    [
      { ...ONE, process: "Microsoft.Photos.Backgrou" },
      { ...ONE, process: "Microsoft.Photos.Background.exe" },
    ],
  ],
});
