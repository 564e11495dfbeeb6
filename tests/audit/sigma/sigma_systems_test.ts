/** Which connections a Sigma rule is about, by its system, where saved rows do not tell theirs. */
import { assertEquals } from "@std/assert";
import type { AuditedRow, ViewFacts } from "../../support/audited.ts";
import { judged } from "../../support/audited.ts";
import { loadTexts, outcomeOf, ruleText } from "../../support/sigma.ts";

const WINDOWS_PATH: AuditedRow = { process: "tool.exe", path: "C:\\Apps\\tool.exe" };
const WINDOWS_NAME: AuditedRow = { process: "tool.EXE", path: null };
const LINUX_PATH: AuditedRow = { process: "tool", path: "/usr/bin/tool" };
const NAME: AuditedRow = { process: "tool", path: null };
const NOBODY: AuditedRow = { pid: null, process: null, path: null };
const ROWS = [WINDOWS_PATH, WINDOWS_NAME, LINUX_PATH, NAME, NOBODY];

const PORT = "selection:\n    DestinationPort: 443\ncondition: selection";

async function ruleFor(product: string, detection: string) {
  const text = ruleText(detection).replace("category:", `product: ${product}\n  category:`);
  return (await loadTexts({ "a.yml": text })).rules[0]!;
}

async function outcomes(product: string, detection: string, facts: ViewFacts) {
  const rule = await ruleFor(product, detection);
  return ROWS.map((row) => outcomeOf(rule, { remotePort: 443, ...row }, facts));
}

Deno.test("sigma: where the system is not known, a program that shows it is judged by its rules alone", async () => {
  const os = null;
  assertEquals(await outcomes("windows", PORT, { os }), [true, true, false, true, true]);
  assertEquals(await outcomes("linux", PORT, { os }), [false, false, true, true, true]);
});

Deno.test("sigma: where the system is known, a program of another look is judged too", async () => {
  assertEquals(await outcomes("linux", PORT, { os: "linux" }), [true, true, true, true, true]);
  assertEquals(await outcomes("windows", PORT, { os: "windows" }), [true, true, true, true, true]);
});

Deno.test("sigma: rules for both systems judge the same rows, each its own", async () => {
  const rows = ROWS.slice(0, 3).map((row) => ({ ...row, remotePort: 443 }));
  const found = async (product: string) =>
    judged(await ruleFor(product, PORT), rows, { os: null }).findings
      .flatMap(({ subjects }) => subjects.map(({ row }) => row.process)).sort();
  assertEquals(await found("windows"), ["tool.EXE", "tool.exe"]);
  assertEquals(await found("linux"), ["tool"]);
});

Deno.test("sigma: a name without an ending is the end of a path of Linux, and of Windows perhaps a part", async () => {
  const ends = (end: string) => `selection:\n    Image|endswith: '${end}'\ncondition: selection`;
  const linux = await ruleFor("linux", ends("/tool"));
  const windows = await ruleFor("windows", ends("\\tool.exe"));
  for (const os of [null, "linux"] as const) {
    assertEquals(outcomeOf(linux, NAME, { os }), true);
    assertEquals(outcomeOf(linux, { ...NAME, process: "xtool" }, { os }), false);
  }
  for (const os of [null, "windows"] as const) {
    assertEquals(outcomeOf(windows, NAME, { os }), "path");
    assertEquals(outcomeOf(windows, WINDOWS_NAME, { os }), true);
  }
});
