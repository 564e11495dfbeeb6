/**
 * Tests of what holds for all rules on places and names: one fact makes one finding, and what netwho
 * cannot know of a program makes none.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { isAtLeast } from "../../../lib/model/finding.ts";
import { judge } from "../../../lib/audit/engine/judge.ts";
import { RULES } from "../../../lib/audit/rules.ts";
import { newProgramFile } from "../../../lib/audit/rules/place/new_program_file.ts";
import { type AuditedRow, auditedView } from "../../support/audited.ts";

/** The rules of this section. */
const FIRST = RULES.findIndex(({ id }) => id === "system-name-elsewhere");
const LAST = RULES.findIndex(({ id }) => id === "program-in-hidden-folder");
const PLACE_RULES = RULES.slice(FIRST, LAST + 1);

const NONE = { company: null, product: null, description: null, version: null, originalName: null };

/** Everything that can be known of a file which is unsigned, of nobody, and new. */
const FILE = {
  createdAt: "2026-11-25T11:00:00.000Z",
  version: NONE,
  signature: { status: "NotSigned", signer: null },
};

const windows = (path: string): AuditedRow => ({
  process: path.slice(path.lastIndexOf("\\") + 1),
  path,
  file: FILE,
});

Deno.test("place rules: of one fact one rule speaks", () => {
  assert(FIRST >= 0 && PLACE_RULES.length > 15);
  const cases: Readonly<Record<string, string>> = {
    "C:\\Users\\ann\\AppData\\Local\\Temp\\svchost.exe": "system-name-elsewhere",
    "C:\\Users\\Public\\svchost.exe": "system-name-elsewhere",
    "\\\\files\\tools\\svchost.exe": "system-name-elsewhere",
    "C:\\Windows \\System32\\svchost.exe": "system-name-elsewhere",
    "C:\\Users\\ann\\Downloads\\scvhost.exe": "look-alike-name",
    "C:\\Users\\Public\\invoice.pdf.exe": "double-extension",
    "C:\\Temp\\photo\u202Egpj.exe": "disguised-name",
    "C:\\Users\\Public\\x.exe": "program-in-odd-folder",
    "C:\\Users\\Default\\AppData\\Local\\Temp\\x.exe": "program-in-odd-folder",
    "C:\\Temp\\x.exe": "program-in-temp",
    "C:\\Users\\ann\\Downloads\\x.exe": "program-in-downloads",
    "C:\\Users\\ann\\Downloads\\Zoom.exe": "known-name-wrong-signer",
    "\\\\files\\tools\\x.exe": "program-on-share",
    "C:\\ProgramFiles\\x.exe": "look-alike-folder",
  };
  for (const [path, rule] of Object.entries(cases)) {
    const { findings } = judge(auditedView([windows(path)]), PLACE_RULES);
    assertEquals(findings.map((found) => found.rule.id), [rule], path);
  }
  const linux = {
    "/tmp/.x/x": "program-in-linux-temp",
    "/usr/lib/.x/x": "program-in-hidden-folder",
  };
  for (const [path, rule] of Object.entries(linux)) {
    const view = auditedView([{ process: "x", path, file: FILE }], { os: "linux" });
    assertEquals(judge(view, PLACE_RULES).findings.map((found) => found.rule.id), [rule], path);
  }
});

Deno.test("place rules: an ordinary computer gives nothing", () => {
  const file = {
    createdAt: "2026-03-01T00:00:00.000Z",
    version: { ...NONE, company: "Sample Ltd", version: "1.0" },
    signature: { status: "Valid", signer: "Sample Ltd" },
  };
  const rows = [
    "C:\\Windows\\System32\\svchost.exe",
    "C:\\Windows\\System32\\lsass.exe",
    "C:\\Windows\\explorer.exe",
    "C:\\Windows\\SystemApps\\MicrosoftWindows.Client.CBS_cw5n1h2txyewy\\SearchHost.exe",
    "C:\\Windows\\ImmersiveControlPanel\\SystemSettings.exe",
    "C:\\Program Files\\WindowsApps\\Sample_1.0.0.0_x64__8wekyb3d8bbwe\\Sample.exe",
    "C:\\Program Files (x86)\\Sample\\Update.exe",
    "C:\\ProgramData\\Microsoft\\Windows Defender\\Platform\\4.18.1-0\\MsMpEng.exe",
    "C:\\Users\\ann\\AppData\\Local\\Sample\\app-1.0.9\\Sample.exe",
    "C:\\Users\\ann\\AppData\\Local\\Programs\\Sample\\Sample.exe",
    "D:\\Games\\Sample\\Sample.exe",
  ].map((path): AuditedRow => ({
    ...windows(path),
    file,
    services: ["Sample"],
    parent: { process: path.includes("lsass") ? "wininit.exe" : "services.exe" },
  }));
  const { findings, gaps } = judge(auditedView(rows), PLACE_RULES);
  assertEquals(findings.map(({ finding }) => finding.reason), []);
  assertEquals(gaps.map(({ missing }) => missing), []);
});

Deno.test("place rules: of a program of Linux no rule for Windows speaks, nor the other way round", () => {
  const linux = { process: "services.exe", path: "/home/anna/.wine/services.exe", file: FILE };
  const found = (row: AuditedRow) =>
    judge(auditedView([row], { os: null }), PLACE_RULES).findings.map(({ rule }) => rule.id);
  assertEquals(found(linux), [newProgramFile.id]);
  assertEquals(found({ process: "kworker.exe", path: "C:\\tmp\\kworker.exe" }), [
    "program-in-temp",
  ]);
});

Deno.test("place rules: a program without a name or path is not judged, and is said to be so", () => {
  const { findings, gaps } = judge(auditedView([{ process: null, path: null }]), PLACE_RULES);
  assertEquals(findings, []);
  assertEquals(gaps.map(({ missing }) => missing), ["process"]);
});

const NAMES = ["svchost.exe", "scvhost.exe", "x.exe", "a.pdf.exe", "x", "kworker/0"];
const FOLDERS = [
  "C:\\Temp\\",
  "C:\\Windows\\System32\\",
  "C:\\Users\\Public\\",
  "C:\\Users\\ann\\Downloads\\",
  "\\\\files\\tools\\",
  "/tmp/",
  "/usr/bin/",
  "/home/anna/.x/",
];

const anyRow: fc.Arbitrary<AuditedRow> = fc.record({
  process: fc.option(fc.constantFrom(...NAMES)),
  folder: fc.option(fc.constantFrom(...FOLDERS)),
  remoteAddress: fc.constantFrom("203.0.113.9", "127.0.0.1", null),
  isGone: fc.boolean(),
}).map(({ process, folder, remoteAddress, isGone }) => ({
  process,
  path: process === null || folder === null ? null : folder + process,
  remoteAddress,
  file: { ...FILE, isGone },
}));

const textOf = (rows: readonly AuditedRow[]) =>
  judge(auditedView(rows, { os: null }), PLACE_RULES).findings
    .map((
      { finding: { id, severity, reason, connections } },
    ) => [id, severity, reason, connections]);

Deno.test("place rules: the order of rows makes no difference, and a row less adds no finding", () => {
  fc.assert(fc.property(fc.array(anyRow, { maxLength: 6 }), (some) => {
    // The process ID is one of the row's place in the list, unless it is fixed.
    const rows = some.map((row, index) => ({ ...row, pid: 100 + index, localPort: 5000 + index }));
    const all = textOf(rows);
    assertEquals(textOf(rows.toReversed()), all);
    for (const left of rows) {
      const ids = textOf(rows.filter((row) => row !== left)).map(([id]) => id);
      assertEquals(ids.filter((id) => !all.some(([other]) => other === id)), []);
    }
  }));
});

Deno.test("place rules: each says what it means, and no severity is above its rule's", () => {
  fc.assert(fc.property(anyRow, (row) => {
    for (const { rule, finding } of judge(auditedView([row], { os: null }), PLACE_RULES).findings) {
      if (rule.id === "program-on-share") continue;
      assertEquals(isAtLeast(rule.severity, finding.severity!), true, rule.id);
    }
  }));
});
