/**
 * A connection of a tool that hardly anybody but attackers uses.
 *
 * @module
 */
import type { Severity } from "../../../model/finding.ts";
import type { Subject } from "../../engine/audit_view.ts";
import { isNamed, isOfInternet, peerIsElsewhere, placeFits } from "../../questions/conditions.ts";
import { anyOf, not, type Rule, whereAll } from "../../engine/rule.ts";
import { sigmaConnectionRule } from "../../questions/rule_sources.ts";
import { connectionText, toolEvidence } from "../../questions/tool_claims.ts";
import { FORGOTTEN_TOOLS } from "../../questions/tool_names.ts";

/** Programs of others have this name too: those of call centres. */
const DIALER: ReadonlySet<string> = new Set(["dialer"]);

/** What still has a use in the network of a company. */
const LOCAL_USE: ReadonlySet<string> = new Set(["cmstp", "dialer", "finger"]);

/** What each of them is for, and why it is not seen with a connection. */
const PURPOSES: ReadonlyMap<string, string> = new Map([
  ["addinutil", "keeps a list of add-ins for .NET"],
  ["cmstp", "installs profiles of dial-up connections"],
  ["dialer", "dials telephone numbers"],
  ["eqnedt32", "draws equations in old documents, and is known for a hole that lets them run code"],
  ["finger", "asks who is logged on at another computer, and was switched off everywhere long ago"],
  ["imewdbld", "keeps the dictionaries of Japanese input, and fetches any file"],
]);

/** A connection of eqnedt32, dialer, imewdbld, finger, addinutil or cmstp. */
export const forgottenToolConnection: Rule = {
  id: "forgotten-tool-connection",
  title: "Forgotten system tool has a connection",
  severity: "high",
  about: "Hardly anybody uses these tools but attackers, who know that they can fetch files or " +
    "run code, and that nobody watches them.",
  falseAlarms: "Very old software; finger and dialer in a company that still uses them.",
  advice:
    "Look at the command line and at what started it. For eqnedt32 that is the document that " +
    "was open.",
  technique: "T1218",
  references: [
    sigmaConnectionRule("eqnedt"),
    sigmaConnectionRule("dialer_initiated_connection"),
    sigmaConnectionRule("imewdbld"),
    sigmaConnectionRule("finger"),
    sigmaConnectionRule("addinutil_initiated"),
    sigmaConnectionRule("cmstp_initiated_connection"),
  ],
  needs: ["process", "path"],
  os: "windows",
  judge: whereAll(
    [
      isNamed(FORGOTTEN_TOOLS),
      peerIsElsewhere,
      anyOf(not(isNamed(DIALER)), placeFits(/^[a-z?]:\\windows\\/)),
    ],
    (subject) => ({
      reason: `${connectionText(subject)}; it ${PURPOSES.get(subject.program.stem!)}`,
      evidence: toolEvidence(subject),
      severity: severityOf(subject),
    }),
  ),
};

function severityOf({ row, program }: Subject): Severity {
  return isOfInternet(row.remoteScope) || !LOCAL_USE.has(program.stem!) ? "high" : "medium";
}
