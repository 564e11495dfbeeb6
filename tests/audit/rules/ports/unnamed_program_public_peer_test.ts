/**
 * Tests of the rule on connections whose program nobody can name.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { buildView } from "../../../../lib/audit/engine/build_view.ts";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import type { Rule } from "../../../../lib/audit/engine/rule.ts";
import { unlistedProcess } from "../../../../lib/audit/rules/crowds/unlisted_process.ts";
import { emptyRecord } from "../../../../lib/model/field.ts";
import { PROCESS_FIELDS } from "../../../../lib/model/process.ts";
import { unnamedProgramPublicPeer } from "../../../../lib/audit/rules/ports/unnamed_program_public_peer.ts";
import { type AuditedRow, auditedView, testRule } from "../../../support/audited.ts";

testRule(unnamedProgramPublicPeer, {
  bad: [
    { process: "unknown.exe" },
    { process: "<unknown process>" },
    { process: "?" },
    { process: "Unknown", state: "ESTABLISHED" },
  ],
  good: [
    { process: "chrome.exe" },
    { process: "unknown-horizons.exe" },
    { process: "unknown.exe", remoteAddress: "192.168.1.4" },
    { process: "unknown.exe", state: "CLOSE_WAIT" },
    { process: null, state: "TIME_WAIT", pid: 0 },
    { process: null, remoteAddress: "127.0.0.1" },
  ],
  // Without rights, or without a process list, nobody looked.
  unknown: [["process", { process: null }], ["process", { process: null, pid: null }]],
});

const LISTED = [1, 2, 3, 4].map((pid) => ({ pid: pid * 4, process: "listed.exe" }));

/** What rules make of connections of which the process list has only those of `LISTED`. */
function judgeUnlisted(rows: readonly AuditedRow[], rules: readonly Rule[]) {
  const { subjects } = auditedView([...LISTED, ...rows]);
  const processes = new Map(
    LISTED.map(({ pid, process }) => [pid, { ...emptyRecord(PROCESS_FIELDS), pid, process }]),
  );
  const snapshot = {
    observedAt: "2026-11-25T12:00:00.000Z",
    computer: "PC-7",
    isSaved: false,
    processes,
    unseen: { hiddenBy: "rights", processes: 0, unreadable: 0, refused: 0 },
    connections: subjects.map(({ row }) => row),
  } as const;
  return judge(buildView(snapshot, { os: "windows" }), rules);
}

function unlisted(rows: readonly AuditedRow[]) {
  const { findings, gaps } = judgeUnlisted(rows, [unnamedProgramPublicPeer]);
  assertEquals(gaps.map(({ missing }) => missing), []);
  return findings.map(({ finding }) => [finding.severity, finding.reason]);
}

const UNLISTED = { pid: 4711, process: null };
const REASON =
  "Process 4711 is connected to 203.0.113.9:443, and the process list does not have it";

Deno.test("audit rule unnamed-program-public-peer: a process that the list does not have", () => {
  assertEquals(unlisted([UNLISTED]), [["low", REASON]]);
  assertEquals(unlisted([UNLISTED, { ...UNLISTED, remotePort: 444 }]), [["medium", REASON]]);
  assertEquals(unlisted([{ ...UNLISTED, remoteAddress: "10.0.0.4" }]), []);
  assertEquals(unlisted([{ ...UNLISTED, state: "SYN_SENT" }]), []);
});

Deno.test("audit rule unnamed-program-public-peer: more where the connection is older", () => {
  const severityAt = (createdAt: string) =>
    unlisted([{ ...UNLISTED, createdAt }]).map(([severity]) => severity);
  assertEquals(severityAt("2026-11-25T11:59:30.000Z"), ["low"]);
  assertEquals(severityAt("2026-11-25T11:58:30.000Z"), ["medium"]);
});

Deno.test("audit rule unnamed-program-public-peer: a list of another moment tells nothing", () => {
  const rows = [1, 2, 3, 4, 5].map((number) => ({ pid: 5000 + number, process: null }));
  const { findings, gaps } = judgeUnlisted(rows, [unnamedProgramPublicPeer]);
  assertEquals(findings.length, 0);
  assertEquals(gaps.map(({ missing, subjects }) => [missing, subjects.length]), [["process", 5]]);
});

Deno.test("audit rule unnamed-program-public-peer: one rule speaks of a process that is not listed", () => {
  const rulesOf = (rows: readonly AuditedRow[]) =>
    judgeUnlisted(rows, [unnamedProgramPublicPeer, unlistedProcess]).findings
      .map(({ rule }) => rule.id);
  const others = { ...UNLISTED, remoteAddress: "10.0.0.4" };
  assertEquals(rulesOf([UNLISTED, { ...UNLISTED, remotePort: 444 }, others]), [
    "unnamed-program-public-peer",
  ]);
  assertEquals(rulesOf([others, { ...others, remotePort: 444 }]), ["unlisted-process"]);
});
