/**
 * A program of Linux by the name of a thread of the kernel.
 *
 * @module
 */
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { threadNameOf } from "../../places/kernel_threads.ts";
import { placeOnLinux } from "../../places/program_place.ts";
import { nameOf } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program of Linux by the name of a thread of the kernel. */
export const kernelThreadName: Rule = {
  id: "kernel-thread-name",
  title: "Program that poses as a part of the kernel",
  severity: "high",
  about:
    "Threads of the kernel, such as kworker, run no file and have no connections of their own. A " +
    "program by such a name wants to be overlooked in the list of processes.",
  falseAlarms: "None are known.",
  advice: "Look at the file that it runs and at what started it.",
  technique: "T1036.004",
  references: [
    "https://attack.mitre.org/techniques/T1036/004/",
    "https://github.com/elastic/detection-rules/blob/main/rules/linux/defense_evasion_kthreadd_masquerading.toml",
  ],
  needs: ["process", "path"],
  os: "linux",
  judge: whereProgram([
    (program) => nameOf(program) === null ? "process" : threadNameOf(program) !== null,
    placeOnLinux(() => true),
  ], {
    claim: (program) => ({
      reason: `${
        threadNameOf(program)
      } is the name of a part of the kernel, and the program runs ${program.path}`,
      evidence: evidenceOf(program),
    }),
  }),
};
