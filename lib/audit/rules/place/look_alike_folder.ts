/**
 * A program in a folder that looks like one that people trust.
 *
 * @module
 */
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { placeOnWindows } from "../../places/program_place.ts";
import { shownFolder, shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program in a folder that looks like one that people trust. */
export const lookAlikeFolder: Rule = {
  id: "look-alike-folder",
  title: "Folder that imitates a trusted one",
  severity: "medium",
  about:
    "C:\\ProgramFiles, or C:\\Windows with a space behind it, is no folder of Windows: any user can " +
    "make it, and people and lists of allowed programs take it for the real one.",
  falseAlarms: "Somebody who made such a folder to avoid the space in Program Files.",
  advice: "Find out who made the folder and when, and what else lies in it.",
  technique: "T1036.005",
  references: [
    "https://attack.mitre.org/techniques/T1036/005/",
    "https://github.com/elastic/detection-rules/blob/main/rules/windows/defense_evasion_masquerading_trusted_directory.toml",
  ],
  needs: ["process", "path"],
  os: "windows",
  judge: whereProgram([
    placeOnWindows((_, program) => folderKindOf(program)?.kind === "decoy"),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => ({
      reason: `${shownName(program)} runs from "${shownFolder(program)}", which is ${
        folderKindOf(program)!.is
      }`,
      evidence: evidenceOf(program),
    }),
  }),
};
