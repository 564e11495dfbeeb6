/**
 * Putting a new file in the place of an old one on Windows, so that it is the same file but for its
 * content.
 *
 * @module
 */
import { fileNameOf, folderOf, longPath } from "../file_paths.ts";
import { wideText } from "./wide_text.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";

const KERNEL32 = {
  ReplaceFileW: {
    parameters: ["buffer", "buffer", "pointer", "u32", "pointer", "pointer"],
    result: "i32",
  },
  GetFileAttributesW: { parameters: ["buffer"], result: "u32" },
  SetFileAttributesW: { parameters: ["buffer", "u32"], result: "i32" },
} as const;

/** Read-only, hidden, system, to be archived, not indexed: the others are set by other calls. */
const SETTABLE = 0x2027;
const NO_FILE = 0xffff_ffff;

const kernel32 = windowsLibrary("kernel32.dll", KERNEL32);

/** What replacing needs of the disk and of Windows. */
export interface ReplacedFiles {
  readonly exists: (path: string) => boolean;
  readonly rename: (from: string, to: string) => void;
  readonly realPath: (path: string) => string;
  /** @default kernel32.dll */
  readonly kernel?: () => Functions<typeof KERNEL32>;
}

/**
 * Puts a file in the place of another one, and gives it that one's access list, attributes, streams and
 * time of creation, or does nothing. `ReplaceFileW` without its flags fails where it cannot keep the
 * access list, instead of opening the content to others.
 *
 * @returns whether the new file is in the place of the old one.
 */
export function replaceFile(
  { from, to }: { from: string; to: string },
  { exists, rename, realPath, kernel = kernel32 }: ReplacedFiles,
): boolean {
  const wide = (path: string) =>
    wideText(longPath(path, {
      resolve: (path) => {
        const folder = realPath(folderOf(path, { isWindows: true }));
        const name = fileNameOf(path, { isWindows: true });
        return `${folder.replace(/\\$/, "")}\\${name}`;
      },
    }));
  const isDone = orNull(() => {
    const { ReplaceFileW, GetFileAttributesW, SetFileAttributesW } = kernel();
    const path = wide(to);
    const attributes = GetFileAttributesW(path);
    if (!ReplaceFileW(path, wide(from), null, 0, null, null)) return false;
    // Not every Windows and not every server keeps them.
    const isKept = attributes === NO_FILE || GetFileAttributesW(path) === attributes;
    if (!isKept) SetFileAttributesW(path, attributes & SETTABLE);
    return true;
  });
  if (isDone) return true;
  // It can fail when the old file is away already and the new one not yet in its place.
  if (isDone === null || exists(to) || !exists(from)) return false;
  rename(from, to);
  return true;
}
