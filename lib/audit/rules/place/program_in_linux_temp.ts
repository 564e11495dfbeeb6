/**
 * A program of Linux in a folder that everybody can write to, or in which no program lies.
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

/** A program of Linux in a folder that everybody can write to, or in which no program lies. */
export const programInLinuxTemp: Rule = {
  id: "program-in-linux-temp",
  title: "Program in /tmp, /dev/shm or the like",
  severity: "high",
  about:
    "Whoever gets in through a web server or a password writes a file where everybody may and runs " +
    "it from there. Packages never install programs there.",
  falseAlarms:
    "Build tools and installers while they run. Mounts of AppImage, Snap, Flatpak and CRIU " +
    "are left out, and what go run builds is low.",
  advice:
    "Look at the file and its owner, and at what started it, before you end it: it may delete itself.",
  technique: "T1105",
  references: [
    "https://attack.mitre.org/techniques/T1105/",
    "https://github.com/elastic/detection-rules/blob/main/rules/linux/command_and_control_frequent_egress_netcon_from_sus_executable.toml",
  ],
  needs: ["process", "path"],
  os: "linux",
  judge: whereProgram([
    placeOnLinux((path) => findLinuxFolder(path)?.kind === "temp"),
    isNotForged,
  ], {
    counts: leadsOutside,
    claim: (program) => {
      const { is, severity } = findLinuxFolder(program.place!)!;
      return {
        reason: `${shownName(program)} runs from ${shownFolder(program)}, which is ${is}`,
        evidence: evidenceOf(program),
        severity,
      };
    },
  }),
};
