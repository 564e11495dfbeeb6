/**
 * Tests of the rule `many-close-wait`.
 *
 * @module
 */
import { manyCloseWait } from "../../../../lib/audit/rules/crowds/many_close_wait.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

function crowd(count: number, row: AuditedRow = {}): AuditedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    localPort: 40_000 + index,
    state: "CLOSE_WAIT",
    process: "shop.exe",
    pid: 7,
    ...row,
  }));
}

testRule(manyCloseWait, {
  bad: [
    crowd(20),
    crowd(199),
    crowd(30, { pid: null, process: null }),
    // Processes of one program.
    [...crowd(10), ...crowd(10, { pid: 8, remotePort: 8443 })],
  ],
  good: [
    crowd(12),
    crowd(19),
    crowd(40, { state: "ESTABLISHED" }),
    [...crowd(15), ...crowd(15, { pid: 8, process: "other.exe" })],
    // The same connection, listed again and again.
    crowd(40, { localPort: 40_000 }),
  ],
});

testRule(manyCloseWait, { severity: "medium", bad: [crowd(200)], good: [crowd(5)] });
