/**
 * The scripts that CI runs on Windows, as far as they can be looked at anywhere. Whether both PowerShells
 * understand them: desktop_syntax_test.ts.
 *
 * @module
 */
import { assertEquals, assertGreater, assertMatch } from "@std/assert";

const FOLDER = new URL("../../scripts/smoke/", import.meta.url);
const SCRIPTS = Array.from(Deno.readDirSync(FOLDER), ({ name }) => name)
  .filter((name) => name.endsWith(".ps1")).sort();

Deno.test("there are scripts", () => assertGreater(SCRIPTS.length, 10));

for (const name of SCRIPTS) {
  Deno.test(`${name}: it can fail`, () => {
    const text = Deno.readTextFileSync(new URL(name, FOLDER));
    const code = text.replace(/(?:^|\s)#.*$/gm, "");
    // Wine's rmdir takes the ? of \\?\ for a wildcard.
    assertEquals(/\b(?:rmdir|rd)\b/i.test(code), false);
    if (name.startsWith("windows")) {
      assertMatch(code, /\nComplete-Tries\n$|\bthrow "FAILED: |exit \[int\]\(/);
    }
  });
}
