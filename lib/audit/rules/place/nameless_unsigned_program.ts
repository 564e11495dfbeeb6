/**
 * A program that does not say who made it, and that nobody signed.
 *
 * @module
 */
import type { Program } from "../../engine/audit_view.ts";
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { isInstalled, placeOnWindows } from "../../places/program_place.ts";
import { shownName } from "../../places/program_names.ts";
import type { Answer, Rule } from "../../engine/rule.ts";

/** A program that does not say who made it, and that nobody signed. */
export const namelessUnsignedProgram: Rule = {
  id: "nameless-unsigned-program",
  title: "Program of an unknown maker",
  severity: "low",
  about:
    "The file names no company and no version, nobody signed it, and it lies where any user can " +
    "put programs.",
  falseAlarms: "Programs that you built yourself, many small tools, and games.",
  advice: "Make sure that you know where you have the program from.",
  technique: "T1036.001",
  references: ["https://attack.mitre.org/techniques/T1036/001/"],
  needs: ["process", "path", "version", "signature"],
  os: "windows",
  judge: whereProgram([
    placeOnWindows((place, program) => !isInstalled(place) && folderKindOf(program) === null),
    isNotForged,
    ({ stem }) => !/^netwho(?:[-_. ]|$)/.test(stem ?? ""),
    namesNobody,
    isUnsigned,
  ], {
    counts: leadsOutside,
    claim: (program) => ({
      reason: `${shownName(program)} names no company and no version, and nobody signed it`,
      evidence: evidenceOf(program),
    }),
  }),
};

function namesNobody({ file }: Program): Answer {
  if (file === null) return "file";
  if (file.version === null) return file.isGone ? false : "version";
  return file.version.company === null && file.version.version === null;
}

function isUnsigned({ file }: Program): Answer {
  if (file === null || file.signature === null) return "signature";
  return file.signature.status === "NotSigned";
}
