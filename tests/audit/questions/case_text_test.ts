/**
 * Tests of the words in which rules tell of one connection.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { portText, programName } from "../../../lib/audit/questions/case_text.ts";
import { mostlyWith, peerWithPort } from "../../../lib/audit/questions/crowd.ts";
import { connectionText } from "../../../lib/audit/questions/tool_claims.ts";
import { type AuditedRow, auditedView } from "../../support/audited.ts";

function subjectOf(row: AuditedRow) {
  return auditedView([row]).subjects[0]!;
}

Deno.test("audit words: a port that is not known has no number", () => {
  assertEquals([portText(443), portText(0), portText(null)], [
    "port 443",
    "port 0",
    "an unknown port",
  ]);
  const row = {
    process: "nc",
    localPort: null,
    direction: "inbound",
    state: "ESTABLISHED",
  } as const;
  assertEquals(
    connectionText(subjectOf(row)),
    "nc has a connection from 203.0.113.9 on an unknown port",
  );
  const peer = { remoteAddress: null, remoteHost: "host.example", remotePort: null };
  assertEquals(peerWithPort(subjectOf(peer).row), "host.example");
  assertEquals(mostlyWith([subjectOf(peer)]), "all with host.example");
});

Deno.test("audit words: a program is named by its file where the list names it not", () => {
  const path = "C:\\Sample\\sample.exe";
  assertEquals(programName(subjectOf({ process: null, path })), "sample.exe");
  assertEquals(programName(subjectOf({ process: null, path: "/opt/sample" })), "sample");
  assertEquals(programName(subjectOf({ process: null, path: null, pid: 77 })), "Process 77");
});
