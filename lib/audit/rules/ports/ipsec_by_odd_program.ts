/**
 * IPsec through address translation by a program that is no VPN.
 *
 * @module
 */
import { factsOf, peerName, programName } from "../../questions/case_text.ts";
import { hasPublicPeer, isNamed, localPortIn } from "../../questions/conditions.ts";
import vpnPrograms from "../../lists/vpn_programs.json" with { type: "json" };
import { namesOf } from "../../questions/port_conditions.ts";
import { not, type Rule, whereAll } from "../../engine/rule.ts";

const NAT_T = 4500;

/** UDP from port 4500 to port 4500 of the Internet by a program that is not known for a VPN. */
export const ipsecByOddProgram: Rule = {
  id: "ipsec-by-odd-program",
  title: "VPN traffic of a program that is no VPN",
  severity: "low",
  about:
    "IPsec passes routers from UDP port 4500 to 4500. Other programs hide their traffic behind the same " +
    "numbers, because firewalls let it through.",
  falseAlarms: "A VPN that netwho does not know.",
  advice: "Find out whether the program is a VPN that you use.",
  technique: "T1573",
  references: [
    "https://github.com/elastic/detection-rules/blob/14cf530f0d2177023092449cd9d9348b4a8884c2/rules/" +
    "network/command_and_control_nat_traversal_port_activity.toml",
  ],
  needs: ["peer", "process"],
  judge: whereAll(
    [
      ({ row }) => row.protocol === "UDP" && row.remotePort === NAT_T,
      localPortIn(new Set([NAT_T])),
      hasPublicPeer,
      not(isNamed(namesOf(vpnPrograms))),
    ],
    (subject) => ({
      reason:
        `${programName(subject)} exchanges UDP from port 4500 with ${peerName(subject.row)}, as ` +
        "IPsec does, and it is no VPN that netwho knows",
      evidence: factsOf(subject),
    }),
  ),
};
