/**
 * Tests of the rule `many-closing`.
 *
 * @module
 */
import { manyClosing } from "../../../../lib/audit/rules/crowds/many_closing.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

function crowd(count: number, row: AuditedRow = {}): AuditedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    localPort: 40_000 + index,
    state: "FIN_WAIT_2",
    process: "shop.exe",
    pid: 7,
    ...row,
  }));
}

testRule(manyClosing, {
  bad: [
    crowd(20),
    crowd(24, { state: "FIN_WAIT_1", process: null, pid: null }),
    [...crowd(10), ...crowd(10, { state: "LAST_ACK", remotePort: 80 })],
    crowd(20, { pid: 0, process: null }),
  ],
  good: [
    crowd(8),
    crowd(19),
    crowd(40, { state: "TIME_WAIT" }),
    [...crowd(12), ...crowd(12, { process: "other.exe", pid: 8 })],
  ],
});
