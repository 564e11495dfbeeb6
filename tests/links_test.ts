/**
 * Holds the links of all pages: to files of the repository and to headings in them, and the index of
 * pages to what is there.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "./support/program.ts";

const PAGES = ["", "docs/", "docs/adr/", "tests/recordings/"].flatMap((folder) =>
  Array.from(Deno.readDirSync(new URL(`./${folder}`, ROOT)), ({ name }) => folder + name)
    .filter((path) => path.endsWith(".md")).sort()
);

/** A link of a page. */
interface Link {
  /** As it is written. */
  readonly text: string;
  /** The file from the root of the repository. */
  readonly path: string;
  /** The heading's anchor; null where the link is to the whole file. */
  readonly anchor: string | null;
}

for (const page of PAGES) {
  const links = linksIn(page);

  Deno.test(`${page} links to files that exist`, () => {
    const lost = links.filter(({ path }) => !exists(path));
    assertEquals(lost.map(({ text }) => text), []);
  });

  Deno.test(`${page} links to headings that exist`, () => {
    const lost = links.filter(({ path, anchor }) =>
      anchor !== null && exists(path) && !anchorsIn(readPage(path)).has(anchor)
    );
    assertEquals(lost.map(({ text }) => text), []);
  });
}

Deno.test("links are found as they are written: inline, as pictures, below the text, in HTML", () => {
  const page = [
    "# Title",
    "[a](docs/watch.md) ![b](docs/pictures/watch.svg) [![c](x.svg)](y.md#z)",
    "[d][ref] <img src='docs/a.png'> [out](https://example.com/) [mail](mailto:a@b.example)",
    "`[no](link)`",
    "```text",
    "[no](link)",
    "```",
    "",
    "[ref]: docs/rules.md#one 'title'",
  ].join("\n");
  assertEquals(
    targetsIn(page),
    [
      "docs/watch.md",
      "docs/pictures/watch.svg",
      "x.svg",
      "y.md#z",
      "docs/a.png",
      "docs/rules.md#one",
    ],
  );
});

Deno.test("anchors are GitHub's: without signs, numbered where a heading comes twice, none of code", () => {
  const page =
    "# `netwho` & you: 1.2?\n\n## Names\n\n## Names\n\n```sh\n# comment\n```\n## [Link](x.md)\n";
  assertEquals([...anchorsIn(page)], ["netwho--you-12", "names", "names-1", "link"]);
});

Deno.test("docs/README.md names every page of docs/", () => {
  const named = new Set(linksIn("docs/README.md").map(({ path }) => path));
  const pages = PAGES.filter((page) => /^docs\/[^/]+\.md$/.test(page) && page !== "docs/README.md");
  assert(pages.length > 20);
  assertEquals(pages.filter((page) => !named.has(page)), []);
});

Deno.test("docs/architecture.md says what every folder of scripts/ holds", () => {
  const page = readPage("docs/architecture.md");
  const folders = Array.from(Deno.readDirSync(new URL("scripts/", ROOT)))
    .filter(({ isDirectory }) => isDirectory).map(({ name }) => `\`${name}/\``);
  assert(folders.length > 8);
  assertEquals(folders.filter((name) => !page.includes(name)), []);
});

/** The links of a page to files of the repository. */
function linksIn(page: string): Link[] {
  return targetsIn(readPage(page)).map((text) => {
    const [path, anchor = null] = text.split("#", 2) as [string, string?];
    const url = new URL(path, new URL(`./${page}`, ROOT));
    return { text, path: decodeURI(url.href.slice(new URL("./", ROOT).href.length)), anchor };
  });
}

/** Where the links of a text go, but for those that leave the repository. */
function targetsIn(text: string): string[] {
  const prose = withoutCode(text).replace(/`[^`\n]*`/g, "");
  const forms =
    /\]\(\s*<?([^)\s>]+)|<(?:img|a)\b[^>]*?(?:src|href)=["']([^"']+)|^ {0,3}\[[^\]]+\]:\s*(\S+)/gm;
  return Array.from(prose.matchAll(forms), ([, inline, html, below]) => (inline ?? html ?? below)!)
    .filter((target) => !/^[a-z][a-z\d+.-]*:/i.test(target));
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsIn(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const words = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
    const anchor = words.toLowerCase().replace(/[^\p{L}\p{N}\s_-]/gu, "").trim().replace(
      /\s/g,
      "-",
    );
    let free = anchor;
    for (let count = 1; anchors.has(free); count++) free = `${anchor}-${count}`;
    anchors.add(free);
  }
  return anchors;
}

function withoutCode(text: string): string {
  return text.replace(/^( *)```.*?^\1```$/gms, "");
}

function readPage(path: string): string {
  return Deno.readTextFileSync(new URL(`./${path}`, ROOT)).replaceAll("\r\n", "\n");
}

function exists(path: string): boolean {
  try {
    Deno.statSync(new URL(`./${path}`, ROOT));
    return true;
  } catch {
    return false;
  }
}
