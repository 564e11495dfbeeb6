/**
 * Top-level domains with much abuse.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { nameFits } from "../../questions/conditions.ts";
import { isNoBrowser, runsOthersCode } from "../../questions/known_programs.ts";
import topLevelDomains from "../../lists/abused_top_level_domains.json" with { type: "json" };
import { domainAmong, isWeakName, nameEvidence, whereNamed } from "../../questions/name_sets.ts";
import { programName } from "../../questions/case_text.ts";
import { allOf, type Answer, anyOf, type Rule } from "../../engine/rule.ts";

const DOMAINS = new Set(topLevelDomains.domains);

/** An interpreter or a tool of Windows at a name in a top-level domain with much abuse. */
export const abusedTopLevelDomain: Rule = {
  id: "abused-top-level-domain",
  title: "Script at a name in a much abused domain",
  severity: "medium",
  about: "Names in some top-level domains cost next to nothing, and many of them serve fraud. " +
    "Browsers and ordinary programs meet them every day. An interpreter, or a tool of Windows " +
    "that runs code from others, seldom does.",
  falseAlarms:
    "Scripts of your own; services that chose such a name (xyz, online and shop are ordinary).",
  advice: "See what the program runs: its command line, with --details.",
  technique: "T1071",
  references: ["https://attack.mitre.org/techniques/T1071/"],
  needs: ["remoteHost", "process"],
  judge: whereNamed(
    {
      domains: DOMAINS,
      ask: allOf(anyOf(runsOthersCode, nameFits(/\.(?:com|pif|scr)$/), isUnsigned), isNoBrowser),
    },
    (subject) => ({
      reason: `${programName(subject)} is connected to ${subject.row.remoteHost}, a name ` +
        `under .${domainAmong(subject.row.remoteHost!, DOMAINS)}`,
      evidence: [nameEvidence(subject)],
      severity: isWeakName(subject) ? "low" : "medium",
    }),
  ),
};

/** Whether Windows was asked for the signature, and said that there is none that counts. */
function isUnsigned({ program }: Subject): Answer {
  const status = program.file?.signature?.status ?? null;
  return status !== null && status !== "Valid" && status !== "UnknownError";
}
