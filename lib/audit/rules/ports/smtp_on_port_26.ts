/**
 * Mail on port 26.
 *
 * @module
 */
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer } from "../../questions/conditions.ts";
import { isOwned, isTcpTo } from "../../questions/port_conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";

/** A connection to port 26 of the Internet. */
export const smtpOnPort26: Rule = {
  id: "smtp-on-port-26",
  title: "Mail on port 26",
  severity: "low",
  about:
    "Port 26 is registered for nothing. Some mail servers take it where port 25 is blocked, and so did " +
    "the malicious program BadPatch, to get its orders.",
  falseAlarms: "Providers of mail that offer port 26.",
  advice: "Compare the address with the mail server that the program is set up for.",
  technique: "T1571",
  references: [
    "https://github.com/elastic/detection-rules/blob/14cf530f0d2177023092449cd9d9348b4a8884c2/rules/" +
    "network/command_and_control_smtp_to_the_internet_port_26.toml",
  ],
  needs: ["direction", "peer"],
  judge: whereAll(
    [isTcpTo(new Set([26])), isOwned, hasPublicPeer, goesOut],
    (subject) => ({
      reason: `${programAndPeer(subject)}, where some mail servers listen instead of port 25`,
      evidence: factsOf(subject),
    }),
  ),
};
