/**
 * Tests of how findings are made of what rules say.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { judge } from "../../../lib/audit/engine/judge.ts";
import { knownBackdoorPort } from "../../../lib/audit/rules/ports/known_backdoor_port.ts";
import type { Rule, Verdict } from "../../../lib/audit/engine/rule.ts";
import { auditedView } from "../../support/audited.ts";

const C2 = { process: "update.exe", path: "C:\\Temp\\update.exe", remotePort: 4444 };

Deno.test("judge: one finding for each rule, program and peer, with the number of connections", () => {
  const view = auditedView([
    { ...C2, localPort: 50_003 },
    { ...C2, localPort: 50_001 },
    { ...C2, localPort: 50_002, path: "c:/temp/UPDATE.exe" },
    { ...C2, remoteAddress: "198.51.100.4" },
    { ...C2, path: "D:\\update.exe" },
  ]);
  const { findings } = judge(view, [knownBackdoorPort]);
  assertEquals(
    findings.map(({ finding }) => [finding.path, finding.remoteAddress, finding.connections])
      .sort(),
    [
      ["C:\\Temp\\update.exe", "198.51.100.4", 1],
      ["C:\\Temp\\update.exe", "203.0.113.9", 3],
      ["D:\\update.exe", "203.0.113.9", 1],
    ],
  );
  assertEquals(new Set(findings.map(({ finding }) => finding.id)).size, 3);
  assertEquals(findings.flatMap(({ finding }) => finding.localPort ?? []).includes(50_001), true);
});

Deno.test("judge: the order of the connections makes no difference", () => {
  const rows = [3, 1, 2, 5, 4].map((number) => ({
    ...C2,
    pid: 700 + number,
    localPort: 50_000 + number,
    remoteAddress: `203.0.113.${number % 2}`,
  }));
  const findingsOf = (ordered: typeof rows) =>
    judge(auditedView(ordered), [knownBackdoorPort]).findings.map(({ finding }) => finding);
  assertEquals(findingsOf(rows.toReversed()), findingsOf(rows));
  assertEquals(findingsOf(rows.toSorted((a, b) => a.pid - b.pid)), findingsOf(rows));
});

/** A rule that says the same of all connections together. */
function ruleOf(verdict: Partial<Verdict>): Rule {
  return {
    ...knownBackdoorPort,
    id: "test-rule",
    *judge({ subjects }) {
      for (const subject of subjects) {
        yield { subjects: [subject], found: { reason: "It is a test" }, about: "all", ...verdict };
      }
    },
  };
}

Deno.test("judge: what is about a peer of several programs is one finding, with one ID", () => {
  const rows = [{ process: "a.exe" }, { process: "b.exe" }];
  const idsOf = (some: typeof rows, verdict: Partial<Verdict>) =>
    judge(auditedView(some), [ruleOf(verdict)]).findings.map(({ finding }) => finding.id);
  assertEquals(idsOf(rows, {}).length, 2);
  const [id, ...others] = idsOf(rows, { ofAnyProgram: true });
  assertEquals(others, []);
  assertEquals(idsOf(rows.slice(1), { ofAnyProgram: true }), [id!]);
});

Deno.test("judge: what was missing comes in the order of the facts, whatever the order of the rules", () => {
  const rules = [
    ruleOf({ found: "remoteHost" }),
    ruleOf({ found: "process" }),
    ruleOf({ found: "path" }),
  ];
  for (const some of [rules, rules.toReversed()]) {
    const { gaps } = judge(auditedView([{}]), some);
    assertEquals(gaps.map(({ missing }) => missing), ["process", "path", "remoteHost"]);
  }
});
