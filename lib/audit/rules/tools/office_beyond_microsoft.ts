/**
 * A connection of an Office program to somebody other than Microsoft.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { isContentNetworks, isMicrosofts } from "../../lists/network_owners.ts";
import { isOfficePort, OFFICE_PROGRAMS } from "../../questions/office_programs.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";

const OUTLOOK: ReadonlySet<string> = new Set(["outlook"]);

/** A connection that an Office program but Outlook began, to a public address that is not Microsoft's. */
export const officeBeyondMicrosoft: Rule = {
  id: "office-beyond-microsoft",
  title: "Office program connected to others than Microsoft",
  severity: "medium",
  about:
    "Word, Excel and the like call Microsoft, and hardly anybody else. A document that fetches " +
    "a template, or runs a macro, calls the one who wrote it. Outlook is left out: mail is everywhere.",
  falseAlarms:
    "Templates and data on a company's server, add-ins, pictures in documents. Content " +
    "networks deliver Microsoft's files too: they count as low.",
  advice: "See which documents are open, and where they came from.",
  technique: "T1203",
  references: [sigmaConnectionRule("office_outbound_non_local_ip")],
  needs: ["process", "direction", "remoteOwner"],
  os: "windows",
  judge: whereAll(
    [
      isNamed(OFFICE_PROGRAMS),
      not(isNamed(OUTLOOK)),
      isUsualPort,
      hasPublicPeer,
      goesOut,
      not(isMicrosofts),
    ],
    (subject) => ({
      reason: `${connectionText(subject)}, which is not Microsoft's`,
      evidence: toolEvidence(subject),
      severity: isContentNetworks(subject) ? "low" : "medium",
    }),
  ),
};

/** Whether the rule on unusual ports is silent about it. */
function isUsualPort({ row, program }: Subject): boolean {
  return isOfficePort(row, program.stem);
}
