/**
 * A connection of the telnet program to a port that is not telnet's.
 *
 * @module
 */
import {
  goesOut,
  isNamed,
  isOfInternet,
  peerIsElsewhere,
  remotePortIn,
} from "../../questions/conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";

const TELNET: ReadonlySet<string> = new Set(["telnet"]);

/** The rule on telnet's own port speaks for it. */
const OWN_PORT: ReadonlySet<number> = new Set([23]);

/** A connection that telnet began, to any port but its own. */
export const telnetConnection: Rule = {
  id: "telnet-connection",
  title: "telnet on a port that is not its own",
  severity: "medium",
  about: "telnet passes on what it gets, to a shell too: two of them make a reverse shell where " +
    "nothing else is at hand.",
  falseAlarms: "Administrators who try whether a port answers.",
  advice: "Ask who is at the keyboard. A shell that reads from telnet is a bad sign.",
  technique: "T1059.004",
  references: [
    "https://github.com/palantir/osquery-configuration",
    "https://gtfobins.github.io/gtfobins/telnet/",
  ],
  needs: ["process", "direction"],
  judge: whereAll([isNamed(TELNET), not(remotePortIn(OWN_PORT)), peerIsElsewhere, goesOut], (
    subject,
  ) => ({
    reason: `${connectionText(subject)}, which is not the port of telnet`,
    evidence: toolEvidence(subject),
    severity: isOfInternet(subject.row.remoteScope) ? "medium" : "low",
  })),
};
