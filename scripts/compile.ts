/**
 * Compiles the executables: `deno task compile [--target TARGET]...` writes `dist/netwho` for Linux and
 * `dist/netwho.exe` for Windows, those for ARM64 in `dist/arm64/`, gives those for Windows their icon and
 * version, and hardens all. The default target is this machine.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { VERSION } from "../lib/version.ts";
import { bundle } from "./bundle.ts";
import {
  BAKED_VARIABLES,
  DIST,
  executableFor,
  executablePath,
  PERMISSION_FLAGS,
  readCopyright,
  type Target,
  TARGETS,
} from "./executables.ts";
import { hardenExecutable } from "./harden/harden_executable.ts";
import { ICON_FILE } from "./resources/draw_icon.ts";
import { withWindowsResources } from "./resources/windows_resources.ts";
import { run } from "./run.ts";

/** The file, in the folder of the bundle, with the variables that are built in. */
const VARIABLES_FILE = "executable.env";

function readTargets(args: readonly string[]): Target[] {
  const { _: rest, target } = parseArgs(args, {
    string: ["target"],
    collect: ["target"],
    unknown: (arg) => fail(`Unknown argument ${arg}`),
  });
  if (rest.length > 0) fail(`Unknown argument ${rest[0]}`);
  const wanted = (target as string[]).length > 0 ? target as string[] : [Deno.build.target];
  const targets = wanted.map((name) =>
    TARGETS.find((known) => known === name) ??
      fail(`Cannot compile for ${name}: the targets are ${TARGETS.join(", ")}`)
  );
  if (targets.length > 1 && Deno.env.has("DENORT_BIN")) {
    fail("Cannot compile for two targets with one DENORT_BIN: use one --target at a time");
  }
  return targets;
}

function fail(message: string): never {
  console.error(`compile: ${message}`);
  Deno.exit(2);
}

async function compile(folder: string, target: Target): Promise<void> {
  const executable = executablePath(target);
  await run([
    "compile",
    "--quiet",
    "--no-config",
    "--no-lock",
    "--no-check",
    // The code cache would be a file in the shared temporary folder and saves no time (measured).
    "--no-code-cache",
    `--target=${target}`,
    `--output=${executable}`,
    ...PERMISSION_FLAGS,
    `--env-file=${VARIABLES_FILE}`,
    "cli.js",
  ], { cwd: folder });
  if (executableFor(target).os === "windows") await addResources(executable);
  await hardenExecutable(executable, Deno.version.deno);
  console.log(`dist/${executableFor(target).file}: ${sizeOf(executable)}`);
}

async function addResources(executable: string): Promise<void> {
  const [program, icon] = await Promise.all(
    [executable, ICON_FILE].map((path) => Deno.readFile(path)),
  );
  const changed = withWindowsResources(program!, {
    icon: icon!,
    version: VERSION,
    copyright: readCopyright(),
  });
  await Deno.writeFile(executable, changed);
}

function sizeOf(path: string): string {
  return `${(Deno.statSync(path).size / 1e6).toFixed(1)} MB`;
}

if (import.meta.main) {
  const targets = readTargets(Deno.args);
  const folder = await Deno.makeTempDir({ prefix: "netwho-" });
  try {
    await bundle(folder);
    const lines = Object.entries(BAKED_VARIABLES).map(([name, value]) => `${name}=${value}\n`);
    await Deno.writeTextFile(`${folder}/${VARIABLES_FILE}`, lines.join(""));
    await Deno.mkdir(DIST, { recursive: true });
    for (const target of targets) await compile(folder, target);
  } catch (error) {
    // Deno has printed the cause.
    console.error(`compile: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 1;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
