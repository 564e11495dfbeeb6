/**
 * Runs the Pester tests of the PowerShell module, tests/powershell/, in every PowerShell on the PATH, with
 * this checkout as the program. Without Pester 5 or a PowerShell they are reported as ignored.
 *
 * @module
 */
import { localPath, temporaryFolder } from "./support/folders.ts";
import { PESTER_FOLDER, PESTER_NAMES, reportPester } from "./support/pester.ts";
import { SHELLS } from "./support/powershell.ts";
import { PROGRAM } from "./support/program.ts";

/** What a file of tests may take: one that never ends would end the tests of CI, which then tell nothing. */
const TIME_LIMIT_MS = 8 * 60_000;

function hasPester(shell: string): boolean {
  const { success } = new Deno.Command(shell, {
    args: [
      ...["-NoProfile", "-NonInteractive", "-Command"],
      "if ($env:PESTER) { Import-Module $env:PESTER } else { Import-Module Pester -MinimumVersion 5.0 -ErrorAction Stop }",
    ],
    stdin: "null",
    stdout: "null",
    stderr: "null",
  }).outputSync();
  return success;
}

/** The program as one file that can be started. On Windows only an executable is one. */
function writeProgram(folder: string): string {
  const path = `${folder}/netwho`;
  const words = [Deno.execPath(), ...PROGRAM].map((word) => `'${word}'`);
  Deno.writeTextFileSync(path, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`, { mode: 0o755 });
  return path;
}

for (const shell of SHELLS) {
  // On Windows run.ps1 is started by the workflow, with netwho.exe.
  const ignore = Deno.build.os === "windows" || !hasPester(shell);
  for (const name of PESTER_NAMES) {
    Deno.test({
      name: `${shell}: ${name}.Tests.ps1`,
      ignore,
      async fn(t) {
        using folder = temporaryFolder();
        const result = `${folder.path}/result.ndjson`;
        const { stdout } = await new Deno.Command(shell, {
          args: [
            ...[
              "-NoProfile",
              "-NonInteractive",
              "-File",
              localPath(new URL("run.ps1", PESTER_FOLDER)),
            ],
            ...["-Name", name, "-Result", result],
          ],
          env: { NETWHO: writeProgram(folder.path), NO_COLOR: "1" },
          stdin: "null",
          signal: AbortSignal.timeout(TIME_LIMIT_MS),
        }).output();
        const output = new TextDecoder().decode(stdout);
        await reportPester(t, await Deno.readTextFile(result).catch(() => ""), { output });
      },
    });
  }
}
