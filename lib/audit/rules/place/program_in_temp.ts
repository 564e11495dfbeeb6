/**
 * A program of Windows in a folder for temporary files.
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

/** A program of Windows in a folder for temporary files. */
export const programInTemp: Rule = {
  id: "program-in-temp",
  title: "Program in a folder for temporary files",
  severity: "medium",
  about:
    "What is loaded from the Internet or unpacked from an attachment runs from there, whether it " +
    "is an installer or something that nobody wanted.",
  falseAlarms:
    "Installers and programs that update themselves, while they run. A good signature makes " +
    "the finding low.",
  advice:
    "If you are not installing anything, look at the file, at what started it, and at who signed it.",
  technique: "T1105",
  references: [
    "https://attack.mitre.org/techniques/T1105/",
    "https://github.com/SigmaHQ/sigma/blob/master/rules/windows/network_connection/net_connection_win_susp_initiated_uncommon_or_suspicious_locations.yml",
  ],
  needs: ["process", "path"],
  os: "windows",
  judge: whereProgram([
    placeOnWindows((_, program) => folderKindOf(program)?.kind === "temp"),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => {
      const kind = folderKindOf(program)!;
      return {
        reason: `${shownName(program)} runs from ${shownFolder(program)}, which is ${kind.is}`,
        evidence: [...archiveIn(program.place ?? ""), ...evidenceOf(program)],
        severity: isSigned(program) ? "low" : kind.severity ?? "medium",
      };
    },
  }),
};

/** The folders that Explorer, 7-Zip and WinRAR unpack into what is opened inside an archive. */
function archiveIn(place: string): string[] {
  return /\\(?:temp\d+_[^\\]+\.zip|7zo[0-9a-f]+|rar\$[a-z0-9.]+)\\/.test(place)
    ? ["opened from inside an archive"]
    : [];
}
