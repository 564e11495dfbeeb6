/**
 * A program that looks like a document: `invoice.pdf.exe`.
 *
 * @module
 */
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { forgeryOf, isForged } from "../../places/forged_names.ts";
import { shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A program that looks like a document. */
export const doubleExtension: Rule = {
  id: "double-extension",
  title: "Program that looks like a document",
  severity: "high",
  about:
    "Windows hides the ending of a name unless it is told otherwise, so that invoice.pdf.exe is " +
    "shown as invoice.pdf. Attachments are sent that way.",
  falseAlarms: "Archives that unpack themselves, where somebody kept the old ending in the name.",
  advice: "Do not open the file again; find out who sent it, and look at what it started.",
  technique: "T1036.007",
  references: [
    "https://attack.mitre.org/techniques/T1036/007/",
    "https://github.com/SigmaHQ/sigma/blob/master/rules/windows/process_creation/proc_creation_win_susp_double_extension.yml",
  ],
  needs: ["process"],
  os: "windows",
  judge: whereProgram([isForged("double")], {
    claim: (program) => {
      const forgery = forgeryOf(program);
      const pretended = forgery?.kind === "double" ? forgery.pretended : "";
      return {
        reason: pretended === ""
          ? `The name of ${shownName(program)} pushes its ending out of sight with blanks`
          : `${
            shownName(program)
          } is a program, and its name looks like that of a ${pretended} file`,
        evidence: evidenceOf(program),
      };
    },
  }),
};
