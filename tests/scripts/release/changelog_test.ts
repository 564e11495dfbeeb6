import { assertEquals } from "@std/assert";
import { VERSION } from "../../../lib/version.ts";
import {
  moduleVersion,
  releaseProblems,
  type ReleaseVersions,
  sectionOf,
} from "../../../scripts/release/changelog.ts";

const CHANGELOG = `# Changelog

## Unreleased

Not yet.

## [1.10.0] - 2026-12-02

The newer one.

### Added

- A thing.

## 1.1.0 - 2026-12-01

The older one.

## 1.0.0 - 2026-11-30
`;

Deno.test("the notes of a version are its section, without its heading", () => {
  assertEquals(sectionOf(CHANGELOG, "1.10.0"), {
    date: "2026-12-02",
    notes: "The newer one.\n\n### Added\n\n- A thing.",
  });
  assertEquals(sectionOf(CHANGELOG, "1.1.0")?.notes, "The older one.");
  assertEquals(sectionOf(CHANGELOG.replaceAll("\n", "\r\n"), "1.1.0")?.notes, "The older one.");
  assertEquals(sectionOf(CHANGELOG, "1.0.0")?.notes, "");
});

Deno.test("no other heading is a version's", () => {
  for (const version of ["1.1", "1.10", "Unreleased", "", "1.1.0 - 2026-12-01", "2.0.0"]) {
    assertEquals(sectionOf(CHANGELOG, version), null);
  }
  for (const heading of ["### 2.0.0 - 2026-12-01", "## 2.0.0", "## 2.0.0 - soon", "2.0.0"]) {
    assertEquals(sectionOf(`# Changelog\n\n${heading}\n\nText\n`, "2.0.0"), null);
  }
});

const READY: ReleaseVersions = {
  tag: "v1.10.0",
  config: "1.10.0",
  program: "1.10.0",
  module: "1.10.0",
  changelog: CHANGELOG,
};

Deno.test("a version is ready if all that names it agrees", () => {
  assertEquals(releaseProblems(READY), []);
  assertEquals(releaseProblems({ ...READY, tag: null, changelog: "" }), []);
});

const NOT_READY: readonly (readonly [change: Partial<ReleaseVersions>, problem: string])[] = [
  [{ tag: "1.10.0" }, "The tag is 1.10.0, deno.json wants v1.10.0"],
  [{ tag: "v1.10" }, "The tag is v1.10, deno.json wants v1.10.0"],
  [{ program: "1.1.0" }, "lib/version.ts: the version is 1.1.0, in deno.json it is 1.10.0"],
  [{ module: "1.1.0" }, "scripts/NetWho/NetWho.psd1: ModuleVersion is 1.1.0, not 1.10.0"],
  [{ changelog: "## Unreleased" }, 'CHANGELOG.md: there is no heading "## 1.10.0 - YYYY-MM-DD"'],
  [
    { tag: "v1.0.0", config: "1.0.0", program: "1.0.0", module: "1.0.0" },
    "CHANGELOG.md: the section of 1.0.0 is empty",
  ],
];

for (const [change, problem] of NOT_READY) {
  Deno.test(`not ready: ${problem}`, () => {
    assertEquals(releaseProblems({ ...READY, ...change }), [problem]);
  });
}

Deno.test("what is no version is none, and a module has no words behind its numbers", () => {
  for (const config of ["1.2", "01.2.3", "1.2.3+4", "v1.2.3", "1.2.3-"]) {
    const [problem] = releaseProblems({ ...READY, tag: null, config, program: config });
    assertEquals(problem, `deno.json: ${config} is no version`);
  }
  const config = "1.10.0-rc.1";
  assertEquals(releaseProblems({ ...READY, tag: null, config, program: config }), []);
});

Deno.test("the module's manifest has the version of the program", () => {
  const manifest = new URL("../../../scripts/NetWho/NetWho.psd1", import.meta.url);
  assertEquals(moduleVersion(Deno.readTextFileSync(manifest)), VERSION.split("-")[0]);
  assertEquals(moduleVersion("@{\n    ModuleVersion = '1.2.3'\n}"), "1.2.3");
  assertEquals(moduleVersion("@{ RequiredModules = @() }"), "missing");
});
