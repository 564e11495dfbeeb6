/**
 * Tests of the rule `many-syn-received`.
 *
 * @module
 */
import { manySynReceived } from "../../../../lib/audit/rules/crowds/many_syn_received.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

function crowd(count: number, row: AuditedRow = {}): AuditedRow[] {
  return Array.from({ length: count }, (_, index) => ({
    localPort: 443,
    remoteAddress: `203.0.113.${index}`,
    remotePort: 50_000,
    state: "SYN_RECEIVED",
    direction: "inbound",
    pid: 0,
    ...row,
  }));
}

testRule(manySynReceived, {
  bad: [
    crowd(20),
    crowd(24, { pid: null }),
    crowd(30).map((row, index) => ({
      ...row,
      remoteAddress: "203.0.113.9",
      remotePort: 50_000 + index,
    })),
  ],
  good: [
    crowd(5),
    crowd(19),
    crowd(30, { state: "ESTABLISHED" }),
    crowd(30).map((row, index) => ({ ...row, localPort: 8000 + index })),
  ],
});
