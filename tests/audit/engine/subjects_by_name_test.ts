/**
 * Tests that looking up connections by the names of their programs changes no judgement.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { goesOut, isNamed } from "../../../lib/audit/questions/conditions.ts";
import { whereAll } from "../../../lib/audit/engine/rule.ts";
import { subjectsNamed } from "../../../lib/audit/engine/subjects_by_name.ts";
import { auditedView } from "../../support/audited.ts";

const NAMES: ReadonlySet<string> = new Set(["cmd", "certutil"]);

Deno.test("subjects by name: those that have one of the names, and those that have none", () => {
  const view = auditedView([
    { process: "CMD.EXE" },
    { process: "certutil.exe" },
    { process: "cmd.exe" },
    { process: "chrome.exe" },
    { process: null },
    { process: null, pid: 0, state: "TIME_WAIT" },
  ]);
  assertEquals(Array.from(subjectsNamed(view, NAMES), ({ row }) => row.localPort).sort(), [
    50_000,
    50_001,
    50_002,
    50_004,
  ]);
  assertEquals([...subjectsNamed(view, new Set())].length, 1);
});

Deno.test("whereAll: a question for names judges the same first as last", () => {
  const rows = fc.array(fc.record({
    process: fc.constantFrom("cmd.exe", "certutil.exe", "chrome.exe", null),
    pid: fc.constantFrom(0, 4, 7, null),
    direction: fc.constantFrom("outbound", "inbound", null),
  }));
  const first = whereAll([isNamed(NAMES), goesOut], () => ({ reason: "it" }));
  const last = whereAll([goesOut, isNamed(NAMES)], () => ({ reason: "it" }));
  fc.assert(fc.property(rows, (made) => {
    const view = auditedView(made);
    const judgedBy = (judge: typeof first) =>
      [...judge(view)].flatMap(({ subjects, found }) =>
        subjects.map(({ row }) => [
          row.localPort,
          typeof found === "string" ? "open" : found.reason,
        ])
      ).sort();
    assertEquals(judgedBy(first), judgedBy(last));
  }));
});
