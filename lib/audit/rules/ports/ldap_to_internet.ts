/**
 * A directory in the Internet.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer, isNamed } from "../../questions/conditions.ts";
import { isOwned, isSure, isTcpTo } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

const SERVICE_OF: ReadonlyMap<number, string> = new Map([
  [389, "LDAP"],
  [636, "LDAP over TLS"],
  [3268, "global catalogue"],
  [3269, "global catalogue over TLS"],
]);
const OVER_TLS: ReadonlySet<number> = new Set([636, 3269]);
/** Of Java another rule speaks. */
const JAVA: ReadonlySet<string> = new Set(["java", "javaw"]);

/** A connection to a directory in the Internet. */
export const ldapToInternet: Rule = {
  id: "ldap-to-internet",
  title: "Directory (LDAP) in the Internet",
  severity: "medium",
  about:
    "Directories belong in your own network. Programs with a hole such as Log4Shell are led to an LDAP " +
    "server in the Internet, which hands them code. Over TLS it is low.",
  falseAlarms: "Public directories, and directories that you rent as a service.",
  advice: "Find out which directory the program is set up for, and who owns the address (--owner).",
  technique: "T1190",
  references: [
    "https://github.com/splunk/security_content/blob/b13b314aed0e1778335a55620474e7d27289a20a/" +
    "detections/network/detect_outbound_ldap_traffic.yml",
    "https://attack.mitre.org/techniques/T1190/",
  ],
  needs: ["direction", "peer"],
  judge: whereAll(
    [isTcpTo(SERVICE_OF), isOwned, hasPublicPeer, goesOut, not(isSure(isNamed(JAVA)))],
    (subject) => ({
      reason: `${programAndPeer(subject)} (${
        SERVICE_OF.get(subject.row.remotePort!)
      }), in the Internet`,
      evidence: factsOf(subject),
      severity: OVER_TLS.has(subject.row.remotePort!) ? "low" : "medium",
    }),
  ),
};
