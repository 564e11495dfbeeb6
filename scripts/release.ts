/**
 * Makes the files of a release in dist/release/ from the executables in dist/: `deno task release`. The
 * notes go to dist/release-notes.md. `--check TAG` only tells whether that version can be released,
 * `--check` alone what can be told without a tag. `--partial` leaves out executables that are not there.
 *
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { VERSION } from "../lib/version.ts";
import { DIST, type Executable, EXECUTABLES } from "./executables.ts";
import { type ArchivedFile, tarGzFiles, zipFiles } from "./release/archives.ts";
import {
  archiveOf,
  ASSETS,
  CHECKSUMS,
  INSTALLERS,
  MODULE_ARCHIVE,
  SBOM,
} from "./release/assets.ts";
import { moduleVersion, releaseProblems, sectionOf } from "./release/changelog.ts";
import { checksumsOf, formatChecksums } from "./release/checksums.ts";
import { type BundledPackage, licensesText, readBundledPackages } from "./release/packages.ts";
import { makeSbom } from "./release/sbom.ts";

const ROOT = `${import.meta.dirname}/..`;
const OUTPUT = `${DIST}/release`;
const NOTES = `${DIST}/release-notes.md`;

/** The folder of the PowerShell module, and its name in the archive. */
const MODULE_FOLDER = `${ROOT}/scripts/NetWho`;
const MODULE_NAME = "NetWho";

const read = (name: string) => Deno.readTextFile(`${ROOT}/${name}`);

async function problemsOf(tag: string | null): Promise<string[]> {
  return releaseProblems({
    tag,
    config: JSON.parse(await read("deno.json")).version,
    program: VERSION,
    module: moduleVersion(await read("scripts/NetWho/NetWho.psd1")),
    changelog: await read("CHANGELOG.md"),
  });
}

/** The time of the commit, which is the same wherever a release is made again. */
async function commitTime(): Promise<Date> {
  const { stdout } = await new Deno.Command("git", {
    args: ["log", "-1", "--format=%ct"],
    cwd: ROOT,
  }).output();
  const seconds = Number(new TextDecoder().decode(stdout));
  if (!(seconds > 0)) throw new Error("Cannot make a release: git tells no time of a commit");
  return new Date(seconds * 1000);
}

async function fileAt(path: string, name: string): Promise<ArchivedFile> {
  return { name, bytes: await Deno.readFile(path) };
}

async function writeExecutable(
  executable: Executable,
  { packages, time }: { packages: readonly BundledPackage[]; time: Date },
): Promise<void> {
  const bytes = await Deno.readFile(`${DIST}/${executable.file}`);
  const isWindows = executable.os === "windows";
  const files: ArchivedFile[] = [
    { name: isWindows ? "netwho.exe" : "netwho", bytes, isProgram: true },
    await fileAt(`${ROOT}/LICENSE`, "LICENSE"),
    { name: "THIRD-PARTY-LICENSES.txt", bytes: new TextEncoder().encode(licensesText(packages)) },
  ];
  const archive = await (isWindows ? zipFiles : tarGzFiles)(files, time);
  await Deno.writeFile(`${OUTPUT}/${archiveOf(executable)}`, archive);
}

async function moduleFiles(folder = ""): Promise<ArchivedFile[]> {
  const files: ArchivedFile[] = [];
  for await (const { name, isDirectory } of Deno.readDir(`${MODULE_FOLDER}/${folder}`)) {
    if (isDirectory) files.push(...await moduleFiles(`${folder}${name}/`));
    else {
      files.push(
        await fileAt(`${MODULE_FOLDER}/${folder}${name}`, `${MODULE_NAME}/${folder}${name}`),
      );
    }
  }
  return files;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}

async function makeRelease({ isPartial }: { isPartial: boolean }): Promise<void> {
  const time = await commitTime();
  const packages = await readBundledPackages(ROOT);
  await Deno.remove(OUTPUT, { recursive: true }).catch(() => {});
  await Deno.mkdir(OUTPUT, { recursive: true });
  for (const executable of EXECUTABLES) {
    if (isPartial && !await exists(`${DIST}/${executable.file}`)) continue;
    await writeExecutable(executable, { packages, time });
  }
  const license = await fileAt(`${ROOT}/LICENSE`, `${MODULE_NAME}/LICENSE`);
  const module = await zipFiles([...await moduleFiles(), license], time);
  await Deno.writeFile(`${OUTPUT}/${MODULE_ARCHIVE}`, module);
  const sbom = await makeSbom({
    version: VERSION,
    denoVersion: Deno.version.deno,
    packages,
    time,
  });
  await Deno.writeTextFile(`${OUTPUT}/${SBOM}`, `${JSON.stringify(sbom, null, 2)}\n`);
  for (const name of INSTALLERS) {
    if (isPartial && !await exists(`${ROOT}/${name}`)) continue;
    await Deno.copyFile(`${ROOT}/${name}`, `${OUTPUT}/${name}`);
  }
  const names = Array.from(Deno.readDirSync(OUTPUT), ({ name }) => name);
  const missing = ASSETS.filter((name) => !names.includes(name));
  if (missing.length > 0 && !isPartial) throw new Error(`Missing: ${missing.join(", ")}`);
  await Deno.writeTextFile(
    `${OUTPUT}/${CHECKSUMS}`,
    formatChecksums(await checksumsOf(OUTPUT, names)),
  );
  const section = sectionOf(await read("CHANGELOG.md"), VERSION);
  await Deno.writeTextFile(NOTES, `${section?.notes ?? "A trial: it has no notes"}\n`);
  for (const name of [...names, CHECKSUMS].sort()) {
    const { size } = await Deno.stat(`${OUTPUT}/${name}`);
    console.log(`dist/release/${name}: ${(size / 1e6).toFixed(2)} MB`);
  }
}

function refuse(): never {
  console.error("release: usage: deno task release [--partial] | --check [TAG]");
  Deno.exit(2);
}

if (import.meta.main) {
  const { check, partial, _: [tag, ...rest] } = parseArgs(Deno.args, {
    boolean: ["check", "partial"],
    string: ["_"],
    unknown: (arg) => !arg.startsWith("-") || refuse(),
  });
  // `--check=TAG` would be read as --check alone, and its tag not looked at.
  const hasValue = Deno.args.some((arg) => /^--.*=/.test(arg));
  if (hasValue || rest.length > 0 || (tag !== undefined && !check) || (check && partial)) refuse();
  const problems = await problemsOf(tag === undefined ? null : String(tag));
  for (const problem of problems) console.error(`release: ${problem}`);
  if (problems.length > 0) Deno.exitCode = 1;
  else if (!check) await makeRelease({ isPartial: partial === true });
}
