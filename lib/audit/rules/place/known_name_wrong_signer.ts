/**
 * A download that is named after a well-known program whose makers did not sign it.
 *
 * @module
 */
import { signatureInWords } from "../../../model/file_signature.ts";
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { isOfWrongSigner, namesakeOf } from "../../places/business_programs.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { placeOnWindows } from "../../places/program_place.ts";
import { shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A download that is named after a well-known program whose makers did not sign it. */
export const knownNameWrongSigner: Rule = {
  id: "known-name-wrong-signer",
  title: "Well-known name without its maker's signature",
  severity: "medium",
  about:
    "Advertisements and forums offer fake installers of Slack, Teams, Zoom and other programs. The " +
    "makers of the real ones sign them.",
  falseAlarms: "Installers that somebody packed anew, and makers that sign by a new name.",
  advice:
    "Delete it, load the program from its maker's own site, and look at what the fake one left behind.",
  technique: "T1036.001",
  references: [
    "https://attack.mitre.org/techniques/T1036/001/",
    "https://github.com/elastic/detection-rules/blob/main/rules/windows/defense_evasion_masquerading_business_apps_installer.toml",
  ],
  needs: ["process", "path", "signature"],
  os: "windows",
  judge: whereProgram([
    placeOnWindows((_, program) => folderKindOf(program)?.kind === "downloads"),
    (program) => isOfWrongSigner(program),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => ({
      reason:
        `${shownName(program)} is named after ${namesakeOf(program)!.is}, and its makers did not ` +
        `sign it: ${signatureInWords(program.file!.signature!)}`,
      evidence: evidenceOf(program),
    }),
  }),
};
