// The Pester tests of the PowerShell module in PowerShell for Windows under Wine, with netwho.exe;
// winpwsh.ts runs these tests too. PESTER is the path of Pester's manifest, as for the tests on Linux.
import { assert, assertEquals } from "@std/assert";
import { localPath } from "../../tests/support/folders.ts";
import { PESTER_FOLDER, PESTER_NAMES, reportPester } from "../../tests/support/pester.ts";
import { winbox, winpwsh } from "./executable.ts";
import { NETWHO, putExecutable, wineDrive } from "./wine_drive.ts";

const MODULE = "C:\\module";

/** What goes there, by its place in this checkout. */
const FOLDERS = [
  ...["scripts/NetWho", "docs", "tests/powershell", "tests/recordings", "tests/fixtures"],
];

/** Copies a folder of this machine to a place on Wine's drive C. */
async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  const { success } = await new Deno.Command("cp", { args: ["-r", "--", `${from}/.`, to] })
    .output();
  assert(success, `${from} was not copied`);
}

/** Puts the module, its tests and Pester on Wine's drive C until the end of a block. */
async function putModule(here: string): Promise<AsyncDisposable> {
  const manifest = Deno.env.get("PESTER");
  assert(manifest !== undefined, "PESTER names no manifest");
  // Some tests listen, and look for it.
  assertEquals((await winpwsh("sockets")).code, 0);
  await putExecutable();
  for (const folder of FOLDERS) {
    await copyFolder(localPath(new URL(`../../${folder}`, PESTER_FOLDER)), `${here}/${folder}`);
  }
  await copyFolder(manifest.replace(/\/[^/]*$/, ""), `${here}/Pester`);
  return {
    async [Symbol.asyncDispose]() {
      await winbox("restore");
      await Deno.remove(here, { recursive: true });
    },
  };
}

for (const name of PESTER_NAMES) {
  Deno.test(`${name}.Tests.ps1`, async (t) => {
    const here = `${wineDrive()}/module`;
    await using _ = await putModule(here);
    const { stdout, stderr } = await new Deno.Command(Deno.env.get("WINPWSH")!, {
      args: [
        ...["pwsh", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"],
        ...["-File", `${MODULE}\\tests\\powershell\\run.ps1`],
        ...["-Name", name, "-Result", `${MODULE}\\result.ndjson`],
      ],
      env: {
        WINBOX_ENV: `NETWHO=${NETWHO} PESTER=${MODULE}\\Pester\\Pester.psd1 NO_COLOR=1`,
      },
    }).output();
    const decoder = new TextDecoder();
    const output = `${decoder.decode(stdout)}${decoder.decode(stderr)}`;
    const lines = await Deno.readTextFile(`${here}/result.ndjson`).catch(() => null);
    assert(lines !== null, output);
    await reportPester(t, lines, { output });
  });
}
