/**
 * Holds `lib/` to the shape that `scripts/lint/architecture.ts` describes, and that file to its word.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import {
  findViolations,
  formatViolation,
  LONGEST_FILE,
  readSource,
  type Rule,
  RULES,
  type SourceFile,
} from "../scripts/lint/architecture.ts";
import { ROOT } from "./support/program.ts";

function readLibrary(folder = "lib"): SourceFile[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT))).flatMap(({ name, isDirectory }) => {
    const path = `${folder}/${name}`;
    if (isDirectory) return readLibrary(path);
    return [readSource(path, Deno.readTextFileSync(new URL(path, ROOT)))];
  });
}

const LIBRARY = readLibrary();

Deno.test("architecture: all of lib/ is read, with its imports", () => {
  assert(LIBRARY.length > 50, `${LIBRARY.length} files`);
  assert(LIBRARY.flatMap(({ imports }) => imports).length > 2 * LIBRARY.length);
  const paths = new Set(LIBRARY.map(({ path }) => path));
  const lost = LIBRARY.flatMap(({ path, imports }) =>
    imports.filter((found) => !paths.has(found.path)).map((found) => `${path}:${found.line}`)
  );
  assertEquals(lost, [], "imports of files that are not there");
});

for (const [rule, reason] of Object.entries(RULES)) {
  Deno.test(`architecture: no ${rule} in lib/`, () => {
    const broken = findViolations(LIBRARY).filter((found) => found.rule === rule);
    assert(broken.length === 0, `${reason}\n${broken.map(formatViolation).join("\n")}`);
  });
}

/** A tree as files with what they import, one import a line. */
function violations(tree: Readonly<Record<string, readonly string[]>>): string[] {
  const files = Object.entries(tree).map(([path, imports]) => ({
    path,
    lines: imports.length + 1,
    imports: imports.map((to, at) => ({ path: to, line: at + 1 })),
  }));
  return findViolations(files).map(formatViolation);
}

Deno.test("architecture: a tree that keeps the rules has no violations", () => {
  assertEquals(
    violations({
      "lib/cli/main.ts": ["lib/cli/options/read.ts", "lib/inspect/inspect.ts", "lib/errors.ts"],
      "lib/cli/options/read.ts": ["lib/cli/words.ts", "lib/version.ts"],
      "lib/cli/words.ts": [],
      "lib/inspect/inspect.ts": ["lib/capture/snapshot.ts", "lib/model/owner.ts"],
      "lib/capture/snapshot.ts": ["lib/capture/saved/saved.ts", "lib/rows/sort.ts"],
      "lib/capture/saved/saved.ts": ["lib/capture/join.ts", "lib/tools/chcp.ts"],
      "lib/capture/join.ts": ["lib/host/host.ts"],
      "lib/rows/sort.ts": ["lib/address/address.ts"],
      "lib/tools/chcp.ts": ["lib/text/decode.ts"],
      "lib/text/decode.ts": [],
      "lib/host/host.ts": ["lib/text/decode.ts"],
      "lib/address/address.ts": [],
      "lib/model/owner.ts": ["lib/errors.ts"],
      "lib/errors.ts": [],
      "lib/version.ts": [],
    }),
    [],
  );
});

const BROKEN: readonly (readonly [
  rule: Rule,
  tree: Readonly<Record<string, readonly string[]>>,
  expected: readonly string[],
])[] = [
  [
    "import-circle",
    {
      "lib/text/a.ts": ["lib/text/z.ts", "lib/text/b.ts"],
      "lib/text/b.ts": ["lib/text/c.ts"],
      "lib/text/c.ts": ["lib/text/a.ts"],
      "lib/text/z.ts": [],
    },
    [
      "lib/text/a.ts:2: import-circle: " +
      "lib/text/a.ts → lib/text/b.ts → lib/text/c.ts → lib/text/a.ts; " +
      "move what both need into a third file",
    ],
  ],
  [
    "import-circle",
    { "lib/text/a.ts": ["lib/text/a.ts"] },
    [
      "lib/text/a.ts:1: import-circle: lib/text/a.ts → lib/text/a.ts; " +
      "move what both need into a third file",
    ],
  ],
  [
    "upward-import",
    {
      "lib/model/field.ts": ["lib/errors.ts", "lib/text/width.ts"],
      "lib/text/width.ts": [],
      "lib/errors.ts": [],
    },
    ["lib/model/field.ts:2: upward-import: imports lib/text/width.ts, which is above lib/model"],
  ],
  [
    "upward-import",
    { "lib/errors.ts": ["lib/model/field.ts"], "lib/model/field.ts": [] },
    ["lib/errors.ts:1: upward-import: imports lib/model/field.ts, which is above lib"],
  ],
  [
    "upward-import",
    { "lib/new/thing.ts": [] },
    [
      "lib/new/thing.ts:1: upward-import: belongs to no layer: " +
      "add its folder to LAYERS in scripts/lint/architecture.ts",
    ],
  ],
  [
    "upward-import",
    { "lib/loose.ts": [] },
    [
      "lib/loose.ts:1: upward-import: belongs to no layer: " +
      "add its folder to LAYERS in scripts/lint/architecture.ts",
    ],
  ],
  [
    "folder-circle",
    {
      "lib/rows/a.ts": ["lib/output/b.ts"],
      "lib/output/b.ts": [],
      "lib/output/c.ts": ["lib/rows/d.ts"],
      "lib/rows/d.ts": [],
    },
    [
      "lib/output/c.ts:1: folder-circle: lib/output → lib/rows → lib/output; " +
      "through lib/output/c.ts:1, lib/rows/a.ts:1",
    ],
  ],
  [
    "folder-circle",
    {
      "lib/tools/one/a.ts": ["lib/tools/two/b.ts"],
      "lib/tools/two/b.ts": [],
      "lib/tools/two/deep/c.ts": ["lib/tools/one/d.ts"],
      "lib/tools/one/d.ts": [],
    },
    [
      "lib/tools/one/a.ts:1: folder-circle: lib/tools/one → lib/tools/two → lib/tools/one; " +
      "through lib/tools/one/a.ts:1, lib/tools/two/deep/c.ts:1",
    ],
  ],
  [
    "host-in-tools",
    { "lib/tools/proc/pid.ts": ["lib/host/host.ts"], "lib/host/host.ts": [] },
    [
      "lib/tools/proc/pid.ts:1: host-in-tools: imports lib/host/host.ts; " +
      "take text or bytes instead, and read them in lib/capture/",
    ],
  ],
  [
    "twin-name",
    { "lib/output/table.ts": [], "lib/tools/table.ts": [] },
    [
      "lib/tools/table.ts:1: twin-name: lib/output/table.ts has the same name; " +
      "name the file after what it exports",
    ],
  ],
  [
    "long-file",
    {
      "lib/text/long.ts": Array(LONGEST_FILE).fill("lib/text/short.ts"),
      "lib/text/short.ts": [],
      // Data is no idea.
      "lib/text/words.json": Array(LONGEST_FILE).fill("lib/text/short.ts"),
    },
    ["lib/text/long.ts:401: long-file: has 401 lines, at most 400 are allowed; split it by idea"],
  ],
];

for (const [rule, tree, expected] of BROKEN) {
  Deno.test(`architecture: ${rule} is found in ${Object.keys(tree).join(", ")}`, () => {
    assertEquals(violations(tree), expected);
  });
}

Deno.test("architecture: every rule is tried", () => {
  assertEquals(new Set(BROKEN.map(([rule]) => rule)), new Set(Object.keys(RULES)));
});

Deno.test("architecture: two circles through one file are both told", () => {
  const told = violations({
    "lib/text/a.ts": ["lib/text/b.ts", "lib/text/c.ts"],
    "lib/text/b.ts": ["lib/text/a.ts"],
    "lib/text/c.ts": ["lib/text/a.ts"],
  });
  assertEquals(told.map((line) => line.split(": ")[0]), ["lib/text/a.ts:1", "lib/text/a.ts:2"]);
});

Deno.test("architecture: imports of every form are read, with their lines", () => {
  const source = `/**
 * import { no } from "./comment.ts";
 */
import { a } from "../model/a.ts";
import type {
  B,
} from "./b.ts";
// import "./line.ts";
import "./c.ts";
import ipaddr from "ipaddr.js";
export * from "./d.ts";
export { type E } from "./deep/e.ts";
type F = import("./f.ts").F;
const { g } = await import(
  "./g.ts"
);
`;
  assertEquals(readSource("lib/text/x.ts", source), {
    path: "lib/text/x.ts",
    lines: 16,
    imports: [
      { path: "lib/model/a.ts", line: 4 },
      { path: "lib/text/b.ts", line: 7 },
      { path: "lib/text/c.ts", line: 9 },
      { path: "lib/text/d.ts", line: 11 },
      { path: "lib/text/deep/e.ts", line: 12 },
      { path: "lib/text/f.ts", line: 13 },
      { path: "lib/text/g.ts", line: 15 },
    ],
  });
});
