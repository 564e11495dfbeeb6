/**
 * Tests of the rule on shells with a connection.
 *
 * @module
 */
import { linuxShellConnection } from "../../../../lib/audit/rules/tools/linux_shell_connection.ts";
import { testRule } from "../../../support/audited.ts";

testRule(linuxShellConnection, {
  facts: { os: "linux" },
  bad: [
    { process: "bash", path: "/usr/bin/bash", remotePort: 4444 },
    { process: "sh", remoteAddress: "10.0.0.9" },
    { process: "-bash", state: "CLOSE_WAIT" },
    { process: "dash", direction: null },
    { process: "zsh", state: "SYN_SENT" },
    // One that waited for its caller.
    { process: "ash", direction: "inbound", localPort: 4444, remotePort: 51_000 },
  ],
  good: [
    { process: "sshd" },
    { process: "bashtop" },
    { process: "sh", state: "LISTENING" },
    { process: null, pid: null, state: "TIME_WAIT" },
  ],
  unknown: [["process", { process: null }]],
});

// A script that tests whether a server answers.
testRule(linuxShellConnection, {
  facts: { os: "linux" },
  severity: "medium",
  bad: [{ process: "bash", remoteAddress: "172.18.0.3", remotePort: 5432, state: "SYN_SENT" }],
  good: [{ process: "pg_isready", remoteAddress: "172.18.0.3", remotePort: 5432 }],
});
testRule(linuxShellConnection, {
  facts: { os: "linux" },
  severity: "low",
  bad: [{ process: "bash", remoteAddress: "127.0.0.1", remotePort: 8080 }],
  good: [{ process: "curl", remoteAddress: "127.0.0.1", remotePort: 8080 }],
});

// Saved output does not tell the system; the bash of Windows is called bash.exe.
testRule(linuxShellConnection, {
  facts: { os: null },
  bad: [{ process: "bash" }],
  good: [{ process: "bash.exe" }],
});
