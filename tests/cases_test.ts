/**
 * Saved output as people have it: what public bug reports and forums show, and other programs' output
 * that was once taken for a tool's. `fixtures/cases/NAME.txt` is the input, made after the original
 * with names and addresses of our own; `NAME.json` holds what each command must say of it: `rows`, of
 * which only the fields named are compared, or `refused` with a text that the message must hold.
 * The expectations were written by hand from the input, not taken from the program's output.
 *
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { main } from "../lib/cli/main.ts";
import { denoHost } from "../lib/host/deno/deno_host.ts";
import { fakeHost } from "./support/fake_host.ts";
import { localPath } from "./support/folders.ts";

const CASES = localPath(new URL("./fixtures/cases/", import.meta.url));

/** What a command must say of a case. */
interface Expectation {
  readonly command: "connections" | "netstat" | "tasklist" | "nslookup";
  /** The file or folder to read. @default NAME.txt */
  readonly from?: string;
  /** The rows, in order, with the fields that matter. */
  readonly rows?: readonly Readonly<Record<string, unknown>>[];
  /** A part of the message that refuses the file. */
  readonly refused?: string;
}

const names = [...Deno.readDirSync(CASES)].flatMap(({ name }) =>
  name.endsWith(".json") ? [name.slice(0, -".json".length)] : []
).sort();
assert(names.length > 0, "there are no cases");

for (const name of names) {
  const expectations: Expectation[] = JSON.parse(Deno.readTextFileSync(`${CASES}${name}.json`));
  assert(expectations.length > 0, `${name} expects nothing`);
  for (const { command, from = `${name}.txt`, rows, refused } of expectations) {
    Deno.test(`netwho ${command} --from ${from}`, async () => {
      const { code, stdout, stderr } = await run([command, "--from", from, "--format", "json"]);
      if (rows !== undefined) {
        assertEquals(code, 0, stderr);
        assertRows(JSON.parse(stdout), rows);
      } else {
        assertEquals(code, 4, stdout + stderr);
        assertEquals(stdout, "");
        assertMatch(stderr.replaceAll(from, "FILE"), wordsIn(refused!));
      }
    });
  }
}

/** Matches whole words, in capitals or not: `ss` is not in `process`. */
function wordsIn(text: string): RegExp {
  const escaped = text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`(?<!\\w)${escaped}(?!\\w)`, "i");
}

/** Compares the fields that are expected; there are no other rows. */
function assertRows(
  rows: readonly Readonly<Record<string, unknown>>[],
  expected: NonNullable<Expectation["rows"]>,
): void {
  const seen = rows.map((row, at) =>
    Object.fromEntries(Object.keys(expected[at] ?? row).map((field) => [field, row[field]]))
  );
  assertEquals(seen, expected);
}

async function run(args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const real = denoHost();
  const host = fakeHost({
    open: (path) => real.open(CASES + path),
    pathKind: (path) => real.pathKind(CASES + path),
    listDirectory: (path) => real.listDirectory(CASES + path),
    readFile: (path) => real.readFile(CASES + path),
  });
  const code = await main(args, host);
  return { code, stdout: host.stdout(), stderr: host.stderr() };
}
