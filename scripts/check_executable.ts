/**
 * Checks the executables in dist/ before they are given away: `deno task check:executable`. The one for
 * this machine is also run, in an environment that wants to steer it. With `--counterproof` a program
 * without hardening is made and run there too, which shows what that environment can do.
 *
 * @module
 */
import { VERSION } from "../lib/version.ts";
import { BAKED_VARIABLES, executablePath, EXECUTABLES, readCopyright } from "./executables.ts";
import { type Check, checkFile } from "./harden/check_file.ts";
import { checkRun, makesKeyFile, runsForeignScript } from "./harden/check_run.ts";
import { checkResources } from "./resources/check_resources.ts";
import { run } from "./run.ts";

type KnownExecutable = typeof EXECUTABLES[number];

/** The executables that are there. */
async function present(): Promise<KnownExecutable[]> {
  const found: KnownExecutable[] = [];
  for (const executable of EXECUTABLES) {
    const path = executablePath(executable.target);
    if (await Deno.stat(path).then(() => true, () => false)) found.push(executable);
  }
  return found;
}

function tell(checks: readonly Check[]): void {
  for (const { what, problem } of checks) {
    if (problem === null) console.log(`  ok: ${what}`);
    else {
      console.error(`  not ok: ${what}: ${problem}`);
      Deno.exitCode = 1;
    }
  }
}

/** Says what a program without hardening does: where it does nothing, the checks above prove nothing. */
async function tellCounterproof(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "netwho-" });
  try {
    await Deno.writeTextFile(`${folder}/main.js`, "");
    const program = `${folder}/plain${Deno.build.os === "windows" ? ".exe" : ""}`;
    const options = ["--quiet", "--no-config", "--no-lock", "--no-check", "--allow-all"];
    await run(["compile", ...options, `--output=${program}`, "main.js"], { cwd: folder });
    const done = {
      "a script that the environment names runs": await runsForeignScript(program),
      "a file for the keys of connections is made": await makesKeyFile(program),
    };
    for (const [what, isDone] of Object.entries(done)) {
      // GitHub shows a line with these words beside the run.
      console.log(`${isDone ? "  " : "::warning::not "}without hardening: ${what}`);
    }
  } finally {
    // Windows, or its virus scanner, may hold a program for a while after its end.
    await Deno.remove(folder, { recursive: true }).catch(() => {});
  }
}

if (import.meta.main) {
  const hasCounterproof = Deno.args.includes("--counterproof");
  const executables = await present();
  if (executables.length === 0) {
    console.error("Cannot check the executables: there is none in dist/");
    Deno.exitCode = 1;
  }
  for (const { target, os, architecture, file } of executables) {
    const path = executablePath(target);
    console.log(`dist/${file}`);
    const bytes = await Deno.readFile(path);
    tell(checkFile(bytes, { variables: BAKED_VARIABLES, architecture }));
    if (os === "windows") {
      tell(checkResources(bytes, { version: VERSION, copyright: readCopyright() }));
    }
    if (target !== Deno.build.target) continue;
    tell(await checkRun(path, `netwho ${VERSION}`));
    if (hasCounterproof) await tellCounterproof();
  }
}
