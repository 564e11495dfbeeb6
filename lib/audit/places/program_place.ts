/**
 * Questions about where a program lies, for each system by itself: the rules for one never speak of a
 * program of the other.
 *
 * @module
 */
import { isWindowsName } from "./program_names.ts";
import type { AuditView, Program } from "../engine/audit_view.ts";
import type { Answer } from "../engine/rule.ts";
import type { ProgramQuestion } from "../engine/where_program.ts";
import { type WindowsPlace, windowsPlaceOf } from "./windows_place.ts";

/** Asks about the place of a program of Windows; those of Linux are none. */
export function placeOnWindows(
  ask: (place: WindowsPlace, program: Program) => Answer,
): ProgramQuestion {
  return (program, view) => {
    if (!mayBeOfWindows(program, view) || hasNoFile(program)) return false;
    const place = windowsPlaceOf(program);
    return place === null ? missingPlace(program) : ask(place, program);
  };
}

/** Asks about the path of a program of Linux; those of Windows are none. */
export function placeOnLinux(ask: (path: string, program: Program) => Answer): ProgramQuestion {
  return (program, view) => {
    if (program.place !== null) return program.place.startsWith("/") && ask(program.place, program);
    if (view.os === "windows" || isWindowsName(program.name) || hasNoFile(program)) return false;
    return missingPlace(program);
  };
}

/** Whether a program can be one of Windows, by its path, else by its name. */
export function mayBeOfWindows({ place, name }: Program, { os }: AuditView): boolean {
  if (place !== null) return !place.startsWith("/");
  return os === "windows" || (os === null && (name === null || isWindowsName(name)));
}

/** Whether it lies where Windows and its programs are installed; no user can write there. */
export function isInstalled({ folders: [first = ""], server }: WindowsPlace): boolean {
  return server === null && INSTALLED.has(first);
}

const INSTALLED: ReadonlySet<string> = new Set([
  "windows",
  "winnt",
  "program files",
  "program files (x86)",
  "program files (arm)",
]);

function missingPlace({ process }: Program): "process" | "path" {
  return process === null ? "process" : "path";
}

/** Whether it is a part of the kernel, which runs no file. */
function hasNoFile({ pid, name }: Program): boolean {
  return pid === 0 || pid === 4 || (name !== null && KERNEL_NAMES.has(name));
}

const KERNEL_NAMES: ReadonlySet<string> = new Set([
  "system",
  "system idle process",
  "registry",
  "memory compression",
  "memcompression",
  "secure system",
  "vmmem",
  "vmmemwsl",
  "kthreadd",
]);
