/**
 * The archives of a release that manifests name.
 *
 * @module
 */
import { EXECUTABLES } from "../executables.ts";
import { archiveOf } from "../release/assets.ts";

/** The repository on GitHub. */
export const REPOSITORY = "https://github.com/netwho/netwho";

/** The architectures of Windows that there are builds for. */
export type WindowsArchitecture = "x64" | "arm64";

/** The executable for Windows, with its licenses, flat in a zip file. */
export function windowsArchive(architecture: WindowsArchitecture): string {
  return archiveOf(
    EXECUTABLES.find((executable) =>
      executable.os === "windows" && executable.architecture === architecture
    )!,
  );
}
