/**
 * A program in a folder in which no program lies: the recycle bin, the fonts, a folder for all users.
 *
 * @module
 */
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf, isSigned } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { placeOnWindows } from "../../places/program_place.ts";
import { shownFolder, shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program in a folder in which no program lies. */
export const programInOddFolder: Rule = {
  id: "program-in-odd-folder",
  title: "Program in a folder without programs",
  severity: "high",
  about:
    "Nobody installs programs into the recycle bin, the folder for fonts or that for all users. " +
    "Attackers do: these can be written to, and nobody looks there.",
  falseAlarms:
    "Makers that put programs into C:\\Users\\Public; IBM's are known. A good signature " +
    "makes the finding medium, and so do a user's folders for music, pictures and videos, the " +
    "autostart folder, and a program that lies beside the folders of others in AppData or ProgramData.",
  advice: "Find out who put the file there and when, and who signed it.",
  technique: "T1036.005",
  references: [
    "https://attack.mitre.org/techniques/T1036/005/",
    "https://github.com/SigmaHQ/sigma/blob/master/rules/windows/network_connection/net_connection_win_susp_initiated_uncommon_or_suspicious_locations.yml",
  ],
  needs: ["process", "path"],
  os: "windows",
  judge: whereProgram([
    placeOnWindows((_, program) => folderKindOf(program)?.kind === "odd"),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => {
      const kind = folderKindOf(program)!;
      return {
        reason: `${shownName(program)} runs from ${shownFolder(program)}, which is ${kind.is}`,
        evidence: evidenceOf(program),
        severity: isSigned(program) ? "medium" : kind.severity ?? "high",
      };
    },
  }),
};
