/**
 * The programs of Windows: where they lie, and which names imitate theirs.
 *
 * @module
 */
import LIST from "../lists/system_programs.json" with { type: "json" };
import { asItIsRead, asItLooks, isOneEditAway, stemOf } from "./program_names.ts";
import type { WindowsPlace } from "./windows_place.ts";

/** Programs that come with Windows and lie in none of its folders, by where they do, as printed. */
const OUTSIDE = new Map<string, readonly string[]>(Object.entries(LIST.outside));

const OWN_FOLDERS = new Map<string, readonly string[]>([
  ...LIST.inSystem32.map((name) => [name, ["system32"]] as const),
  ...Object.entries(LIST.elsewhere),
  ...Array.from(OUTSIDE.keys(), (name) => [name, []] as const),
]);

const OTHER_FOLDERS = new Map<string, readonly string[]>([
  ...Object.entries(LIST.alsoIn),
  ...Array.from(
    OUTSIDE,
    ([name, folders]) => [name, folders.map((one) => one.toLowerCase())] as const,
  ),
]);

/** The folders of Windows that hold its programs for one kind of processor. */
const FOLDERS_OF_PROGRAMS = ["syswow64", "sysnative", "sysarm32"];

/** PowerShell 7 belongs to no Windows, and may lie in any folder that is named after it. */
const PWSH_FOLDER =
  /(?:^|\\)(?:[^\\]*powershell[^\\]*|pwsh[^\\]*|windowsapps|\.dotnet\\tools)(?:\\|$)/;

/** Where Windows puts a user's aliases of store apps. */
const ALIASES = /^users\\[^\\]+\\appdata\\local\\microsoft\\windowsapps(?:\\|$)/;

/** Whether a name, in lower case and with or without `.exe`, is one of a program of Windows. */
export function isSystemName(name: string): boolean {
  const stem = name.replace(/\.exe$/, "");
  return stem === "pwsh" || OWN_FOLDERS.has(stem);
}

/** Whether a program of Windows by this name can lie there. */
export function isItsPlace(name: string, { server, folders }: WindowsPlace): boolean {
  if (server !== null) return false;
  const stem = name.replace(/\.exe$/, "");
  const folder = folders.join("\\");
  if (stem === "pwsh") return PWSH_FOLDER.test(folder);
  if (LIST.copies.some((tree) => folder === tree || folder.startsWith(`${tree}\\`))) return true;
  if (OTHER_FOLDERS.get(stem)?.some((start) => folder.startsWith(start))) return true;
  if (stem === "wsl" && ALIASES.test(folder)) return true;
  const [first = "", ...rest] = folders;
  if (first !== "windows" && first !== "winnt") return isWindowsOfContainer(folder);
  const inWindows = rest.join("\\");
  return OWN_FOLDERS.get(stem)?.some((own) => alternativesOf(own).includes(inWindows)) ?? false;
}

/** A folder of Windows, and those that hold the same for another kind of processor. */
function alternativesOf(folder: string): string[] {
  if (!/^system32(?:\\|$)/.test(folder)) return [folder];
  return [folder, ...FOLDERS_OF_PROGRAMS.map((other) => other + folder.slice("system32".length))];
}

/** The Windows of a sandbox or container, which the host sees by the path inside. */
function isWindowsOfContainer(folder: string): boolean {
  return /^vsmb-\{[^}]+\}\\os\\windows\\sys/.test(folder);
}

/** Where a program of Windows lies, to be printed: `C:\Windows\System32`. */
export function ownFolderOf(name: string): string {
  const stem = name.replace(/\.exe$/, "");
  if (stem === "pwsh") return "C:\\Program Files\\PowerShell\\7";
  const [outside] = OUTSIDE.get(stem) ?? [];
  if (outside !== undefined) return `C:\\${outside}`;
  const [folder = ""] = OWN_FOLDERS.get(stem) ?? [];
  return ["C:\\Windows", ...(folder === "" ? [] : [shown(folder)])].join("\\");
}

function shown(folder: string): string {
  return folder.replace(/^system32/, "System32").replace(/^syswow64/, "SysWOW64")
    .replace("windowspowershell", "WindowsPowerShell").replace(/^winsxs/, "WinSxS");
}

/** How a name imitates that of a program of Windows. */
export interface Imitation {
  /** The name that it imitates: `svchost.exe`. */
  readonly of: string;
  /** How, to stand behind "differs from it by": `one letter`. */
  readonly by: string;
}

const IMITATED = LIST.imitated;
const WORDS: ReadonlySet<string> = new Set(LIST.words);
const NAMESAKES: ReadonlySet<string> = new Set(LIST.namesakes);
const BY_STEM = new Map(IMITATED.map((name) => [withoutNumber(name), name]));
const READ = new Map(IMITATED.map((name) => [asItIsRead(name), name]));

/** Which program of Windows a name imitates, in lower case and with its ending; null if none. */
export function findImitation(name: string): Imitation | null {
  const stem = stemOf(name);
  if (OWN_FOLDERS.has(stem)) {
    const ending = name.slice(stem.length);
    return ending === "" || ending === ".exe"
      ? null
      : { of: `${stem}.exe`, by: `the ending ${ending}` };
  }
  if (NAMESAKES.has(stem)) return null;
  // `svchost.exe.exe`, `svchost .exe`
  const looks = stemOf(asItLooks(stem).replace(/[\s._]+$/, "")).trim();
  if (OWN_FOLDERS.has(looks)) {
    const isPlain = /^[\x20-\x7e]*$/.test(stem);
    return { of: `${looks}.exe`, by: isPlain ? "signs at its end" : "letters of another script" };
  }
  const read = READ.get(asItIsRead(stem));
  if (read !== undefined) {
    return { of: `${read}.exe`, by: "signs that people take for one another" };
  }
  const numbered = BY_STEM.get(withoutNumber(looks));
  if (numbered !== undefined && isFreeFor(looks, numbered)) {
    return { of: `${numbered}.exe`, by: "a number" };
  }
  const near = IMITATED.find((target) => isOneEditAway(looks, target) && isFreeFor(looks, target));
  return near === undefined ? null : { of: `${near}.exe`, by: "one letter" };
}

/** Whether no words stand against it: `iservices` and `service` are no `services` misread. */
function isFreeFor(stem: string, target: string): boolean {
  return !WORDS.has(target) || !(containsAtEnd(stem, target) || containsAtEnd(target, stem));
}

function withoutNumber(stem: string): string {
  return stem.replace(/\d{1,2}$/, "");
}

function containsAtEnd(long: string, short: string): boolean {
  return long.startsWith(short) || long.endsWith(short);
}
