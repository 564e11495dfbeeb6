/**
 * A program of Windows that another one started than the one that does.
 *
 * @module
 */
import type { Program } from "../../engine/audit_view.ts";
import { type ProgramQuestion, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { nameOf, shownName, shownProcess } from "../../places/program_names.ts";
import { mayBeOfWindows } from "../../places/program_place.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program of Windows that another one started than the one that does. */
export const unusualParent: Rule = {
  id: "unusual-parent",
  title: "System program with the wrong parent",
  severity: "medium",
  about:
    "Windows starts its own programs in one way: services.exe starts svchost.exe, and wininit.exe " +
    "starts lsass.exe. One that something else started is a copy, or runs somebody else's code.",
  falseAlarms:
    "Security products and remote-desktop systems that start such programs themselves. A parent " +
    "that has ended is unknown, not wrong.",
  advice:
    "Look at the parent and at the command line: svchost.exe has -k and the name of a group in it.",
  technique: "T1036.005",
  references: [
    "https://attack.mitre.org/techniques/T1036/005/",
    "https://github.com/SigmaHQ/sigma/blob/master/rules/windows/process_creation/proc_creation_win_svchost_uncommon_parent_process.yml",
  ],
  needs: ["process", "parent"],
  os: "windows",
  judge: whereProgram([hasWrongParent, isNotForged], {
    about: ({ parent }) => parent?.name ?? "",
    claim: (program) => ({
      reason: `${shownProcess(program)} was started by ${
        shownName(program.parent!)
      }, and Windows has it started by ${listOf(PARENTS.get(keyOf(program))!)}`,
      evidence: evidenceOf(program),
    }),
  }),
};

const SERVICE_MANAGER = ["services"];

/**
 * What starts these programs, the usual one first. Not here: those whose parent ends at once (csrss,
 * winlogon, wininit, explorer), and conhost, which any program with a console starts.
 */
const PARENTS: ReadonlyMap<string, readonly string[]> = new Map([
  ["svchost", ["services", "svchost", "msmpeng", "mrt", "rpcnet", "ngen", "tiworker"]],
  // winlogon, on Windows XP and 2003
  ["lsass", ["wininit", "winlogon"]],
  ["services", ["wininit", "winlogon"]],
  ["lsaiso", ["wininit"]],
  ["spoolsv", [...SERVICE_MANAGER, "workplace starter"]],
  ["searchindexer", SERVICE_MANAGER],
  ["taskhost", ["svchost", "services", "ngentask"]],
  ["taskhostw", ["svchost", "services"]],
  ["dllhost", ["svchost", "services"]],
  ["runtimebroker", ["svchost", "workplace container helper"]],
  ["wmiprvse", ["svchost"]],
  ["wsmprovhost", ["svchost"]],
  ["winrshost", ["svchost"]],
]);

function hasWrongParent(program: Program, view: Parameters<ProgramQuestion>[1]) {
  if (!mayBeOfWindows(program, view)) return false;
  if (nameOf(program) === null) return "process";
  const parents = PARENTS.get(keyOf(program));
  if (parents === undefined) return false;
  const parent = program.parent;
  if (parent === null || parent.name === null) return "parent";
  return !parents.includes(keyOf(parent));
}

function keyOf(program: Program): string {
  return nameOf(program)!.replace(/\.exe$/, "");
}

/** `services.exe`; of several only the first, which is the usual one. */
function listOf([first = ""]: readonly string[]): string {
  return `${first}.exe`;
}
