/**
 * Tests of the rule `many-syn-sent`.
 *
 * @module
 */
import { manySynSent } from "../../../../lib/audit/rules/crowds/many_syn_sent.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

function crowd(count: number, row: AuditedRow = {}): AuditedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    localPort: 40_000 + index,
    state: "SYN_SENT",
    process: "shop.exe",
    pid: 7,
    ...row,
  }));
}

testRule(manySynSent, {
  bad: [crowd(20), crowd(24, { remotePort: 8443 }), crowd(30, { pid: null, process: null })],
  good: [
    crowd(2),
    crowd(19),
    [...crowd(12), ...crowd(12, { process: "other.exe", pid: 8 })],
    // One port of many computers: another rule's.
    crowd(30).map((row, index) => ({ ...row, remotePort: 22, remoteAddress: `10.0.0.${index}` })),
  ],
});

testRule(manySynSent, {
  severity: "medium",
  bad: [crowd(30).map((row, index) => ({ ...row, remoteAddress: `203.0.113.${index}` }))],
  good: [crowd(1)],
});
