/**
 * A connection, or a listener, of netcat and its like.
 *
 * @module
 */
import { isNamed, isOfInternet, localPortIn, peerIsElsewhere } from "../../questions/conditions.ts";
import { isSure, listensToOthers } from "../../questions/port_conditions.ts";
import { BACKDOOR_PORTS } from "../../questions/port_lists.ts";
import { allOf, anyOf, not, type Rule, whereAll } from "../../engine/rule.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { goesToBackdoorPort } from "../ports/known_backdoor_port.ts";
import { isUnknownListener } from "../ports/unknown_listener.ts";

const NETCATS: ReadonlySet<string> = new Set([
  "cryptcat",
  "nc",
  "nc.openbsd",
  "nc.traditional",
  "nc64",
  "ncat",
  "netcat",
  "socat",
]);

/** A listener of whose port no other rule speaks. */
const listensElsewhere = allOf(
  listensToOthers,
  not(localPortIn(BACKDOOR_PORTS)),
  not(isSure(isUnknownListener)),
);

/** A connection of netcat or socat that leaves the computer, or a listener of it that others can reach. */
export const netcatConnection: Rule = {
  id: "netcat-connection",
  title: "netcat at work",
  severity: "medium",
  about: "netcat, ncat and socat join a connection to whatever one likes, to a shell too. " +
    "Administrators have them; so has everybody who breaks into a computer.",
  falseAlarms:
    "Administrators who try a port or copy a file; nc as the proxy of ssh; socat as a relay " +
    "that was set up on purpose.",
  advice: "Ask who started it. -e and -c with a shell, or exec: of socat, hand the computer over.",
  technique: "T1095",
  references: [
    "https://attack.mitre.org/techniques/T1095/",
    "https://gtfobins.github.io/gtfobins/nc/",
  ],
  needs: ["process"],
  judge: whereAll([
    isNamed(NETCATS),
    anyOf(peerIsElsewhere, listensElsewhere),
    not(isSure(goesToBackdoorPort)),
  ], (subject) => ({
    reason: `${connectionText(subject)}, and passes on all it gets`,
    evidence: toolEvidence(subject),
    severity: isOfInternet(subject.row.remoteScope) ? "medium" : "low",
  })),
};
