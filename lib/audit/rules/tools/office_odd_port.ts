/**
 * A connection of an Office program to a port that Office does not use.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { goesOut, isNamed, isOfInternet, peerIsElsewhere } from "../../questions/conditions.ts";
import { isOfficePort, OFFICE_PROGRAMS } from "../../questions/office_programs.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";

/** A connection that an Office program began, to a port that it does not use of itself. */
export const officeOddPort: Rule = {
  id: "office-odd-port",
  title: "Office program on an unusual port",
  severity: "medium",
  about:
    "Office opens documents of strangers. A macro or a hole in Office makes connections in its " +
    "name, often to a port that Office itself does not use.",
  falseAlarms: "Add-ins, and data sources: a database, or a server of the company.",
  advice: "See which documents and add-ins are open, and where they came from.",
  technique: "T1203",
  references: [sigmaConnectionRule("office_uncommon_ports")],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll([isNamed(OFFICE_PROGRAMS), isOddPort, peerIsElsewhere, goesOut], (subject) => ({
    reason: `${connectionText(subject)}, a port that Office does not use of itself`,
    evidence: toolEvidence(subject),
    severity: isOfInternet(subject.row.remoteScope) ? "medium" : "low",
  })),
};

function isOddPort({ row, program }: Subject): boolean {
  return !isOfficePort(row, program.stem);
}
