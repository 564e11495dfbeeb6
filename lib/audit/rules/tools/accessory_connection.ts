/**
 * A connection of an accessory that knows no network.
 *
 * @module
 */
import { isNamed, peerIsElsewhere, placeFits, remotePortIn } from "../../questions/conditions.ts";
import { listensToOthers } from "../../questions/port_conditions.ts";
import { allOf, anyOf, not, type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { ACCESSORIES, WEB_PORTS } from "../../questions/tool_names.ts";

const PRINTER: ReadonlySet<number> = new Set([9100]);
const WORDPAD: ReadonlySet<string> = new Set(["wordpad"]);

/** The web's, file shares' and mail's: what links in a document lead WordPad to. */
const WORDPAD_PORTS: ReadonlySet<number> = new Set([80, 139, 443, 445, 465, 587, 993, 995]);

/** A connection of Notepad, Paint, the calculator, or WordPad on a port that documents do not link to. */
export const accessoryConnection: Rule = {
  id: "accessory-connection",
  title: "Accessory of Windows has a connection",
  severity: "high",
  about: "Notepad, Paint and the calculator of Windows connect to nothing but a printer. With a " +
    "connection they are a hiding place: code of somebody else was put into them.",
  falseAlarms:
    "Printing to port 9100, which is left out. The Notepad, Paint and calculator from the " +
    "Microsoft Store do use the web, and are not judged there.",
  advice: "Do not end it yet if you can keep the memory of the computer: the code is only there. " +
    "Otherwise unplug the network, and look at what started it.",
  keepRunning: true,
  technique: "T1055",
  references: [sigmaConnectionRule("notepad"), sigmaConnectionRule("wordpad_uncommon_ports")],
  needs: ["process", "path"],
  os: "windows",
  judge: whereAll(
    [
      isNamed(ACCESSORIES),
      anyOf(peerIsElsewhere, listensToOthers),
      not(remotePortIn(PRINTER)),
      not(allOf(isNamed(WORDPAD), remotePortIn(WORDPAD_PORTS))),
      // The apps of the Store have the same names, and call Microsoft by the web only.
      not(allOf(remotePortIn(WEB_PORTS), placeFits(/\\windowsapps\\/))),
    ],
    (subject) => ({
      reason: `${connectionText(subject)}, though it has no use for a network`,
      evidence: toolEvidence(subject),
    }),
  ),
};
