/**
 * Well-known services of the web that an interpreter goes to.
 *
 * @module
 */
import { placeFits } from "../../questions/conditions.ts";
import { runsOthersCode } from "../../questions/known_programs.ts";
import { isWeakName, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { programName } from "../../questions/case_text.ts";
import { anyOf, type Rule } from "../../engine/rule.ts";
import { serviceOf, servicesOf } from "../../questions/web_services.ts";

/** Folders in which programs only pass through, and such as nobody runs programs from. */
const PASSING =
  /\\temp\\|\\downloads\\|\\users\\public\\|\\users\\default\\|\\perflogs\\|\\\$recycle\.bin\\|^[a-z?]:\\programdata\\[^\\]+$|^\/(?:tmp|var\/tmp|dev\/shm)\//;

/** An interpreter, or a program in a passing place, at a service that serves what anybody puts there. */
export const webServiceByScript: Rule = {
  id: "web-service-by-script",
  title: "Script at a service that serves what anybody puts there",
  severity: "low",
  about: "Messengers, file stores, web space for everybody and names for changing addresses: " +
    "well-known names behind which anybody can stand. Malicious scripts, and programs in " +
    "folders for temporary files, fetch orders there and upload what they took. Ordinary " +
    "programs use these services every day and are not judged.",
  falseAlarms: "Scripts of your own, installers, package managers, bots.",
  advice: "See what the script is: netwho inspect shows its command line with --details.",
  technique: "T1102",
  references: ["https://attack.mitre.org/techniques/T1102/"],
  needs: ["remoteHost", "process", "path"],
  judge: whereNamed(
    servicesOf(["platform", "dynamicDns"], anyOf(runsOthersCode, placeFits(PASSING))),
    (subject) => ({
      reason: `${programName(subject)} is connected to ${subject.row.remoteHost}, ` +
        (serviceOf(subject) === "dynamicDns"
          ? "a name for a changing address"
          : "which serves what anybody puts there"),
      evidence: [
        nameEvidence(subject),
        subject.program.path === null ? "" : `it runs from ${subject.program.path}`,
      ].filter((text) => text !== ""),
      severity: isWeakName(subject) ? "informational" : "low",
    }),
  ),
};
