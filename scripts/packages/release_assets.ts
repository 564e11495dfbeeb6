/**
 * Where a release is, and what its files are called. The names hold no version, so that the latest release
 * has the same URLs as any. install.sh and install.ps1 have them too, and tests hold them equal.
 *
 * @module
 */

/** The repository on GitHub. */
export const REPOSITORY = "https://github.com/netwho/netwho";

/** The list of the checksums of all other files, as `sha256sum` prints it. */
export const CHECKSUMS = "SHA256SUMS";

/** The PowerShell module: the folder NetWho in a zip file. */
export const MODULE_ARCHIVE = "netwho-powershell-module.zip";

/** The architectures of Windows that there are builds for. */
export type WindowsArchitecture = "x64" | "arm64";

/** The executable for Windows, with its licences, flat in a zip file. */
export function windowsArchive(architecture: WindowsArchitecture): string {
  return `netwho-windows-${architecture}.zip`;
}

/** The URL of a file of one version's release. */
export function assetUrl(version: string, name: string): string {
  return `${REPOSITORY}/releases/download/v${version}/${name}`;
}

/**
 * Reads a list of checksums.
 *
 * @returns the lower-case SHA-256 of each name
 * @throws Error if a line is no checksum with a name
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const sum = "0123456789abcdef".repeat(4);
 * assertEquals(parseChecksums(`${sum}  netwho.zip\n`).get("netwho.zip"), sum);
 * ```
 */
export function parseChecksums(text: string): ReadonlyMap<string, string> {
  const lines = text.split("\n").filter((line) => line !== "");
  return new Map(lines.map((line) => {
    const [, sum, name] = /^([0-9a-f]{64}) {2}(\S+)$/.exec(line) ?? [];
    if (sum === undefined || name === undefined) {
      throw new Error(`Cannot read the checksums: no checksum with a name: ${line}`);
    }
    return [name, sum];
  }));
}
