/**
 * A name that does not show what it is: letters turned around, invisible signs, letters of two scripts.
 *
 * @module
 */
import { sanitize } from "../../../text/terminal_text.ts";
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { forgeryOf, isForged } from "../../places/forged_names.ts";
import { shownName } from "../../places/program_names.ts";
import type { Rule } from "../../engine/rule.ts";

/** A name that does not show what it is. */
export const disguisedName: Rule = {
  id: "disguised-name",
  title: "Name that hides what it is",
  severity: "high",
  about:
    "A sign that turns the reading direction around makes gpj.exe read exe.jpg; invisible signs, " +
    "and letters that look like others, make two names look the same.",
  falseAlarms: "A file that was renamed by copying text that held such a sign.",
  advice: "Do not open the file; look at where it came from and who signed it.",
  technique: "T1036.002",
  references: [
    "https://attack.mitre.org/techniques/T1036/002/",
    "https://attack.mitre.org/techniques/T1564/004/",
  ],
  needs: ["process"],
  judge: whereProgram([isForged("disguise")], {
    claim: (program) => {
      const forgery = forgeryOf(program);
      const how = forgery?.kind === "disguise" ? forgery.how : "";
      return {
        reason: `The name ${sanitize(shownName(program))} ${how}`,
        evidence: evidenceOf(program),
      };
    },
  }),
};
