/**
 * A program that calls a peer in the Internet by the clock.
 *
 * @module
 */
import type { Beacon } from "../../../model/beacon.ts";
import type { Severity } from "../../../model/finding.ts";
import { lengthInWords } from "../../../text/local_time.ts";
import { namesOf } from "../../engine/build_view.ts";
import { isInstalled, isRegularCaller } from "../../questions/regular_callers.ts";
import type { Rule } from "../../engine/rule.ts";

/** A beacon of the history: whether it is connected at this moment is chance. */
export const beaconRule: Rule = {
  id: "beacon",
  title: "Calls by the clock",
  severity: "medium",
  about:
    "What waits for orders calls home again and again, at equal distances. The rating is that of " +
    "netwho history --beacons.",
  falseAlarms:
    "Checks for updates, mail, chat, monitoring and telemetry do the same: the usual programs, and " +
    "those in protected folders, matter less.",
  advice: "Find out what the program asks for so often; netwho history --beacons shows the rhythm.",
  technique: "T1071",
  references: ["https://attack.mitre.org/techniques/T1071/"],
  needs: ["history"],
  *judge({ history, subjects }) {
    if (history === null) return yield { subjects: [], found: "history" };
    for (const one of history.beacons) {
      if (one.remoteScope !== "public") continue;
      if (one.rating !== "high" && one.rating !== "medium") continue;
      const program = namesOf(one);
      const { remoteAddress, remotePort, protocol } = one;
      const open = subjects.filter(({ row, program: { name, place } }) =>
        row.remoteAddress === remoteAddress && row.remotePort === remotePort &&
        row.protocol === protocol && name === program.name &&
        (place === program.place || place === null || program.place === null)
      );
      const { process, path, remoteHost, remoteService, remoteScope, user, services, computer } =
        one;
      yield {
        subjects: open,
        about: JSON.stringify([
          program.place ?? program.name,
          protocol,
          remoteHost ?? remoteAddress,
          remotePort,
        ]),
        found: {
          severity: severityOf(one.rating, isRegularCaller(program), isInstalled(program)),
          reason: reasonOf(one),
          evidence: [
            `score ${one.score.toFixed(2)} (${one.rating})`,
            `times known to ${lengthInWords(one.timeResolutionSeconds * 1000)}`,
          ],
          past: {
            ...{ process, path, user, services, computer, protocol },
            ...{ remoteAddress, remoteHost, remotePort, remoteService, remoteScope },
          },
        },
      };
    }
  },
};

/** How much it matters: by the rating, and by what the program is. */
function severityOf(
  rating: "high" | "medium",
  isUsual: boolean,
  isProtected: boolean | null,
): Severity {
  if (isUsual) return rating === "high" ? "low" : "informational";
  // Where its place is unknown nothing says that it is an odd one.
  if (isProtected !== false) return rating === "high" ? "medium" : "low";
  return rating === "high" ? "high" : "medium";
}

function reasonOf(one: Beacon): string {
  const { process, path, remoteHost, remoteAddress, remotePort, connections } = one;
  const [period, jitter] = [one.periodSeconds, one.jitterSeconds].map((seconds) =>
    lengthInWords(seconds * 1000)
  );
  return `${process ?? path ?? "An unknown program"} connected with ${
    remoteHost ?? remoteAddress
  } ` +
    `port ${remotePort} ${connections} times, every ${period} give or take ${jitter}`;
}
