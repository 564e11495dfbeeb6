/**
 * A program to which nobody answers.
 *
 * @module
 */
import { countDistinct, CROWD, crowdsBy, mostlyWith, peerAddress } from "../../questions/crowd.ts";
import { programName } from "../../questions/case_text.ts";
import { isPeerToPeer } from "../../questions/known_programs.ts";
import { programKey } from "../../engine/program_key.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";
import { isOfSweep } from "../../questions/sweep.ts";

/** Dozens of connections of one program that nobody answers. */
export const manySynSent: Rule = {
  id: "many-syn-sent",
  title: "Program that nobody answers",
  severity: "low",
  about: "SYN_SENT: the program asks for a connection and nobody answers. One or two are normal. " +
    "Dozens with one peer mean a server that is down or a firewall that swallows them; dozens with " +
    "different peers are what a scan looks like.",
  falseAlarms:
    "No network, a VPN that is down, a firewall; BitTorrent and other networks of equals, which are " +
    "low where netwho knows the program.",
  advice:
    "One peer: find out whether that server should answer. Many peers that you do not know: " +
    "find out what the program is.",
  technique: "T1046",
  references: ["https://www.rfc-editor.org/rfc/rfc9293#section-3.3.2"],
  needs: ["process"],
  isRelative: true,
  *judge(view): Iterable<Verdict> {
    const asking = view.subjects.filter(({ row }) => row.state === "SYN_SENT");
    if (asking.length < CROWD) return;
    // Those that sweep one port have a finding of their own.
    const others = asking.filter((subject) => !isOfSweep(subject, view));
    for (const { subjects, count } of crowdsBy(others, ({ program }) => programKey(program))) {
      const hosts = countDistinct(subjects, peerAddress);
      yield {
        subjects,
        found: {
          reason: `${programName(firstSubject(subjects)!)} asks for ${count} connections ` +
            "that nobody answers (SYN_SENT)" + (hosts === 1 ? "" : `, with ${hosts} computers`),
          evidence: [mostlyWith(subjects)],
          severity: hosts >= CROWD && !isPeerToPeer(subjects[0]!, view) ? "medium" : "low",
        },
        about: "SYN_SENT",
      };
    }
  },
};
