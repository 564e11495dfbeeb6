// What --explain says of each connection.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { AuditSummary } from "../../../lib/audit/audit_summary.ts";
import { explainRows } from "../../../lib/audit/explain/explain_rows.ts";
import type { AuditedRow } from "../../support/audited.ts";
import { auditOf, madeUpRule } from "../../support/audit_summaries.ts";

const CHROME = {
  process: "chrome.exe",
  path: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
};
const ODD = madeUpRule(
  { id: "odd-port" },
  ({ remotePort }) => remotePort === 666 ? { reason: "Odd" } : null,
);
const ASKS = madeUpRule({ id: "asks-user" }, ({ user }) => user === null ? "user" : null);

const saying = (summary: AuditSummary) =>
  explainRows(summary).map(({ outcome, reason, missing }) => [outcome, reason, missing]);

Deno.test("each connection has one row: part of a finding, normal, not judged, or unremarkable", () => {
  const summary = auditOf([
    { process: "odd.exe", remotePort: 666, user: "anna" },
    { ...CHROME, user: "anna" },
    CHROME,
    { process: "chat.exe" },
    { process: "chat.exe", user: "anna" },
  ], [ODD, ASKS]);
  const page = "chrome.exe, a browser, is connected to 1 address on the ports of the web: a page " +
    "loads from many at once";
  assertEquals(saying(summary), [
    ["partOf", '"Title of odd-port" (odd-port) is about it', null],
    ["normal", page, null],
    ["normal", page, ["user"]],
    ["notJudged", "Some rules hang on what is not known: the user of the program", ["user"]],
    ["unremarkable", "2 rules judged it, and none is about it", null],
  ]);
});

Deno.test("rules of another system did not judge", () => {
  const summary = auditOf([{ process: "chat.exe" }], [ODD, { ...ODD, id: "a", os: "linux" }]);
  assertEquals(saying(summary), [
    ["unremarkable", "1 rule judged it, and none is about it", null],
  ]);
});

Deno.test("a row that is part of a finding has the finding's ID, and no rule or severity", () => {
  const summary = auditOf([{ process: "odd.exe", remotePort: 666 }], [ODD]);
  const [row] = explainRows(summary);
  assertEquals(row!.id, summary.findings[0]!.finding.id);
  assertEquals([row!.rule, row!.severity, row!.connections, row!.pid], [null, null, 1, 4000]);
});

Deno.test("what is allowed, old or too mild is told as such, and never called normal", () => {
  const whole = auditOf([{ ...CHROME, remotePort: 666 }], [ODD]);
  const [found] = whole.findings as [typeof whole.findings[0]];
  const none = { ...whole, findings: [] };
  const start = '"Title of odd-port" (odd-port) is about it, but ';
  const reason = (summary: AuditSummary) => explainRows(summary).map(({ reason }) => reason);
  assertEquals(reason({ ...none, milder: [found] }), [
    `${start}it matters less than --min-severity`,
  ]);
  assertEquals(reason({ ...none, old: [found] }), [`${start}the baseline has it already`]);
  assertEquals(reason({ ...none, allowed: [{ found, because: "our game" }] }), [
    `${start}the config allows it: our game`,
  ]);
});

Deno.test("a row that a finding is about is never called normal, whatever it is", () => {
  const all = madeUpRule({ id: "all" }, () => ({ reason: "All" }));
  const row = fc.record<AuditedRow>({
    process: fc.constantFrom("chrome.exe", "svchost.exe", "System", null),
    state: fc.constantFrom("TIME_WAIT", "CLOSE_WAIT", "ESTABLISHED", "LISTENING"),
    localPort: fc.constantFrom(135, 445, 5353, 50_000),
    remoteAddress: fc.constantFrom("127.0.0.1", "192.168.1.4", "203.0.113.9"),
    remotePort: fc.constantFrom(53, 443, 666),
  });
  fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
    const outcomes = explainRows(auditOf(rows, [all])).map(({ outcome }) => outcome);
    assert(outcomes.every((outcome) => outcome === "partOf"), outcomes.join());
    assertEquals(explainRows(auditOf(rows, [])).length, rows.length);
  }));
});
