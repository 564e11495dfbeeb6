/**
 * What kind of folder a program of Linux lies in, where that says something of it.
 *
 * @module
 */
import HIDDEN from "../lists/hidden_folders.json" with { type: "json" };
import type { Severity } from "../../model/finding.ts";

/** A folder in which no program lies. */
export interface LinuxFolder {
  readonly kind: "temp" | "hidden";
  /** What it is, to stand behind "which is". */
  readonly is: string;
  readonly severity: Severity;
}

/** What of a program's folder says something of it; null if nothing does. */
export function findLinuxFolder(path: string): LinuxFolder | null {
  const resolved = path.replace(/^\/(?:var\/run|private\/run)\//, "/run/");
  return findTemp(resolved) ?? findHidden(resolved);
}

const MOUNTED = HIDDEN.inTemp.map((pattern) => new RegExp(pattern));

const TEMP: readonly (readonly [pattern: RegExp, is: string])[] = [
  [/^\/(?:tmp|var\/tmp|usr\/tmp)\//, "a folder for temporary files that everybody can write to"],
  [/^\/(?:dev|run)\/shm\//, "memory that everybody can write to"],
  [/^\/run\/user\/\d+\//, "a user's folder for sockets, in memory"],
  [/^\/(?:run\/lock|var\/lock)\//, "a folder for locks that everybody can write to"],
  [/^\/run\/[^/]+$/, "a folder for sockets, in memory"],
  [/^\/(?:dev|sys)\//, "a folder for devices"],
  [/^\/var\/log\//, "a folder for logs"],
  [/^\/var\/(?:mail|spool\/(?:mail|cron|at|anacron|cups))\//, "a folder for mail and jobs"],
  [/^\/var\/backups\//, "a folder for backups"],
  [/^\/(?:boot|lost\+found)\//, "a folder in which no program of the running system lies"],
];

function findTemp(path: string): LinuxFolder | null {
  const found = TEMP.find(([pattern]) => pattern.test(path));
  if (found === undefined || MOUNTED.some((pattern) => pattern.test(path))) return null;
  if (/^\/tmp\/(?:go-build|cargo-install|nix-build)/.test(path)) {
    return { kind: "temp", is: "where a compiler puts what it builds", severity: "low" };
  }
  return { kind: "temp", is: found[1], severity: "high" };
}

const NORMAL: ReadonlySet<string> = new Set(HIDDEN.folders.filter((name) => !name.endsWith("*")));
const NORMAL_STARTS = HIDDEN.folders.filter((name) => name.endsWith("*")).map((name) =>
  name.slice(0, -1)
);

function findHidden(path: string): LinuxFolder | null {
  // Most paths hold none.
  if (!path.includes("/.") || HIDDEN.stores.some((store) => path.startsWith(store))) return null;
  if (MOUNTED.some((pattern) => pattern.test(path))) return null;
  const names = path.split("/");
  const file = names.pop()!;
  const folder = names.find((name) => name.startsWith(".") && !isNormal(name));
  if (folder !== undefined) {
    return {
      kind: "hidden",
      is: `below a hidden folder, "${folder}"`,
      severity: severityOf(path, folder),
    };
  }
  return file.startsWith(".")
    ? { kind: "hidden", is: "where its file is hidden", severity: "high" }
    : null;
}

const WITHOUT_PROGRAMS: ReadonlySet<string> = new Set(HIDDEN.withoutPrograms);

/** How much it matters that a program lies below a hidden folder that is none of the known. */
function severityOf(path: string, folder: string): Severity {
  // `...`, `.. ` and `. ` hide even from those who list hidden files.
  if (/^[.\s]+$/.test(folder) || !/^\/(?:home\/[^/]+|root)\//.test(path)) return "high";
  // Every month there is a new tool that makes one in the user's own folder, but not within another.
  const isWithin = path.slice(0, path.indexOf(`/${folder}/`)).includes("/.");
  return isWithin || WITHOUT_PROGRAMS.has(folder) ? "medium" : "low";
}

function isNormal(name: string): boolean {
  return NORMAL.has(name) || NORMAL_STARTS.some((start) => name.startsWith(start));
}

/**
 * Whether a program lies where package managers, and not its users, put programs. Those replace files
 * while they run.
 */
export function isPackaged(path: string): boolean {
  return /^\/(?:usr\/(?!local\/|tmp\/)|opt\/|snap\/|nix\/store\/|gnu\/store\/|app\/|s?bin\/|lib(?:64|exec)?\/|var\/lib\/(?:flatpak|snapd|docker|containerd|containers)\/)/
    .test(path);
}
