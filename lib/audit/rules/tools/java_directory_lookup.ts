/**
 * A connection of Java to a directory in the Internet.
 *
 * @module
 */
import { goesOut, hasPublicPeer, isNamed, remotePortIn } from "../../questions/conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";
import { splunkDetection } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";

/** Java by its names, on Windows and on Linux. */
const JAVA: ReadonlySet<string> = new Set(["java", "javaw"]);

/** LDAP and its global catalogue, also over TLS; what the attack's tools use for LDAP; RMI. */
const PORTS: ReadonlySet<number> = new Set([389, 636, 1099, 1389, 3268, 3269]);

/** A connection that Java began, to a port of LDAP or RMI of a public address. */
export const javaDirectoryLookup: Rule = {
  id: "java-directory-lookup",
  title: "Java asks a directory in the Internet",
  severity: "medium",
  about: "Servers in Java with the hole Log4Shell (CVE-2021-44228) ask an attacker's LDAP or RMI " +
    "server for code, and run it.",
  falseAlarms: "Programs in Java that ask a public directory on purpose.",
  advice: "Find out which server in Java it is, and whether its Log4j is older than 2.17.1.",
  technique: "T1190",
  references: [
    splunkDetection("endpoint/outbound_network_connection_from_java_using_default_ports"),
  ],
  needs: ["process", "direction"],
  judge: whereAll([isNamed(JAVA), remotePortIn(PORTS), hasPublicPeer, goesOut], (subject) => ({
    reason: `${connectionText(subject)}, a port of ${
      subject.row.remotePort === 1099 ? "RMI" : "LDAP"
    }, by which Java can be made to fetch code`,
    evidence: toolEvidence(subject),
  })),
};
