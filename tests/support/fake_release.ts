/**
 * The files of a release as the install scripts download them, with a script in the program's place.
 *
 * @module
 */
import { temporaryFolder } from "./folders.ts";
import type { ReleaseFiles } from "./release_server.ts";

/** The folder of the latest release. */
export const LATEST = "latest/download/";

/** The archive with the program for this computer. */
export const PROGRAM_ASSET = `netwho-linux-${
  Deno.build.arch === "x86_64" ? "x64" : "arm64"
}.tar.gz`;

/** The archive with the PowerShell module. */
export const MODULE_ASSET = "netwho-powershell-module.zip";

/** A script that tells its version as netwho does. */
export function fakeProgram(version: string): string {
  return `#!/bin/sh\n[ "$1" = --version ] && echo "netwho ${version}"\n`;
}

/** Packs a script and a license as a release has them; `name` is that of the script. */
export async function packProgram(
  script: string,
  name = "netwho",
): Promise<Uint8Array<ArrayBuffer>> {
  using folder = temporaryFolder();
  Deno.writeTextFileSync(`${folder.path}/${name}`, script, { mode: 0o755 });
  Deno.writeTextFileSync(`${folder.path}/LICENSE`, "MIT\n");
  const args = ["-C", folder.path, "-czf", "-", name, "LICENSE"];
  return new Uint8Array((await new Deno.Command("tar", { args }).output()).stdout);
}

/** Files under the folder of a release, with their checksums. */
export async function withChecksums(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
  folder: string = LATEST,
): Promise<ReleaseFiles> {
  const inFolder = Object.entries(files).map(([name, bytes]) => [folder + name, bytes]);
  return { ...Object.fromEntries(inFolder), [`${folder}SHA256SUMS`]: await checksumsOf(files) };
}

/** A list as `sha256sum` prints it; no file is in its first line, nor the only one that ends like it. */
export async function checksumsOf(
  files: Readonly<Record<string, Uint8Array<ArrayBuffer>>>,
): Promise<string> {
  const other = "0".repeat(64);
  const lines = [`${other}  x-${PROGRAM_ASSET}`, `${other}  netwho.cdx.json`];
  for (const [name, bytes] of Object.entries(files)) lines.push(`${await sha256(bytes)}  ${name}`);
  return `${lines.join("\n")}\n`;
}

/** The SHA-256 of bytes, in lower-case hexadecimal digits. */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}
