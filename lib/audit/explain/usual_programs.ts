/**
 * Programs whose connections are usual. A name is only what a program says of itself, so a place that is
 * known must be where such programs are installed.
 *
 * @module
 */
import type { Program } from "../engine/audit_view.ts";
import { BROWSERS } from "../questions/known_programs.ts";

/** Whether it is a browser, as far as name and place tell. */
export function isBrowser(program: Program): boolean {
  return isOneOf(program, BROWSERS, PLACES_OF_PROGRAMS);
}

/** Whether it looks for updates, as far as name and place tell. */
export function isUpdater(program: Program): boolean {
  return isOneOf(program, UPDATERS, PLACES_OF_UPDATERS);
}

/** Whether it is netwho, by its name. */
export function isNetwho({ stem }: Program): boolean {
  return stem === "netwho";
}

/** Whether it is one of these programs of the system, where the system keeps them. */
export function isSystemProgram(program: Program, stems: ReadonlySet<string>): boolean {
  return isOneOf(program, stems, PLACES_OF_SYSTEM);
}

/** What a sentence says where a program is known by its name alone; else nothing. */
export function byName({ place, isKernel }: Program): string {
  return place === null && !isKernel ? " by its name" : "";
}

function isOneOf(
  { stem, place }: Program,
  stems: ReadonlySet<string>,
  places: RegExp,
): boolean {
  return stem !== null && stems.has(stem) && (place === null || places.test(place));
}

const PLACES_OF_PROGRAMS =
  /^(?:[a-z?]:\\program files(?: \(x86\))?\\|[a-z?]:\\users\\[^\\]+\\appdata\\local\\(?:bravesoftware|google|microsoft|mozilla firefox|programs|vivaldi)\\|\/(?:app|opt|snap|usr)\/)/;

const UPDATERS: ReadonlySet<string> = new Set([
  ...["adobearm", "firefox-updater", "googleupdate", "maintenanceservice", "microsoftedgeupdate"],
  ...["mousocoreworker", "onedriveupdater", "tiworker", "updater", "usoclient", "wuauclt"],
  ...["apt", "apt-get", "dnf", "fwupd", "http", "https", "packagekitd", "snapd", "unattended-upgr"],
  ...["zypper"],
]);

const PLACES_OF_UPDATERS =
  /^(?:[a-z?]:\\program files(?: \(x86\))?\\|[a-z?]:\\windows\\(?:system32|uus|winsxs)\\|[a-z?]:\\users\\[^\\]+\\appdata\\local\\(?:google|microsoft)\\|\/(?:snap|usr)\/)/;

const PLACES_OF_SYSTEM =
  /^(?:[a-z?]:\\windows\\(?:system32|syswow64|explorer\.exe)|[a-z?]:\\program files\\windows defender\\|[a-z?]:\\programdata\\microsoft\\windows defender\\|\/(?:usr|s?bin|lib)\/|system$)/;
