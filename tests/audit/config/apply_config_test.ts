/**
 * Tests of what a config does to findings.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  allowFindings,
  chosenByConfig,
  expiredEntries,
  withSeverities,
} from "../../../lib/audit/config/apply_config.ts";
import { readConfig } from "../../../lib/audit/config/read_config.ts";
import { judge } from "../../../lib/audit/engine/judge.ts";
import { leaveOutMilder } from "../../../lib/audit/min_severity.ts";
import { knownBackdoorPort } from "../../../lib/audit/rules/ports/known_backdoor_port.ts";
import { auditedView } from "../../support/audited.ts";

const TODAY = "2026-11-25";
const RULES = [knownBackdoorPort];

const config = (value: unknown) =>
  readConfig(JSON.stringify(value), {
    label: "netwho.json",
    ruleIds: RULES.map(({ id }) => id),
  });

const ROWS = [
  { process: "a.exe", remotePort: 4444, user: "PC\\anna" },
  { process: "a.exe", remotePort: 4444, user: "PC\\kim" },
  { process: "b.exe", remotePort: 1337, remoteAddress: "198.51.100.4" },
];

const judgement = () => judge(auditedView(ROWS), RULES);

const allowed = (value: unknown, today = TODAY) =>
  allowFindings(judgement(), { config: config(value), today });

const programs = (findings: readonly { finding: { process: string | null } }[]) =>
  findings.map(({ finding }) => finding.process);

Deno.test("what an entry allows is no finding, and is told with its reason", () => {
  const { findings, allowed: out } = allowed({ allow: [{ process: "b", reason: "our server" }] });
  assertEquals(programs(findings), ["a.exe"]);
  assertEquals(out.map(({ found, because }) => [found.finding.process, because]), [
    ["b.exe", "our server"],
  ]);
});

Deno.test("an entry must hold for every connection behind a finding", () => {
  assertEquals(
    programs(allowed({ allow: [{ user: "anna", reason: "x" }] }).findings),
    ["a.exe", "b.exe"],
  );
  const both = allowed({
    allow: [{ user: "anna", reason: "x" }, { user: "kim", reason: "y" }],
  });
  assertEquals(programs(both.findings), ["b.exe"]);
  assertEquals(both.allowed[0]!.because, "x; y");
});

Deno.test("an entry holds to the end of its last day, then allows nothing and says so", () => {
  const value = { allow: [{ process: "b", reason: "test", until: TODAY }] };
  assertEquals(programs(allowed(value).findings), ["a.exe"]);
  assertEquals(programs(allowed(value, "2026-11-26").findings), ["a.exe", "b.exe"]);
  assertEquals(expiredEntries(config(value), TODAY), []);
  assertEquals(expiredEntries(config(value), "2026-11-26"), [
    "netwho.json, line 1: the entry ended with 2026-11-25 and allows nothing any more (test)",
  ]);
});

Deno.test("another severity shows in the finding, which says what it was", () => {
  const judged = judgement();
  const { findings } = withSeverities(judged, config({ severity: { "known-*": "critical" } }));
  assertEquals(findings.map(({ finding }) => finding.severity), ["critical", "critical"]);
  assertEquals(findings[0]!.finding.evidence, [
    ...judged.findings[0]!.finding.evidence ?? [],
    "the config makes it critical, the rule medium",
  ]);
});

Deno.test("a rule that is off does not judge", () => {
  const { rules, leftOut } = chosenByConfig(RULES, config({ severity: { "known-*": "off" } }));
  assertEquals([rules, leftOut], [[], RULES]);
  assertEquals(chosenByConfig(RULES, null).rules, RULES);
});

Deno.test("a config that says nothing changes nothing", () => {
  const before = judgement();
  assertEquals(withSeverities(before, config({})), before);
  const { allowed: out, ...after } = allowed({ allow: [], severity: {} });
  assertEquals([out, after.findings, after.gaps], [[], before.findings, before.gaps]);
});

Deno.test("findings below the least severity are kept apart; what was not judged stays", () => {
  const before = judge(auditedView([...ROWS, { remotePort: 4444, direction: null }]), RULES);
  const { findings, milder, gaps } = leaveOutMilder(before, "high");
  assertEquals([findings.length, milder.length, gaps], [0, before.findings.length, before.gaps]);
  assert(gaps.length > 0);
  assertEquals(leaveOutMilder(before, null).findings, before.findings);
});

Deno.test("allowing never adds a finding, and none is lost", () => {
  const entry = fc.record({
    process: fc.constantFrom("a", "b", "*", "!a", "c"),
    port: fc.constantFrom(4444, 1337, "1-65535", 1),
    reason: fc.constant("x"),
  });
  fc.assert(fc.property(fc.array(entry, { maxLength: 4 }), (allow) => {
    const ids = new Set(judgement().findings.map(({ finding }) => finding.id));
    const { findings, allowed: out } = allowed({ allow });
    assert(findings.every(({ finding }) => ids.has(finding.id)));
    assertEquals(findings.length + out.length, ids.size);
  }));
});
