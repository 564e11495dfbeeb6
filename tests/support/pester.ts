/**
 * The Pester tests of the PowerShell module, in tests/powershell/, and what run.ps1 there tells of them.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { ROOT } from "./program.ts";

/** The folder of the tests. */
export const PESTER_FOLDER: URL = new URL("tests/powershell/", ROOT);

/** The names that run.ps1 takes, one of each file. */
export const PESTER_NAMES: readonly string[] = Array.from(
  Deno.readDirSync(PESTER_FOLDER),
  ({ name }) => /^(.+)\.Tests\.ps1$/.exec(name)?.[1],
).filter((name) => name !== undefined).sort();

/** What run.ps1 tells of a test. */
interface Result {
  readonly name: string;
  readonly result: "Passed" | "Failed" | "Skipped" | "NotRun" | "Inconclusive";
  readonly message: string;
}

/** Makes each test of a run a step; `output` is told where none ran. */
export async function reportPester(
  t: Deno.TestContext,
  lines: string,
  { output }: { readonly output: string },
): Promise<void> {
  const results = lines.split(/\r?\n/).filter(Boolean).map((line) => JSON.parse(line) as Result);
  assert(results.some(({ result }) => result === "Passed"), output);
  for (const { name, result, message } of results) {
    await t.step({
      name,
      ignore: result === "Skipped" || result === "NotRun",
      fn: () => assertEquals(result, "Passed", message),
    });
  }
}
