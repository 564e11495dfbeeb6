/**
 * Holds the pages for people to what is in the repository.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "./support/program.ts";

const PAGES = ["README.md", "CONTRIBUTING.md", ...pagesIn("docs"), ...pagesIn("docs/adr")];

function pagesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(new URL(folder, ROOT)))
    .filter(({ name }) => name.endsWith(".md"))
    .map(({ name }) => `${folder}/${name}`);
}

/** The files that CONTRIBUTING's worked examples would add. */
const EXAMPLES = [
  "lib/output/markdown.ts",
  "lib/tools/hostname.ts",
  "lib/cli/commands/listeners.ts",
];

for (const page of PAGES) {
  const text = Deno.readTextFileSync(new URL(page, ROOT));

  Deno.test(`${page} names files that exist`, () => {
    const named = Array.from(
      text.matchAll(/`((?:lib|tests|scripts|types|docs)\/[\w./-]*)`/g),
      ([, path]) => path!,
    );
    assertEquals(named.filter((path) => !EXAMPLES.includes(path) && !exists(path)), []);
  });

  Deno.test(`${page} links to pages that exist`, () => {
    const folder = new URL(page, ROOT);
    const links = Array.from(text.matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, link]) => link!);
    assertEquals(links.filter((link) => !exists(new URL(link, folder))), []);
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
