/**
 * Which rule speaks for which system program. Each fact makes one finding: where a rule is about a few
 * programs, the wider rules are silent about them.
 *
 * @module
 */
import type { Subject } from "../engine/audit_view.ts";
import { isWithoutArguments } from "./command_arguments.ts";
import { OFFICE_PROGRAMS } from "./office_programs.ts";

/** A tool for certificates, which can fetch any file. */
export const CERTIFICATE_TOOL: ReadonlySet<string> = new Set(["certutil"]);

/** The ports at which its rule speaks: the web's, and those by which files and code travel. */
export const CERTIFICATE_TOOL_PORTS: ReadonlySet<number> = new Set([80, 135, 443, 445]);

/** The script hosts of Windows. */
export const SCRIPT_HOSTS: ReadonlySet<string> = new Set(["cscript", "wscript"]);

/** PowerShell under all its names. */
export const POWERSHELL: ReadonlySet<string> = new Set([
  "powershell",
  "powershell_ise",
  "pwsh",
  "pwsh-preview",
]);

/** The host of HTML applications. */
export const HTML_HOST: ReadonlySet<string> = new Set(["mshta"]);

/** The program that runs functions of libraries. */
export const LIBRARY_RUNNER: ReadonlySet<string> = new Set(["rundll32"]);

/** Programs that Windows never starts without arguments; code is injected into such empty ones. */
export const NEVER_BARE: ReadonlySet<string> = new Set([
  "dllhost",
  "regsvr32",
  "rundll32",
  "searchprotocolhost",
]);

/** The programs that report errors to Microsoft; they get the process that failed as an argument. */
export const ERROR_REPORTERS: ReadonlySet<string> = new Set(["werfault", "wermgr"]);

/** Tools of .NET that register or install assemblies, and run their code. */
export const ASSEMBLY_TOOLS: ReadonlySet<string> = new Set(["installutil", "regasm", "regsvcs"]);

/** Accessories that know no network but that of printers. */
export const ACCESSORIES: ReadonlySet<string> = new Set([
  "calc",
  "charmap",
  "mspaint",
  "notepad",
  "osk",
  "winver",
  "wordpad",
]);

/** Tools that are hardly used any more but by attackers. */
export const FORGOTTEN_TOOLS: ReadonlySet<string> = new Set([
  "addinutil",
  "cmstp",
  "dialer",
  "eqnedt32",
  "finger",
  "imewdbld",
]);

/** The program that logs people on. */
export const LOGON_PROGRAM: ReadonlySet<string> = new Set(["winlogon"]);

/** The viewer of help files. */
export const HELP_VIEWER: ReadonlySet<string> = new Set(["hh"]);

/** The installer of Windows. */
export const INSTALLER: ReadonlySet<string> = new Set(["msiexec"]);

/** The ports at which the rules on the help viewer and the installer speak. */
export const WEB_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** The command prompt. */
export const COMMAND_PROMPT: ReadonlySet<string> = new Set(["cmd"]);

/** Tools that pack and unpack archives, and copy from web folders. */
export const ARCHIVE_TOOLS: ReadonlySet<string> = new Set([
  "diantz",
  "expand",
  "extrac32",
  "makecab",
]);

/** Programs that do not call out, but for attackers, or to build software. */
export const SILENT_TOOLS: ReadonlySet<string> = new Set([
  "bginfo",
  "bginfo64",
  "cdb",
  "csi",
  "dnx",
  "fsi",
  "fsianycpu",
  "ieexec",
  "iexpress",
  "microsoft.workflow.compiler",
  "mobsync",
  "msbuild",
  "msdt",
  "msiexec",
  "msxsl",
  "odbcconf",
  "rcsi",
  "regsvr32",
  "xwizard",
]);

/** Programs for which a narrower rule than that on silent tools speaks. */
const SPOKEN_FOR: ReadonlySet<string> = new Set([
  ...SCRIPT_HOSTS,
  ...POWERSHELL,
  ...HTML_HOST,
  ...LIBRARY_RUNNER,
  ...ASSEMBLY_TOOLS,
  ...ACCESSORIES,
  ...FORGOTTEN_TOOLS,
  ...LOGON_PROGRAM,
  ...OFFICE_PROGRAMS,
  ...COMMAND_PROMPT,
  ...ARCHIVE_TOOLS,
]);

/** Programs for which a narrower rule speaks at some ports only. */
const SPOKEN_FOR_AT: readonly (readonly [ReadonlySet<string>, ReadonlySet<number>])[] = [
  [CERTIFICATE_TOOL, CERTIFICATE_TOOL_PORTS],
  [HELP_VIEWER, WEB_PORTS],
  [INSTALLER, WEB_PORTS],
];

/** Whether a narrower rule speaks for a connection of a silent tool, or of one that LOLBAS lists. */
export function hasNarrowerRule(subject: Subject): boolean {
  const { row, program: { stem } } = subject;
  if (stem === null) return false;
  return SPOKEN_FOR.has(stem) || isBareTool(subject) ||
    SPOKEN_FOR_AT.some(([names, ports]) =>
      names.has(stem) && row.remotePort !== null && ports.has(row.remotePort)
    );
}

/** Whether it is a program that never runs without arguments, and is known to do so here. */
export function isBareTool({ program }: Subject): boolean {
  return program.stem !== null && NEVER_BARE.has(program.stem) &&
    isWithoutArguments(program) === true;
}

/** Whether the rule on silent tools speaks for it. */
export function isSilentTool({ program }: Subject): boolean {
  return program.stem !== null && SILENT_TOOLS.has(program.stem);
}
