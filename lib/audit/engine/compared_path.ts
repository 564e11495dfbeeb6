/**
 * Paths of Windows in one spelling, to compare, whoever printed them: Windows itself, its kernel, or a
 * driver that leads into the network.
 *
 * @module
 */

/** The drive in a path that names a volume by its number: nobody knows its letter. */
export const UNKNOWN_DRIVE = "?:";

/**
 * A path of Windows in lower case, with backslashes and long names, without prefixes, `.` and `..`:
 * `c:\windows\explorer.exe`, `?:\windows\explorer.exe` on a volume without a letter, or
 * `\\server\share\x.exe`. Null for one that begins at something else than a drive or a server.
 */
export function comparedPath(path: string): string | null {
  const plain = path.replace(/^"(.*)"$/, "$1").replaceAll("/", "\\").toLowerCase();
  const begun = plain.startsWith("\\") || plain.startsWith("%") ? withPlainStart(plain) : plain;
  if (/^\\(?:device|\\[?.]|\?\?)(?:\\|$)/.test(begun)) return null;
  const [, start, rest] = /^(\\\\[^\\]+(?:\\|$)|[a-z?]:|)(.*)$/s.exec(begun)!;
  return start! + withLongNames(withoutDots(rest!));
}

/** A path by way of a driver that leads into the network, which can name the drive letter too. */
const BY_DRIVER =
  /^\\device\\(?:mup|lanmanredirector|rdpdr|hgfs|vboxminirdr)\\(?:;[^\\]*\\)*([^\\]+)\\/;
const BY_WEBDAV = /^\\device\\(?:mup\\;)?webdavredirector\\(?:;[^\\]*\\)*([^\\]+)\\/;

const VOLUME = /^\\(?:device\\[^\\]+|(?:\\[?.]|\?\?)\\volume\{[^}\\]*\})(?=\\)/;

/** The path with the drive or server in front, as people write it. */
function withPlainStart(path: string): string {
  return path
    .replace(/^\\(?:\\[?.]|\?\?)\\(?:globalroot(?=\\)|(?=[a-z]:))/, "")
    .replace(/^\\(?:\\[?.]|\?\?)\\unc\\+/, "\\\\")
    .replace(/^(?:\\systemroot|%systemroot%|%windir%)(?=\\)/, "c:\\windows")
    .replace(BY_WEBDAV, "\\\\$1\\davwwwroot\\")
    .replace(BY_DRIVER, "\\\\$1\\")
    .replace(VOLUME, UNKNOWN_DRIVE);
}

/** The rest of a path without empty parts, `.` and `..`. */
function withoutDots(rest: string): string {
  if (!/\\(?:\\|\.{1,2}(?:\\|$))/.test(rest)) return rest;
  const parts: string[] = [];
  for (const [at, part] of rest.split("\\").entries()) {
    if (part === "..") {
      if (parts.length > 1) parts.pop();
    } else if (part !== "." && (part !== "" || at === 0)) parts.push(part);
  }
  return parts.join("\\");
}

/** The path with the long names of folders that rules ask for, for the short ones Windows gives them. */
function withLongNames(rest: string): string {
  if (!rest.includes("~")) return rest;
  const parts = rest.split("\\");
  return parts.map((part, at) => at === parts.length - 1 ? part : longName(part, parts[at - 1]))
    .join("\\");
}

function longName(name: string, parent: string | undefined): string {
  const short = SHORT_NAMES.find(([pattern, , within]) =>
    pattern.test(name) && (within === undefined || within === parent)
  );
  return short?.[1] ?? name;
}

const SHORT_NAMES: readonly (readonly [pattern: RegExp, name: string, within?: string])[] = [
  [/^progra~1$/, "program files"],
  [/^progra~2$/, "program files (x86)"],
  [/^progra~3$/, "programdata"],
  [/^docume~\d$/, "documents and settings"],
  [/^dokume~\d$/, "dokumente und einstellungen"],
  [/^locals~\d$/, "local settings"],
  [/^lokale~\d$/, "lokale einstellungen"],
  [/^downlo~\d$/, "downloads"],
  [/^softwa~\d$/, "softwaredistribution", "windows"],
  [/^\$recyc~\d(?:\.bin)?$/, "$recycle.bin"],
];
