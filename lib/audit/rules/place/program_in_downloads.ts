/**
 * A program in a folder that a user saves to: downloads or the desktop.
 *
 * @module
 */
import type { Program } from "../../engine/audit_view.ts";
import { leadsOutside, type ProgramQuestion, whereProgram } from "../../engine/where_program.ts";
import { isOfWrongSigner } from "../../places/business_programs.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { folderKindOf, ownFolderNamed } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { placeOnLinux, placeOnWindows } from "../../places/program_place.ts";
import { shownFolder, shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program in a folder that a user saves to. */
export const programInDownloads: Rule = {
  id: "program-in-downloads",
  title: "Program in a folder for downloads",
  severity: "low",
  about: "Nobody installed the program: somebody saved and started it.",
  falseAlarms:
    "Portable programs and installers that you started yourself; netwho itself is left out.",
  advice:
    "Make sure that you know the program, and move what you want to keep to where programs lie.",
  technique: "T1204.002",
  references: ["https://attack.mitre.org/techniques/T1204/002/"],
  needs: ["process", "path"],
  judge: whereProgram([
    isInOwnFolder,
    isNotForged,
    ({ stem }) => !/^netwho(?:[-_. ]|$)/.test(stem ?? ""),
    (program) => isOfWrongSigner(program) !== true,
  ], {
    counts: leadsOutside,
    claim: (program) => ({
      reason: `${shownName(program)} runs from ${shownFolder(program)}, which is ${
        folderInWords(program)
      }`,
      evidence: evidenceOf(program),
    }),
  }),
};

const onWindows = placeOnWindows((_, program) => folderKindOf(program)?.kind === "downloads");
const onLinux = placeOnLinux((path) => ownFolderOnLinux(path) !== null);

function isInOwnFolder(...about: Parameters<ProgramQuestion>): ReturnType<ProgramQuestion> {
  const answer = onWindows(...about);
  return answer === false ? onLinux(...about) : answer;
}

function folderInWords(program: Program): string {
  return folderKindOf(program)?.is ?? ownFolderOnLinux(program.place ?? "") ?? "a user's";
}

function ownFolderOnLinux(path: string): string | null {
  const folder = /^\/(?:home\/[^/]+|root)\/([^/]+)\//.exec(path)?.[1];
  return folder === undefined ? null : ownFolderNamed(folder.toLowerCase());
}
