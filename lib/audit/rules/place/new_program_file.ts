/**
 * A program in the Internet whose file came to this computer a short while ago.
 *
 * @module
 */
import { hasPublicPeer } from "../../questions/conditions.ts";
import type { AuditView, Program } from "../../engine/audit_view.ts";
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf, isSigned } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { findLinuxFolder, isPackaged } from "../../places/linux_folders.ts";
import { isInstalled } from "../../places/program_place.ts";
import { shownName } from "../../places/program_names.ts";
import { windowsPlaceOf } from "../../places/windows_place.ts";
import type { Answer, Rule } from "../../engine/rule.ts";

/** How old a file is no longer new. */
const NEW_HOURS = 48;

const HOUR_MILLISECONDS = 3_600_000;

/** A program in the Internet whose file came to this computer a short while ago. */
export const newProgramFile: Rule = {
  id: "new-program-file",
  title: "New program with a connection to the Internet",
  severity: "low",
  about:
    `The file was made or changed within ${NEW_HOURS} hours, and lies where a user can put it ` +
    "without the rights of an administrator.",
  falseAlarms:
    "Programs that you have just installed or built, and those that update themselves in your " +
    "profile: one that names its company is informational, one with a good signature is left out.",
  advice: "Make sure that you, or an update, put it there.",
  technique: "T1105",
  references: ["https://attack.mitre.org/techniques/T1105/"],
  needs: ["process", "path", "file"],
  judge: whereProgram([
    liesWhereUsersPutPrograms,
    (program) => !isSigned(program),
    isNew,
    isNotForged,
  ], {
    counts: hasPublicPeer,
    claim: (program, view) => ({
      reason: `The file of ${shownName(program)} was made or changed ${
        ageInWords(program, view)
      } ago, and it is connected to the Internet`,
      evidence: evidenceOf(program),
      severity: program.file?.version?.company ? "informational" : "low",
    }),
  }),
};

/** Whether it lies where users put programs, and no other rule speaks of the folder. */
function liesWhereUsersPutPrograms(program: Program): Answer {
  if (program.pid === 4) return false;
  const { place } = program;
  if (place === null) return program.process === null ? "process" : "path";
  if (place.startsWith("/")) return !isPackaged(place) && findLinuxFolder(place) === null;
  const windows = windowsPlaceOf(program);
  return windows === null ? "path" : !isInstalled(windows) && folderKindOf(program) === null;
}

function isNew(program: Program, view: AuditView): Answer {
  const { file } = program;
  if (file === null) return "file";
  const age = ageOf(program, view);
  // A file that is gone has no time any more.
  if (age === null) return file.isGone ? false : "file";
  return age < NEW_HOURS * HOUR_MILLISECONDS;
}

/** Milliseconds since the file was made or changed, whichever was later; null where that is unknown. */
function ageOf({ file }: Program, { observedAt }: AuditView): number | null {
  const times = [file?.createdAt ?? null, file?.modifiedAt ?? null].filter((time) => time !== null);
  if (observedAt === null || times.length === 0) return null;
  return Date.parse(observedAt) - Math.max(...times.map((time) => Date.parse(time)));
}

function ageInWords(program: Program, view: AuditView): string {
  const hours = Math.max(0, Math.round((ageOf(program, view) ?? 0) / HOUR_MILLISECONDS));
  if (hours < 1) return "less than an hour";
  return hours === 1 ? "an hour" : `${hours} hours`;
}
