/**
 * A name that people take for one of Windows' programs.
 *
 * @module
 */
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf, isSigned } from "../../places/file_words.ts";
import { forgeryOf, isForged } from "../../places/forged_names.ts";
import { shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A name that people take for one of Windows' programs. */
export const lookAlikeName: Rule = {
  id: "look-alike-name",
  title: "Name that imitates a system program",
  severity: "high",
  about:
    "The name differs from that of a program of Windows by so little that people read it as that: " +
    "scvhost, svch0st, expl0rer, or a Cyrillic letter among Latin ones.",
  falseAlarms: "A program that is called so by chance; a good signature makes the finding low.",
  advice:
    "Look at the file and who signed it; if you did not install it, disconnect this computer from " +
    "the network and have it examined.",
  technique: "T1036.005",
  references: [
    "https://attack.mitre.org/techniques/T1036/005/",
    "https://github.com/elastic/detection-rules/blob/main/rules/windows/defense_evasion_masquerading_as_svchost.toml",
  ],
  needs: ["process"],
  os: "windows",
  judge: whereProgram([isForged("imitation")], {
    claim: (program) => {
      const forgery = forgeryOf(program);
      const { of, by } = forgery?.kind === "imitation" ? forgery.imitation : { of: "", by: "" };
      return {
        reason: `${shownName(program)} is not ${of} of Windows: the name differs by ${by}`,
        evidence: evidenceOf(program),
        severity: isSigned(program) ? "low" : "high",
      };
    },
  }),
};
