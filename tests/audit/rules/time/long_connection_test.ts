/**
 * Tests of the rule on connections that are open for hours.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { judge } from "../../../../lib/audit/engine/judge.ts";
import { longConnection } from "../../../../lib/audit/rules/time/long_connection.ts";
import { judged, testRule } from "../../../support/audited.ts";
import { EMPTY, hoursAgo, NOW, viewSeenSince } from "./seen_before.ts";

const AGENT = { process: "agent.exe", path: "C:\\Users\\anna\\agent.exe", remotePort: 8443 };

testRule(longConnection, {
  facts: { history: EMPTY },
  bad: [
    { ...AGENT, createdAt: hoursAgo(9) },
    { ...AGENT, path: null, createdAt: hoursAgo(100) },
    { ...AGENT, process: null, path: null, createdAt: hoursAgo(23) },
    { ...AGENT, direction: "inbound", localPort: 8080, createdAt: hoursAgo(9) },
  ],
  good: [
    { ...AGENT, createdAt: hoursAgo(7) },
    { ...AGENT, createdAt: hoursAgo(100), remoteAddress: "192.168.1.9" },
    { ...AGENT, createdAt: hoursAgo(100), remoteAddress: "127.0.0.1" },
    { ...AGENT, createdAt: hoursAgo(100), state: "CLOSE_WAIT" },
    { ...AGENT, createdAt: hoursAgo(100), state: "LISTENING" },
  ],
});

testRule({ ...longConnection, id: "long-connection (a day, where anybody can put it)" }, {
  severity: "medium",
  bad: [{ ...AGENT, createdAt: hoursAgo(25) }],
  good: [{ ...AGENT, createdAt: NOW }],
});

testRule({ ...longConnection, id: "long-connection (sessions that last)" }, {
  severity: "informational",
  bad: [
    { ...AGENT, process: "slack.exe", createdAt: hoursAgo(30) },
    { ...AGENT, path: "C:\\Program Files\\Agent\\agent.exe", createdAt: hoursAgo(30) },
    { ...AGENT, remotePort: 22, createdAt: hoursAgo(30) },
    { ...AGENT, remotePort: 5228, createdAt: hoursAgo(30) },
    { ...AGENT, direction: "inbound", localPort: 3389, createdAt: hoursAgo(30) },
  ],
  good: [{ ...AGENT, process: "slack.exe", createdAt: hoursAgo(1) }],
});

Deno.test("long-connection: the history tells how long where the system does not", () => {
  const view = viewSeenSince({ ...AGENT, createdAt: null }, hoursAgo(10));
  const { findings, gaps } = judge(view, [longConnection]);
  assertEquals(
    findings.map(({ finding }) => finding.reason),
    ["agent.exe has been connected with 203.0.113.9 port 8443 for 10 h or longer"],
  );
  assertEquals(gaps, []);
  assertEquals(judge(viewSeenSince({ ...AGENT, createdAt: null }, null), [longConnection]), {
    findings: [],
    gaps: [],
  });
});

Deno.test("long-connection: without either it says once that a history is missing", () => {
  const { findings, gaps } = judged(longConnection, [AGENT, { ...AGENT, localPort: 50_001 }]);
  assertEquals(findings, []);
  assertEquals(gaps.map(({ missing, subjects }) => [missing, subjects]), [["history", []]]);
});
