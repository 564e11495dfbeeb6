/**
 * A program with a connection whose file is gone.
 *
 * @module
 */
import { GONE_NOTE } from "../../../capture/linux/linux_files.ts";
import { MISPLACED_NOTE } from "../../../capture/missing_files.ts";
import type { Severity } from "../../../model/finding.ts";
import type { AuditView, Program, Subject } from "../../engine/audit_view.ts";
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { folderKindOf } from "../../places/folder_kinds.ts";
import { findLinuxFolder, isPackaged } from "../../places/linux_folders.ts";
import { isInstalled } from "../../places/program_place.ts";
import { shownName } from "../../places/program_names.ts";
import { windowsPlaceOf } from "../../places/windows_place.ts";
import type { Answer, Rule } from "../../engine/rule.ts";

/** A program with a connection whose file is gone. */
export const programFileGone: Rule = {
  id: "program-file-gone",
  title: "Program whose file is gone",
  severity: "high",
  about:
    "The program runs on, but there is no file at its path, or another one. Attackers delete their " +
    "files once they run, or run them from memory alone.",
  falseAlarms:
    "Updates: the old program runs until it is started anew. Where packages and installers put " +
    "programs the finding is low, where users build or update their own it is medium.",
  advice:
    "If it was updated, start it again. Otherwise do not end it: on Linux cp /proc/PID/exe keeps a " +
    "copy of the file.",
  keepRunning: true,
  technique: "T1070.004",
  references: [
    "https://attack.mitre.org/techniques/T1070/004/",
    "https://github.com/teoseller/osquery-attck/blob/master/windows_process_no_disk_binary.conf",
  ],
  needs: ["process", "path", "file"],
  judge: whereProgram([isGone], {
    counts: leadsOutside,
    claim: (program) => {
      const { what, severity } = explain(program);
      return {
        reason: `${shownName(program)} runs, and ${what}`,
        evidence: evidenceOf(program),
        severity,
      };
    },
  }),
};

const GONE = " (deleted)";

function isGone(program: Program, view: AuditView, subjects: readonly Subject[]): Answer {
  const { path, place, file, pid } = program;
  if (place !== null && OF_CONTAINERS.test(place)) return false;
  if (file?.isGone || isInMemory(program)) return true;
  if (subjects.some(({ row: { note } }) => note === GONE_NOTE || note === MISPLACED_NOTE)) {
    return true;
  }
  if (file !== null || pid === 4) return false;
  // A file that was looked at can have such a name, and be there.
  if (path?.startsWith("/") && path.endsWith(GONE)) return true;
  // Linux says so where it names the file, and netwho notes it.
  if (place !== null) return place.startsWith("/") ? false : "file";
  return view.os === "linux" ? "path" : program.process === null ? "process" : "path";
}

/** What runs containers does so from memory, so that no container can change it. */
const OF_CONTAINERS = /^\/memfd:(?:runc|crun|lxc-attach)/;

/** Whether a program of Linux runs from memory. */
function isInMemory({ place }: Program): boolean {
  return place?.startsWith("/memfd:") ?? false;
}

function explain(program: Program): { what: string; severity: Severity } {
  const path = program.path?.replace(GONE, "") ?? "its file";
  const gone = `${path} was removed or replaced since it started`;
  if (isInMemory(program)) {
    return { what: "it never was a file: it runs from memory", severity: "high" };
  }
  if (isWherePackagesAre(program)) return { what: `${gone}, as updates do`, severity: "low" };
  if (isWhereProgramsUpdate(path)) return { what: `${gone}, as updates do`, severity: "medium" };
  return { what: gone, severity: "high" };
}

function isWherePackagesAre(program: Program): boolean {
  const { place } = program;
  if (place?.startsWith("/")) return isPackaged(place) && findLinuxFolder(place) === null;
  const windows = windowsPlaceOf(program);
  return windows !== null && isInstalled(windows) && folderKindOf(program) === null;
}

/** Whether users keep programs there that they build, or that update themselves. */
function isWhereProgramsUpdate(path: string): boolean {
  if (path.startsWith("/")) {
    return /^\/(?:home\/[^/]+|root)\//.test(path) && findLinuxFolder(path) === null;
  }
  return /\\appdata\\(?:local|roaming)\\(?!temp\\)[^\\]+\\/i.test(path);
}
