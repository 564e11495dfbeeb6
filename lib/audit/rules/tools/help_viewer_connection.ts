/**
 * A connection of the viewer of help files.
 *
 * @module
 */
import { goesOut, isNamed, peerIsElsewhere, remotePortIn } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaHuntingRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { HELP_VIEWER, WEB_PORTS } from "../../questions/tool_names.ts";

/** A connection that hh began, to a port of the web. */
export const helpViewerConnection: Rule = {
  id: "help-viewer-connection",
  title: "Help viewer that calls out",
  severity: "low",
  about: "hh shows help files (.chm), which may hold scripts. Such a file from a stranger can " +
    "download malware while it shows a page.",
  falseAlarms:
    "Help files with pictures or links that lie in the web, and hh itself when it starts " +
    "for the first time in a while.",
  advice: "The help file is in its command line: see where it came from.",
  technique: "T1218.001",
  references: [
    sigmaHuntingRule("hh_http_connection"),
    "https://lolbas-project.github.io/lolbas/Binaries/Hh/",
  ],
  needs: ["process", "direction"],
  os: "windows",
  judge: whereAll(
    [isNamed(HELP_VIEWER), remotePortIn(WEB_PORTS), peerIsElsewhere, goesOut],
    (subject) => ({
      reason: `${connectionText(subject)}, while it shows a help file`,
      evidence: toolEvidence(subject),
    }),
  ),
};
