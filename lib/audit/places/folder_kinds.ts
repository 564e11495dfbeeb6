/**
 * What kind of folder a program of Windows lies in, where that says something of it. A folder is of one
 * kind, so that one rule speaks of it.
 *
 * @module
 */
import ODD from "../lists/odd_folders.json" with { type: "json" };
import USER from "../lists/user_folders.json" with { type: "json" };
import type { Severity } from "../../model/finding.ts";
import type { Program } from "../engine/audit_view.ts";
import { findDecoy } from "./decoy_folders.ts";
import { type WindowsPlace, windowsPlaceOf } from "./windows_place.ts";

/** A kind of folder. */
export interface FolderKind {
  readonly kind: "share" | "decoy" | "odd" | "temp" | "downloads";
  /** What the folder is, to stand behind "which is". */
  readonly is: string;
  /** How much it matters; null for the rule's own. */
  readonly severity: Severity | null;
}

const known = new WeakMap<Program, FolderKind | null>();

/** The kind of a program's folder; null for one that says nothing, or is not known, or of Linux. */
export function folderKindOf(program: Program): FolderKind | null {
  let kind = known.get(program);
  if (kind === undefined) {
    const place = windowsPlaceOf(program);
    kind = place === null ? null : findKind(place);
    known.set(program, kind);
  }
  return kind;
}

function findKind(place: WindowsPlace): FolderKind | null {
  if (place.server !== null) {
    // The files of a Linux on this computer.
    return /^wsl(?:\$|\.localhost)$/.test(place.server) ? null : ON_SHARE;
  }
  const decoy = findDecoy(place);
  if (decoy !== null) {
    return { kind: "decoy", is: `not ${decoy}, but looks like it`, severity: null };
  }
  return findTemp(place, SYSTEM_TEMP) ?? findOdd(place) ?? findTemp(place, TEMP) ??
    findOwnFolder(place);
}

const ON_SHARE: FolderKind = { kind: "share", is: "in the network", severity: null };

/** Folders and what they are, the narrowest first. */
const ODD_FOLDERS = ODD.folders.map((one) => ({ ...one, starts: `\\${one.starts}\\` }))
  .sort((one, other) => other.starts.length - one.starts.length);

const ODD_OF_USER = new Map(ODD.ofUser.map(({ name, is }) => [name, is]));

/** Folders in which no program lies by itself, though below some of them most do. */
const ODD_BY_ITSELF: readonly (readonly [pattern: RegExp, is: string])[] = [
  [
    /\\microsoft\\windows\\start menu\\programs\\startup\\$/,
    "a folder for shortcuts, which starts what lies there at each logon",
  ],
  [
    /^\\(?:programdata|users\\[^\\]+\\appdata(?:\\(?:local|locallow|roaming))?)\\$/,
    "where each program has a folder of its own, and none lies beside them",
  ],
];

function findOdd({ folder, folders }: WindowsPlace): FolderKind | null {
  if (ODD.known.some((start) => folder.startsWith(`\\${start}`))) return null;
  const odd = ODD_FOLDERS.find(({ starts }) => folder.startsWith(starts));
  if (odd !== undefined) {
    const severity = (odd as { severity?: string }).severity as Severity | undefined;
    return { kind: "odd", is: odd.is, severity: severity ?? null };
  }
  const is = ODD_BY_ITSELF.find(([pattern]) => pattern.test(folder))?.[1] ??
    ODD_OF_USER.get(userFolderOf(folders) ?? "");
  return is === undefined ? null : { kind: "odd", is, severity: "medium" };
}

const PROFILES: ReadonlySet<string> = new Set(USER.profiles);

/** The folder in a user's profile, past that of OneDrive and `My Documents`. */
function userFolderOf([root = "", user, ...folders]: readonly string[]): string | null {
  if (user === undefined || !PROFILES.has(root)) return null;
  const isOuter = /^(?:onedrive(?: - .+)?|my documents|documents)$/.test(folders[0] ?? "");
  return folders[isOuter ? 1 : 0] ?? null;
}

const USERS = `(?:${USER.profiles.join("|")})\\\\[^\\\\]+`;
const LOCAL_SETTINGS = `(?:${USER.localSettings.join("|")}|[^\\\\~]{1,6}~\\d)`;
const TEMPORARY = "te?mp";

/** A pattern of folders for temporary files, what they are, and how much that matters. */
type TempFolder = readonly [pattern: RegExp, is: string, severity: Severity | null];

/** Those below the profile of the system, which is an odd folder otherwise. */
const SYSTEM_TEMP: readonly TempFolder[] = [
  [
    /^\\win(?:dows|nt)\\(?:system32|syswow64)\\config\\systemprofile\\appdata\\local\\temp\\/,
    "the system's folder for temporary files",
    null,
  ],
];

const TEMP: readonly TempFolder[] = [
  [/\\te?mp\\go-build\d+\\/, "where go run puts what it builds", "low"],
  [
    /^\\windows\\systemtemp\\/,
    "a folder for temporary files that only the system can write to",
    "low",
  ],
  [
    new RegExp(
      `^\\\\${USERS}\\\\(?:appdata\\\\(?:local(?:low)?|roaming)\\\\|${LOCAL_SETTINGS}\\\\)?${TEMPORARY}\\\\`,
    ),
    "a user's folder for temporary files",
    null,
  ],
  [
    new RegExp(`^\\\\(?:win(?:dows|nt)\\\\|programdata\\\\)?${TEMPORARY}\\\\`),
    "a folder for temporary files",
    null,
  ],
  [
    /^\\windows\\serviceprofiles\\[^\\]+\\appdata\\local\\temp\\/,
    "a service's folder for temporary files",
    null,
  ],
  [
    /\\(?:temporary internet files|inetcache|content\.outlook)\\/,
    "where the browser and the mail program keep what they load",
    null,
  ],
];

/** What Windows itself unpacks into folders for temporary files: a part of DISM, and Defender's updates. */
const OF_WINDOWS =
  /\\temp\\(?:\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}?\\dismhost|mp(?:am|av)-[0-9a-f]{8})\.exe$/;

function findTemp(
  { folder, base }: WindowsPlace,
  patterns: readonly TempFolder[],
): FolderKind | null {
  const found = patterns.find(([pattern]) => pattern.test(folder));
  if (found === undefined) return null;
  const [, is, severity] = found;
  return { kind: "temp", is, severity: OF_WINDOWS.test(folder + base) ? "low" : severity };
}

const DOWNLOADS: ReadonlySet<string> = new Set(USER.downloads);
const DESKTOP: ReadonlySet<string> = new Set(USER.desktop);

function findOwnFolder({ folders }: WindowsPlace): FolderKind | null {
  // `D:\Downloads` is for the same.
  const name = userFolderOf(folders) ?? (DOWNLOADS.has(folders[0] ?? "") ? folders[0]! : "");
  const is = ownFolderNamed(name);
  return is === null ? null : { kind: "downloads", is, severity: null };
}

/** What a folder by this name, in lower case, is for a user; null for another one. */
export function ownFolderNamed(name: string): string | null {
  if (DOWNLOADS.has(name)) return "where browsers save to";
  return DESKTOP.has(name) ? "a user's desktop" : null;
}
