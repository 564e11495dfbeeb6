/**
 * The files of a release, and where they are on GitHub. Their names hold no version, so that
 * `releases/latest/download/NAME` always is the latest one.
 *
 * @module
 */
import { type Executable, EXECUTABLES } from "../executables.ts";

/** The repository on GitHub. */
export const REPOSITORY = "https://github.com/netwho/netwho";

/** The pages of the releases. */
const RELEASES = `${REPOSITORY}/releases`;

/** The file with the SHA-256 of all others, as `sha256sum` writes it. */
export const CHECKSUMS = "SHA256SUMS";

/** The list of what is in the executables (CycloneDX). */
export const SBOM = "netwho.cdx.json";

/** The PowerShell module, as the folder NetWho. */
export const MODULE_ARCHIVE = "netwho-powershell-module.zip";

/** The scripts that install netwho; they stand in the root of the repository. */
export const INSTALLERS = ["install.ps1", "install.sh"] as const;

/** The archive with an executable, its license and the licenses of others. */
export function archiveOf(
  { os, architecture }: Pick<Executable, "os" | "architecture">,
): string {
  return `netwho-${os}-${architecture}.${os === "windows" ? "zip" : "tar.gz"}`;
}

/** All files of a release but the checksums, sorted by name. */
export const ASSETS: readonly string[] = [
  ...EXECUTABLES.map(archiveOf),
  MODULE_ARCHIVE,
  SBOM,
  ...INSTALLERS,
].sort();

/** The address of a file of a release; of the latest one without a version. */
export function assetUrl(name: string, { version }: { version?: string } = {}): string {
  return version === undefined
    ? `${RELEASES}/latest/download/${name}`
    : `${RELEASES}/download/v${version}/${name}`;
}
