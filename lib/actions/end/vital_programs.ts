/**
 * The programs without which Windows stops, or logs its user off: by name and place, as others may
 * have the name but not the place.
 *
 * @module
 */
import type { Process } from "../../model/process.ts";

/** What is known of a program, as far as it tells whether Windows needs it. */
export type PossiblyVital = Pick<Process, "process" | "path"> & Partial<Pick<Process, "services">>;

/** Programs of System32 whose end stops Windows, in lower case. */
const PROGRAMS: ReadonlySet<string> = new Set([
  "csrss",
  "lsaiso",
  "lsass",
  "lsm",
  "services",
  "smss",
  "wininit",
  "winlogon",
]);

/** What has no file: parts of the kernel that the process list shows as processes. */
const WITHOUT_FILE: ReadonlySet<string> = new Set([
  "memcompression",
  "memory compression",
  "registry",
  "secure system",
  "system",
  "system idle process",
  "system interrupts",
]);

/** Services in whose processes Windows stops with an error when they end, in lower case. */
const SERVICES: ReadonlySet<string> = new Set([
  "brokerinfrastructure",
  "dcomlaunch",
  "lsm",
  "plugplay",
  "power",
  "rpceptmapper",
  "rpcss",
  "systemeventsbroker",
]);

/** Why Windows needs a program. */
export type Vital =
  | { readonly kind: "kernel" }
  /** `isCertain`: its path was seen, so that it is no other program of the same name. */
  | { readonly kind: "program"; readonly isCertain: boolean }
  | { readonly kind: "services"; readonly services: readonly string[] };

/**
 * Why Windows needs a program; null where it does not. A program whose path could not be seen is
 * judged by its name.
 *
 * @param windowsFolder the Windows folder, such as `C:\Windows`; any drive's counts as well.
 */
export function findVital(
  { process, path, services = null }: PossiblyVital,
  windowsFolder: string,
): Vital | null {
  const place = path === null ? null : placeOf(path);
  const name = stemOf(place?.name ?? process ?? "");
  if (WITHOUT_FILE.has(name) && (place === null || place.folder === "")) return { kind: "kernel" };
  const isInPlace = place === null || isSystemFolder(place.folder, windowsFolder);
  if (!isInPlace) return null;
  if (PROGRAMS.has(name)) return { kind: "program", isCertain: place !== null };
  const needed = (services ?? []).filter((service) => SERVICES.has(service.trim().toLowerCase()));
  if (name !== "svchost" || needed.length === 0) return null;
  return { kind: "services", services: needed };
}

function stemOf(name: string): string {
  return name.trim().toLowerCase().replace(/\.exe$/, "");
}

/** The folder and the file of a path, in lower case. */
function placeOf(path: string): { folder: string; name: string } {
  const plain = path.toLowerCase().replaceAll("/", "\\").replace(/^\\(?:\\[?.]|\?\?)\\/, "");
  const end = plain.lastIndexOf("\\");
  return { folder: plain.slice(0, Math.max(end, 0)), name: plain.slice(end + 1) };
}

/** The folder of Windows' own programs, on whatever drive, and as the kernel writes it. */
function isSystemFolder(folder: string, windowsFolder: string): boolean {
  return folder === `${windowsFolder.toLowerCase()}\\system32` ||
    /^(?:[a-z]:|\\device\\harddiskvolume\d+)\\(?:windows|winnt)\\system32$/.test(folder) ||
    folder === "\\systemroot\\system32";
}
