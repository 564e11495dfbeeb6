/**
 * Paths that lead to another computer.
 *
 * @module
 */
import { driveOf, isSharePath } from "../file_paths.ts";
import { wideText } from "./wide_text.ts";
import { orNull, windowsLibrary } from "./windows_library.ts";

const KERNEL32 = { GetDriveTypeW: { parameters: ["buffer"], result: "u32" } } as const;

const DRIVE_REMOTE = 4;

/**
 * Makes a function that says whether a path leads to another computer. It asks this one what kind of
 * drive it is, and each drive once; the other computer learns nothing.
 */
export function networkPaths(): (path: string) => boolean {
  const kernel = windowsLibrary("kernel32.dll", KERNEL32);
  const kinds = new Map<string, boolean>();
  return (path) => {
    const drive = driveOf(path);
    if (drive === null) return isSharePath(path);
    const known = kinds.get(drive) ??
      orNull(() => kernel().GetDriveTypeW(wideText(`${drive}:\\`))) === DRIVE_REMOTE;
    kinds.set(drive, known);
    return known;
  };
}
