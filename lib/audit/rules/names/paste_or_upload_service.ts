/**
 * Services for texts and files without an account.
 *
 * @module
 */
import { runsOthersCode } from "../../questions/known_programs.ts";
import { isWeakName, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { programName } from "../../questions/case_text.ts";
import type { Rule } from "../../engine/rule.ts";
import { serviceOf, servicesOf } from "../../questions/web_services.ts";

/** A program that is no browser at a service for texts or files. */
export const pasteOrUploadService: Rule = {
  id: "paste-or-upload-service",
  title: "Program at a paste or upload service",
  severity: "medium",
  about: "Anybody can leave a text or a file there without an account. Malicious programs fetch " +
    "their orders from such services, and upload what they took.",
  falseAlarms:
    "The service's own programs, if netwho's list does not have their names; tools for " +
    "screenshots and downloads; scripts of your own.",
  advice: "Find out what the program is, and what it wants there.",
  technique: "T1102",
  references: ["https://attack.mitre.org/techniques/T1102/"],
  needs: ["remoteHost", "process"],
  judge: whereNamed(servicesOf(["paste", "upload"]), (subject, view) => ({
    reason: `${programName(subject)}, no browser, is connected to ` +
      `${subject.row.remoteHost}, a service ` +
      (serviceOf(subject) === "paste" ? "for texts" : "for files"),
    evidence: [
      nameEvidence(subject),
      runsOthersCode(subject, view) === true ? "the program runs code that others wrote" : "",
    ].filter((text) => text !== ""),
    severity: isWeakName(subject) ? "low" : "medium",
  })),
};
