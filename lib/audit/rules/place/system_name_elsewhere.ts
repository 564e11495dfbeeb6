/**
 * A program by the name of one of Windows, in another folder.
 *
 * @module
 */
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { forgeryOf } from "../../places/forged_names.ts";
import { placeOnWindows } from "../../places/program_place.ts";
import { nameOf, shownFolder, shownName } from "../../places/program_names.ts";
import { isSystemName, ownFolderOf } from "../../places/system_programs.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program by the name of one of Windows, in another folder. */
export const systemNameElsewhere: Rule = {
  id: "system-name-elsewhere",
  title: "System program in the wrong place",
  severity: "high",
  about:
    "Programs for attacks take the names of Windows' own, so that they pass unnoticed among them. " +
    "Those of Windows lie in its own folders and nowhere else.",
  falseAlarms: "Copies that an administrator made, deployment tools, and virtual machines or " +
    "containers that bring their own Windows.",
  advice:
    "Look at the file and who signed it; if Microsoft did not, disconnect this computer from the " +
    "network and have it examined.",
  technique: "T1036.005",
  references: [
    "https://attack.mitre.org/techniques/T1036/005/",
    "https://github.com/SigmaHQ/sigma/blob/master/rules/windows/process_creation/proc_creation_win_susp_system_exe_anomaly.yml",
  ],
  needs: ["process", "path"],
  os: "windows",
  judge: whereProgram([
    (program) => {
      const name = nameOf(program);
      return name === null ? "process" : isSystemName(name);
    },
    placeOnWindows((_, program) => forgeryOf(program)?.kind === "misplaced"),
  ], {
    claim: (program) => ({
      reason: `${shownName(program)} runs from ${shownFolder(program)}, and Windows' own lies in ${
        ownFolderOf(nameOf(program)!)
      }`,
      evidence: evidenceOf(program),
      // PowerShell 7 is installed by hand, too.
      severity: /^pwsh(?:\.exe)?$/.test(nameOf(program)!) ? "medium" : "high",
    }),
  }),
};
