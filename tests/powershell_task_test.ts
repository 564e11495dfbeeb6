/**
 * Runs the Pester tests of tasks beside a systemd of their own, which they may change.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { localPath, temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { PROGRAM, ROOT } from "./support/program.ts";
import { besideSystemd, whyNoSystemd } from "./support/user_systemd.ts";

const pester = Deno.env.get("PESTER");
const missing = SHELLS.length === 0
  ? "no PowerShell"
  : pester === undefined
  ? "no Pester"
  : await whyNoSystemd();

Deno.test({
  name: `the module's tasks, in systemd${missing === null ? "" : ` (ignored: ${missing})`}`,
  ignore: missing !== null,
  async fn() {
    using folder = temporaryFolder();
    const netwho = `${folder.path}/netwho`;
    const words = [Deno.execPath(), ...PROGRAM].map((word) => `'${word}'`);
    Deno.writeTextFileSync(netwho, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
    const run = localPath(new URL("tests/powershell/run.ps1", ROOT));
    const { code, stdout, stderr } = await besideSystemd(
      folder.path,
      `NETWHO='${netwho}' NETWHO_TRY_TASKS=1 PESTER='${pester}' ${SHELLS[0]} -NoProfile ` +
        `-NonInteractive -File '${run}' -Name Task -Result '${folder.path}/result.ndjson'`,
    );
    assertEquals(code, 0, stdout + stderr);
    const results = Deno.readTextFileSync(`${folder.path}/result.ndjson`).trim().split("\n")
      .map((line): { name: string; result: string } => JSON.parse(line));
    assert(results.length > 4, "the tests that change tasks ran");
    for (const { name, result } of results) assertEquals(result, "Passed", name);
  },
});
