/**
 * Tests of the rule `touches-many-ports`.
 *
 * @module
 */
import { touchesManyPorts } from "../../../../lib/audit/rules/reach/touches_many_ports.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

function comeTo(ports: readonly number[], row: AuditedRow = {}): AuditedRow[] {
  return ports.map((localPort) => ({
    localPort,
    remotePort: 40_000 + localPort % 1000,
    direction: "inbound",
    pid: 4,
    ...row,
  }));
}
const twenty = Array.from({ length: 20 }, (_, index) => 7000 + index);
const doors = [22, 135, 445, 3389, 5985];

testRule(touchesManyPorts, {
  bad: [
    comeTo(twenty),
    comeTo(doors, { remoteAddress: "10.0.0.9" }),
    comeTo(doors, { state: "SYN_RECEIVED" }),
    [...comeTo(doors), ...comeTo([80], { remoteAddress: "10.0.0.9" })],
  ],
  good: [
    comeTo(twenty.slice(1)),
    comeTo(doors.slice(1)),
    // The same port many times.
    twenty.map((remotePort) => ({ localPort: 445, remotePort, direction: "inbound" })),
    // Different computers.
    twenty.map((port) => comeTo([port], { remoteAddress: `203.0.113.${port % 100}` })[0]!),
    comeTo(twenty, { remoteAddress: "127.0.0.1" }),
    comeTo(twenty, { direction: "outbound" }),
  ],
  unknown: [
    ["direction", comeTo(doors, { direction: null, remotePort: 2000 })],
    ["direction", [
      ...comeTo(doors.slice(1)),
      ...comeTo([22], { direction: null, remotePort: 2000 }),
    ]],
  ],
});
