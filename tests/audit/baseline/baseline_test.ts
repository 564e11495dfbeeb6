/**
 * Tests of what a baseline takes out of the findings.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  baselineRemarks,
  type BaselineSide,
  leaveOutOld,
} from "../../../lib/audit/baseline/baseline.ts";
import { judge } from "../../../lib/audit/engine/judge.ts";
import type { Rule } from "../../../lib/audit/engine/rule.ts";
import { knownBackdoorPort } from "../../../lib/audit/rules/ports/known_backdoor_port.ts";
import { type AuditedRow, auditedView } from "../../support/audited.ts";

const RULES = [knownBackdoorPort];

const side = (rows: readonly AuditedRow[], more: Partial<BaselineSide> = {}): BaselineSide => ({
  label: "monday.json",
  view: auditedView(rows),
  computer: "PC-7",
  isWhole: true,
  elevated: true,
  isPartial: false,
  ...more,
});

/** Judges rows, and leaves out what a baseline has. */
function fresh(
  old: readonly AuditedRow[],
  now: readonly AuditedRow[],
  rules: readonly Rule[] = RULES,
) {
  const [baseline, current] = [side(old), side(now)];
  const { findings, old: known } = leaveOutOld(judge(current.view, rules), {
    baseline,
    current,
    rules,
  });
  return { new: findings.length, old: known.length };
}

const C2 = { process: "a.exe", path: "C:\\A\\a.exe", pid: 700, remotePort: 4444 };
const OTHER = { ...C2, process: "b.exe", path: "C:\\B\\b.exe", pid: 800 };

Deno.test("what the baseline has is not reported, whatever its client port and process ID", () => {
  assertEquals(fresh([C2], [{ ...C2, localPort: 60_000, pid: 900 }]), { new: 0, old: 1 });
});

Deno.test("another program, another peer or another port is new", () => {
  assertEquals(fresh([C2], [OTHER]), { new: 1, old: 0 });
  assertEquals(fresh([C2], [{ ...C2, remoteAddress: "198.51.100.4" }]), { new: 1, old: 0 });
  assertEquals(fresh([C2], [{ ...C2, remotePort: 1337 }]), { new: 1, old: 0 });
  assertEquals(fresh([], [C2]), { new: 1, old: 0 });
});

Deno.test("a listener of another program on the same port is new", () => {
  const listener = { ...C2, state: "LISTENING", localPort: 4444 };
  assertEquals(fresh([listener], [{ ...OTHER, state: "LISTENING", localPort: 4444 }]), {
    new: 1,
    old: 0,
  });
  assertEquals(fresh([listener], [{ ...listener, pid: 701 }]), { new: 0, old: 1 });
});

Deno.test("a baseline that shows no paths knows the connection all the same", () => {
  assertEquals(fresh([{ ...C2, path: null }], [C2]), { new: 0, old: 1 });
  assertEquals(fresh([{ ...C2, pid: null, process: null, path: null }], [C2]), { new: 0, old: 1 });
});

Deno.test("one new connection among old ones with the same peer is not new", () => {
  assertEquals(fresh([C2], [C2, { ...C2, localPort: 60_001 }]), { new: 0, old: 1 });
});

/** A rule about a number of connections. */
const crowd: Rule = {
  ...knownBackdoorPort,
  id: "crowd",
  *judge({ subjects }) {
    if (subjects.length < 3) return;
    yield {
      subjects,
      about: "crowd",
      found: { reason: "many", severity: subjects.length > 5 ? "high" : "low" },
    };
  },
};

const crowdOf = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ ...C2, localPort: 50_000 + at }));

Deno.test("what is said of several together is old only where the baseline has the finding", () => {
  assertEquals(fresh(crowdOf(1), crowdOf(4), [crowd]), { new: 1, old: 0 });
  assertEquals(fresh(crowdOf(3), crowdOf(4), [crowd]), { new: 0, old: 1 });
});

Deno.test("a crowd that grew so that it matters more is new", () => {
  assertEquals(fresh(crowdOf(3), crowdOf(6), [crowd]), { new: 1, old: 0 });
  assertEquals(fresh(crowdOf(6), crowdOf(3), [crowd]), { new: 0, old: 1 });
});

Deno.test("a finding about the past, with no connection of now, is new", () => {
  const past: Rule = {
    ...knownBackdoorPort,
    *judge({ observedAt }) {
      if (observedAt === null) return;
      yield { subjects: [], about: observedAt, found: { reason: "it was", past: { pid: 7 } } };
    },
  };
  const [baseline, current] = [side([], { view: auditedView([], { observedAt: null }) }), side([])];
  const { findings } = leaveOutOld(judge(current.view, [past]), {
    baseline,
    current,
    rules: [past],
  });
  assertEquals(findings.map(({ finding }) => [finding.pid, finding.connections]), [[7, 0]]);
});

Deno.test("a baseline of itself leaves no finding, and never adds one", () => {
  const row = fc.record({
    process: fc.constantFrom("a.exe", "b.exe", null),
    pid: fc.constantFrom(700, 800, null),
    remotePort: fc.constantFrom(4444, 1337, 443),
    localPort: fc.integer({ min: 1, max: 65_535 }),
    remoteAddress: fc.constantFrom("203.0.113.9", "198.51.100.4"),
    state: fc.constantFrom("ESTABLISHED", "LISTENING", "SYN_SENT"),
  });
  const rows = fc.array(row, { maxLength: 12 });
  fc.assert(fc.property(rows, rows, (one, other) => {
    assertEquals(fresh(one, one).new, 0);
    const found = judge(auditedView(other), RULES).findings.length;
    const { new: left, old } = fresh(one, other);
    assertEquals(left + old, found);
    assert(fresh([...one, ...other], other).new <= left);
  }));
});

Deno.test("where the baseline could see less, it is said", () => {
  const listeners = [1, 2, 3].map((pid) => ({ ...C2, pid, state: "LISTENING", localPort: pid }));
  const now = side([...listeners, C2]);
  const said = (rows: readonly AuditedRow[], more: Partial<BaselineSide> = {}) =>
    baselineRemarks(side(rows, more), now).join("\n");
  assertEquals(said([...listeners, C2]), "");
  assertEquals(
    said([C2], { isWhole: false }),
    "monday.json has no listening TCP sockets: what is found of them counts as new",
  );
  assert(said([]).includes("has no connections: all that is found counts as new"));
  const bare = [...listeners, C2].map((row) => ({ ...row, pid: null, process: null, path: null }));
  assert(said(bare).includes("no process IDs and no programs"));
  const nameless = [...listeners, C2].map((row) => ({ ...row, process: null, path: null }));
  assert(said(nameless).includes("no names of programs"));
  assert(said([...listeners, C2], { elevated: false }).includes("without administrator's rights"));
  assert(said([...listeners, C2], { isPartial: true }).includes("is not whole"));
  assert(
    said([...listeners, C2], { computer: "PC-8" }).includes("is from PC-8, and not from PC-7"),
  );
  const later = auditedView([...listeners, C2], { observedAt: "2026-12-01T00:00:00.000Z" });
  assert(said([], { view: later }).includes("is later than"));
});
