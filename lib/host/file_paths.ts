/**
 * The parts of paths, as Windows and Linux read them: drives, shares, `\\?\`.
 *
 * @module
 */

/** The system whose paths these are. */
export interface PathOptions {
  /** @default the system that netwho runs on */
  readonly isWindows?: boolean;
}

/** Below it only `\` separates, and nothing is shortened. */
const LONG_PREFIX = /^\\\\\?\\/;

/** What no folder is above of: `C:\`, `\\server\share\`, `\\?\UNC\server\share\`, `\`; `C:` too. */
const WINDOWS_ROOT =
  /^(?:\\\\\?\\(?:UNC\\[^\\]+\\[^\\]+|[^\\]+)\\?|[\\/]{2}[^\\/]+[\\/]+[^\\/]+[\\/]*|[A-Za-z]:[\\/]*|[\\/]+)/i;

/** Names that are shortened away, but not below `\\?\`. */
const DOTS = /(?:^|[\\/])\.{1,2}(?:[\\/]|$)/;

/** The longest path that every call of Windows takes, and room for a name beside it. */
const SHORT_PATH = 200;

const isHere = () => Deno.build.os === "windows";

/** Where the last separator of a path is; -1 if it has none. */
export function separatorOf(path: string, { isWindows = isHere() }: PathOptions = {}): number {
  const slash = isWindows && LONG_PREFIX.test(path) ? -1 : path.lastIndexOf("/");
  return Math.max(slash, isWindows ? path.lastIndexOf("\\") : -1);
}

/** The part of a path in front of every folder: empty for a relative one. */
export function rootOf(path: string, { isWindows = isHere() }: PathOptions = {}): string {
  return (isWindows ? WINDOWS_ROOT : /^\/+/).exec(path)?.[0] ?? "";
}

/** A path without its last name: it ends with a separator, or with the colon of `C:name`. */
function headOf(path: string, options: PathOptions): string {
  return path.slice(0, Math.max(separatorOf(path, options) + 1, rootOf(path, options).length));
}

/** The folder that a path is in. */
export function folderOf(path: string, options: PathOptions = {}): string {
  const head = headOf(path, options);
  if (head === "") return ".";
  const root = rootOf(path, options);
  if (head.length > root.length) return head.replace(/[\\/]+$/, "");
  return root.endsWith(":") ? `${root}.` : root;
}

/** The last name of a path: the file's, without its folder. */
export function fileNameOf(path: string, options: PathOptions = {}): string {
  return path.slice(headOf(path, options).length);
}

/** A path in the same folder. */
export function siblingOf(path: string, name: string, options: PathOptions = {}): string {
  return headOf(path, options) + name;
}

/** A path, and those of the folders above it, the highest first; without its root. */
export function pathsTo(path: string, options: PathOptions = {}): string[] {
  const { length } = rootOf(path, options);
  const isSeparator = (unit: string | undefined) =>
    unit === undefined || separatorOf(unit, options) === 0;
  const paths: string[] = [];
  for (let at = length; at < path.length; at++) {
    if (!isSeparator(path[at]) && isSeparator(path[at + 1])) paths.push(path.slice(0, at + 1));
  }
  return paths;
}

/** Whether a path does not depend on the current folder. */
export function isAbsolutePath(path: string, { isWindows = isHere() }: PathOptions = {}): boolean {
  return isWindows ? /^(?:[A-Za-z]:)?[\\/]/.test(path) : path.startsWith("/");
}

/**
 * A path that Windows takes at any length; a short one as it is.
 *
 * @param options.resolve makes a long one absolute. @default it stays as it is
 */
export function longPath(
  path: string,
  { resolve = asItIs }: { readonly resolve?: (path: string) => string } = {},
): string {
  if (path.length < SHORT_PATH && isAbsolutePath(path, { isWindows: true })) return path;
  const full = isWhole(path) ? path : resolve(path);
  if (!isWhole(full) || /^[\\/]{2}[?.][\\/]/.test(full)) return full;
  const plain = full.replaceAll("/", "\\");
  return plain.startsWith("\\\\") ? `\\\\?\\UNC\\${plain.slice(2)}` : `\\\\?\\${plain}`;
}

/** Whether a path begins with its drive or its server, and holds nothing that must be worked out. */
function isWhole(path: string): boolean {
  return /^(?:[A-Za-z]:[\\/]|[\\/]{2})/.test(path) && !DOTS.test(path);
}

function asItIs(path: string): string {
  return path;
}

/** The letter of the drive that a path on Windows begins with, in capitals; null for any other path. */
export function driveOf(path: string): string | null {
  return /^(?:\\\\[?.]\\)?([a-z]):[\\/]/i.exec(path)?.[1]?.toUpperCase() ?? null;
}

/** Whether a path on Windows is one of another computer by its form: `\\server\share`. */
export function isSharePath(path: string): boolean {
  return SHARE.test(path);
}

const SHARE =
  /^(?:[\\/]{2}(?![?.][\\/])|[\\/]{2}[?.][\\/](?:GLOBALROOT[\\/]Device[\\/]Mup|UNC)[\\/])/i;
