/**
 * A program that touched many hosts on one port, as the history shows it.
 *
 * @module
 */
import { localTime } from "../../../text/local_time.ts";
import type { Rule } from "../../engine/rule.ts";
import { burstsIn, type Counting, crowdedKeys, listed, SPAN_MINUTES } from "./bursts.ts";

/** Ports on which programs contact many hosts as their work: mail, names, the web, time. */
const COMMON: ReadonlySet<number> = new Set([25, 53, 80, 123, 443, 853, 3478, 5228, 8080, 8443]);

const HOSTS_OF_PROGRAM: Counting = {
  isOf: ({ direction, protocol, remoteScope, remoteAddress, remotePort }) =>
    direction === "outbound" && protocol === "TCP" && remoteScope !== "loopback" &&
    remoteAddress !== null && remotePort !== null && !COMMON.has(remotePort),
  keyOf: ({ process, path, remotePort }) =>
    JSON.stringify([(path ?? process ?? "").toLowerCase(), remotePort]),
  valueOf: ({ remoteAddress }) => remoteAddress,
};

/** A program that touched many hosts on one port within minutes. */
export const sweptHosts: Rule = {
  id: "swept-hosts-over-time",
  title: "One program touched many hosts",
  severity: "high",
  about: "What spreads in a network tries the same port of one computer after the other.",
  falseAlarms:
    "Scanners and monitoring of your own, and programs that share files with many others.",
  advice: "Find out what the program is; if you do not know it, unplug the network.",
  technique: "T1046",
  references: ["https://attack.mitre.org/techniques/T1046/"],
  needs: ["history"],
  *judge({ history, subjects }) {
    if (history === null) return yield { subjects: [], found: "history" };
    const visible = crowdedKeys(subjects.map(({ row }) => row), HOSTS_OF_PROGRAM);
    for (const { key, rows, count, since } of burstsIn(history, HOSTS_OF_PROGRAM)) {
      if (visible.has(key)) continue;
      const { process, path, user, services, remotePort, remoteService, protocol } = rows[0]!;
      yield {
        subjects: [],
        about: key,
        found: {
          reason:
            `${process ?? "An unknown program"} connected to port ${remotePort} of ${count} ` +
            `hosts within ${SPAN_MINUTES} minutes, from ${localTime(since)}`,
          evidence: [`hosts ${listed(rows.map(({ remoteAddress }) => remoteAddress))}`],
          // Many hosts in the Internet are what file sharing has; those of the own network are not.
          severity: rows.some(({ remoteScope }) => remoteScope !== "public") ? "high" : "medium",
          past: {
            ...{ process, path, user, services, protocol },
            ...{ remotePort, remoteService, direction: "outbound" },
          },
        },
      };
    }
  },
};
