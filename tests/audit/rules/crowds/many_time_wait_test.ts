/**
 * Tests of the rule `many-time-wait`.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { manyTimeWait } from "../../../../lib/audit/rules/crowds/many_time_wait.ts";
import { type AuditedRow, judged, testRule } from "../../../support/audited.ts";

function crowd(count: number, row: AuditedRow = {}): AuditedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    localPort: 40_000 + index,
    state: "TIME_WAIT",
    process: null,
    pid: 0,
    ...row,
  }));
}

testRule(manyTimeWait, {
  bad: [
    crowd(20),
    crowd(499),
    crowd(24, { pid: null }),
    // Clients of a server here.
    crowd(20).map((row, index) => ({
      ...row,
      localPort: 443,
      remotePort: 50_000 + index,
      direction: "inbound",
    })),
    crowd(20).map((row, index) => ({
      ...row,
      localPort: 8080,
      remoteAddress: `203.0.113.${index}`,
      remotePort: 50_000,
      direction: null,
    })),
  ],
  good: [
    crowd(19),
    // A browser after many pages: many peers, a few each.
    crowd(60).map((row, index) => ({ ...row, remoteAddress: `203.0.113.${index % 10}` })),
    crowd(40, { state: "ESTABLISHED" }),
    crowd(40, { localPort: 40_000 }),
  ],
});

testRule(manyTimeWait, { severity: "low", bad: [crowd(500)], good: [crowd(3)] });

/** More than a peer each, so that only the number of ports is too large. */
const scarce = Array.from({ length: 8192 }, (_, index) => ({
  state: "TIME_WAIT",
  pid: 0,
  localPort: 49_152 + index,
  remoteAddress: `198.51.${index % 100}.${index % 250}`,
}));

testRule(manyTimeWait, { severity: "medium", bad: [scarce], good: [crowd(3)] });

Deno.test("many-time-wait: where the listing knows the program, it is named, whatever its peers", () => {
  const rows = (fields: AuditedRow) =>
    Array.from({ length: 40 }, (_, index): AuditedRow => ({
      state: "TIME_WAIT",
      remoteAddress: `203.0.113.${index}`,
      ...fields,
    }));
  const reasons = (fields: AuditedRow) =>
    judged(manyTimeWait, rows(fields)).findings.map(({ finding }) => finding.reason);
  assertEquals(reasons({ pid: 7, process: "app.exe" }), [
    "40 connections of app.exe have just ended (TIME_WAIT)",
  ]);
  assertEquals(reasons({ pid: 0, process: null }), []);
});
