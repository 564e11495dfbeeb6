/**
 * Tests that one rule speaks for a system program, not several.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { judge } from "../../../lib/audit/engine/judge.ts";
import { LOLBAS_PROGRAMS } from "../../../lib/audit/lists/lolbas.ts";
import { OFFICE_PROGRAMS } from "../../../lib/audit/questions/office_programs.ts";
import type { Rule } from "../../../lib/audit/engine/rule.ts";
import { RULES } from "../../../lib/audit/rules.ts";
import * as names from "../../../lib/audit/questions/tool_names.ts";
import { type AuditedRow, auditedView } from "../../support/audited.ts";

const FOLDER = new URL("../../../lib/audit/rules/tools/", import.meta.url);

/** The rules of the folder: each file's ID stands in RULES, so that none is forgotten there. */
const TOOL_RULES: readonly Rule[] = Array.from(Deno.readDirSync(FOLDER), ({ name }) => {
  const id = /\bid: "([^"]+)"/.exec(Deno.readTextFileSync(new URL(name, FOLDER)))?.[1];
  const rule = RULES.find((one) => one.id === id);
  assert(rule !== undefined, `${name} is not in RULES`);
  return rule;
});

const PROGRAMS = new Set([
  ...Object.values(names).flatMap((value) =>
    value instanceof Set ? [...value].filter((name) => typeof name === "string") : []
  ),
  ...LOLBAS_PROGRAMS.keys(),
  ...OFFICE_PROGRAMS,
  ..."java javaw telnet nc ncat socat".split(" "),
]);

const PORTS = [21, 22, 23, 79, 80, 135, 389, 443, 445, 587, 1099, 1389, 4444, 8080, 9100];

const SYSTEM32 = "C:\\Windows\\System32\\";

function* everyRow(): Generator<AuditedRow> {
  for (const stem of PROGRAMS) {
    const path = `${SYSTEM32}${stem}.exe`;
    for (const remotePort of PORTS) {
      for (const remoteAddress of ["203.0.113.9", "192.168.1.9", "127.0.0.1"]) {
        for (const commandLine of [null, path, `"${path}" /s library.dll`]) {
          for (const remoteOwner of [null, "Microsoft Corporation", "Example Hosting"]) {
            yield {
              process: `${stem}.exe`,
              path,
              remotePort,
              remoteAddress,
              commandLine,
              remoteOwner,
            };
          }
        }
      }
    }
  }
}

Deno.test("tool rules: each connection of a system program makes one finding at most", () => {
  assert(TOOL_RULES.length > 20 && PROGRAMS.size > 130);
  const view = auditedView([...everyRow()].map((row, index) => ({ ...row, pid: 100_000 + index })));
  const rulesOf = new Map<unknown, Set<string>>();
  for (const rule of TOOL_RULES) {
    if (rule.os === "linux") continue;
    for (const { subjects, found } of rule.judge(view)) {
      if (typeof found === "string") continue;
      for (const subject of subjects) {
        rulesOf.set(subject, (rulesOf.get(subject) ?? new Set()).add(rule.id));
      }
    }
  }
  assert(rulesOf.size > 1000);
  assertEquals(Array.from(rulesOf.values(), (ids) => [...ids]).filter((ids) => ids.length > 1), []);
});

Deno.test("tool rules: every program of the list has a rule that speaks for it in the Internet", () => {
  const rows = Array.from(LOLBAS_PROGRAMS.keys(), (stem, index) => ({
    pid: 5000 + index,
    process: `${stem}.exe`,
    path: `${SYSTEM32}${stem}.exe`,
    remotePort: 4444,
    remoteOwner: "Example Hosting",
  }));
  const { findings } = judge(auditedView(rows), TOOL_RULES);
  const found = new Set(findings.map(({ finding }) => finding.process));
  assertEquals(rows.filter(({ process }) => !found.has(process)).map(({ process }) => process), []);
});

Deno.test("tool rules: programs that connect by purpose make no finding", () => {
  const purposes =
    "chrome msedge firefox explorer svchost Teams OneDrive Code SearchHost dotnet lsass";
  const rows = purposes.split(" ").map((stem) => ({
    process: `${stem}.exe`,
    path: `${SYSTEM32}${stem}.exe`,
    remoteOwner: "Example Hosting",
  }));
  const { findings, gaps } = judge(auditedView(rows), TOOL_RULES);
  assertEquals(findings.map(({ finding }) => finding.process), []);
  assertEquals(gaps, []);
});

Deno.test("tool rules: each has a public source with a fixed state, or a page about the technique", () => {
  for (const { id, references } of TOOL_RULES) {
    assert(references.length > 0, id);
    for (const reference of references) assert(URL.canParse(reference), `${id}: ${reference}`);
  }
});
