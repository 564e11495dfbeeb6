/**
 * Folders that look like those that people and programs trust: `C:\Program Files (x86) \`,
 * `C:\Windows \System32`, `C:\ProgramFiles`.
 *
 * @module
 */
import { asItLooks, isOneEditAway } from "./program_names.ts";
import type { WindowsPlace } from "./windows_place.ts";

/** The trusted folders of a drive, as they are printed. */
const TRUSTED = ["Windows", "Program Files", "Program Files (x86)", "ProgramData"];

/** Names that stand for one of these, without what people overlook. */
const ALIKE = new Map([
  ["windows", "Windows"],
  ["programfiles", "Program Files"],
  ["programsfiles", "Program Files"],
  ["programfilesx64", "Program Files"],
  ["programfiles64", "Program Files"],
  ["programfilesx86", "Program Files (x86)"],
  ["programfiles86", "Program Files (x86)"],
  ["programdata", "ProgramData"],
]);

const REAL: ReadonlySet<string> = new Set([
  ...TRUSTED.map((name) => name.toLowerCase()),
  "program files (arm)",
  // Most programs that are not installed for all lie there.
  "users",
]);

/** The folders of Windows that hold its programs. */
const OF_WINDOWS = ["System32", "SysWOW64"];

/** Which trusted folder that of a program looks like without being it; null if none. */
export function findDecoy(
  { drive, folders: [first = "", second = ""] }: WindowsPlace,
): string | null {
  const root = drive?.toUpperCase() ?? "C:";
  if (first === "windows") {
    const real = OF_WINDOWS.find((name) => looksLike(second, name));
    return real === undefined ? null : `${root}\\Windows\\${real}`;
  }
  if (first === "" || REAL.has(first)) return null;
  const plain = asItLooks(first);
  const real = TRUSTED.find((name) => name.toLowerCase() === plain.replace(/[\s.]+$/, "")) ??
    // On a second drive, such a folder is where people put what the first one has no room for.
    (root === "C:"
      ? ALIKE.get(withoutSigns(plain)) ?? TRUSTED.find((name) => looksLike(first, name))
      : null);
  return real === undefined || real === null ? null : `${root}\\${real}`;
}

function looksLike(folder: string, name: string): boolean {
  const real = name.toLowerCase();
  if (folder === real || folder.length < 5) return false;
  return withoutSigns(asItLooks(folder)) === withoutSigns(real) ||
    (isOneEditAway(folder, real) && !/\d$/.test(folder.replace(/32$|64$/, "")));
}

function withoutSigns(name: string): string {
  return name.replace(/[\s._()+-]/g, "");
}
