/**
 * A program that has always talked to the same few networks, and now talks to another.
 *
 * @module
 */
import { parseAddress } from "../../../address/address.ts";
import { blockOf, formatCidr } from "../../../address/range.ts";
import { localTime } from "../../../text/local_time.ts";
import { listInWords } from "../../../text/wording.ts";
import { goesOut, hasPublicPeer } from "../../questions/conditions.ts";
import { allOf, type Rule } from "../../engine/rule.ts";
import { firstSight, LEARNING, longHistory, momentOf } from "./times.ts";

const reachesOut = allOf(hasPublicPeer, goesOut);

/** A program with more networks than that has none of its own. */
const MOST_NETWORKS = 2;

/** A program that had one network or two in a week or more, and is connected with another one. */
export const newPeer: Rule = {
  id: "new-peer-of-known-program",
  title: "Known program with a new peer",
  severity: "informational",
  about: "For a week or more it talked to the same one or two networks, and now to another.",
  falseAlarms: "Services move, and those behind a delivery network (CDN) have many addresses.",
  advice: "Compare who owns the old and the new network: --owner.",
  technique: "T1071",
  references: ["https://attack.mitre.org/techniques/T1071/"],
  needs: ["history", "direction"],
  *judge(view) {
    const history = longHistory(view);
    if (typeof history === "string") return yield { subjects: [], found: history };
    const now = momentOf(view, history);
    for (const subject of view.subjects) {
      const { row: { remoteAddress }, program } = subject;
      const earlier = history.earlierPeers.get(program) ?? [];
      if (earlier.length === 0 || remoteAddress === null) continue;
      const networks = new Set(earlier.map(networkOf));
      const network = networkOf(remoteAddress);
      if (networks.size > MOST_NETWORKS || networks.has(network)) continue;
      const first = firstSight(program, history.programs);
      if (first === null || first > now - LEARNING) continue;
      const answer = reachesOut(subject, view);
      if (answer === false) continue;
      yield {
        subjects: [subject],
        found: answer !== true ? answer : {
          reason:
            `${program.process ?? program.path} is connected with ${remoteAddress}, and was ` +
            `connected only with ${listInWords([...networks])} before`,
          evidence: [
            first === -Infinity
              ? "known as long as the history is"
              : `known since ${localTime(first)}`,
          ],
        },
      };
    }
  },
};

/** The network of an address: as large as those that providers get. */
function networkOf(text: string): string {
  const address = parseAddress(text);
  return address === null ? text : formatCidr(blockOf(address, address.family === 4 ? 16 : 32));
}
