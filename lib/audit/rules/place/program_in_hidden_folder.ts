/**
 * A program of Linux in a hidden folder that is none of those that tools make.
 *
 * @module
 */
import { leadsOutside, whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { findLinuxFolder } from "../../places/linux_folders.ts";
import { placeOnLinux } from "../../places/program_place.ts";
import { shownFolder, shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program of Linux in a hidden folder that is none of those that tools make. */
export const programInHiddenFolder: Rule = {
  id: "program-in-hidden-folder",
  title: "Program in a hidden folder",
  severity: "high",
  about:
    "A name that begins with a dot is not shown. Package managers, editors and language tools use " +
    "such folders too (.local, .cargo, .nvm, .vscode); these are known and left out.",
  falseAlarms:
    "Tools that netwho does not know; in a user's own folder it is low for that reason, and medium " +
    "where no tool makes one: in .ssh, or within another hidden folder.",
  advice: "Find out what made the folder and what else lies in it.",
  technique: "T1564.001",
  references: [
    "https://attack.mitre.org/techniques/T1564/001/",
    "https://github.com/elastic/detection-rules/blob/main/rules/linux/command_and_control_suspicious_network_activity_from_unknown_executable.toml",
  ],
  needs: ["process", "path"],
  os: "linux",
  judge: whereProgram([
    placeOnLinux((path) => findLinuxFolder(path)?.kind === "hidden"),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => {
      const { is, severity } = findLinuxFolder(program.place!)!;
      return {
        reason: `${shownName(program)} runs from ${shownFolder(program)}, ${is}`,
        evidence: evidenceOf(program),
        severity,
      };
    },
  }),
};
