/**
 * Holds the pages for people to what is in the repository.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "./support/program.ts";

const PAGES = [
  "README.md",
  "CONTRIBUTING.md",
  "SECURITY.md",
  ...pagesIn("docs"),
  ...pagesIn("docs/adr"),
];

function pagesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT)))
    .filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => `${folder}/${name}`);
}

/** The files that CONTRIBUTING's worked examples would add. */
const EXAMPLES = [
  "scripts/NetWho/functions/VERB-NOUN.ps1",
  "lib/output/markdown.ts",
  "lib/tools/hostname.ts",
  "lib/cli/commands/listeners.ts",
  "lib/audit/rules/ports/gopher.ts",
  "tests/fixtures/foreign/conntrack.txt",
];

/** The names of all modules in `lib/`, `scripts/` and `tests/`. */
const SOURCES: ReadonlySet<string> = new Set(
  ["cli.ts", "mod.ts", ...["lib", "scripts", "tests", "types"].flatMap(modulesIn)],
);

function modulesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT))).flatMap(({ name, isDirectory }) =>
    isDirectory ? modulesIn(`${folder}/${name}`) : name.endsWith(".ts") ? [name] : []
  );
}

for (const page of PAGES) {
  const text = Deno.readTextFileSync(new URL(page, ROOT));

  Deno.test(`${page} names files that exist`, () => {
    const named = Array.from(
      text.matchAll(/`((?:lib|tests|scripts|types|docs)\/[\w./-]*)`/g),
      ([, path]) => path!,
    );
    assertEquals(named.filter((path) => !EXAMPLES.includes(path) && !exists(path)), []);
    const bare = Array.from(text.matchAll(/`(\w+\.ts)`/g), ([, name]) => name!);
    assertEquals(bare.filter((name) => !SOURCES.has(name)), []);
  });

  Deno.test(`${page} takes arrays apart for PowerShell 5.1, where ConvertFrom-Json gives one object`, () => {
    const lines = text.replaceAll(/\|\n\s*/g, "| ").split("\n");
    // A snapshot is one object. So is a line of NDJSON, which ForEach-Object reads.
    const wrong = lines.filter((line) =>
      /\bnetwho\b.*\| ConvertFrom-Json \| (?!ForEach-Object \{ \$_ \}|Select-Object -ExpandProperty)/
        .test(line) && !line.includes("ForEach-Object { $_ | ConvertFrom-Json }")
    );
    assertEquals(wrong, []);
  });
}

Deno.test("the pages do name files", () => {
  assert(PAGES.length > 10);
});

function exists(path: string | URL): boolean {
  try {
    Deno.statSync(new URL(path, ROOT));
    return true;
  } catch {
    return false;
  }
}
