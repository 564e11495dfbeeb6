/**
 * A web server that begins a connection to the Internet.
 *
 * @module
 */
import type { Program } from "../../engine/audit_view.ts";
import { factsOf, programAndPeer } from "../../questions/case_text.ts";
import { goesOut, hasPublicPeer, ofProgram } from "../../questions/conditions.ts";
import webServers from "../../lists/web_servers.json" with { type: "json" };
import { isOwned, namesOf } from "../../questions/port_conditions.ts";
import { type Rule, whereAll } from "../../engine/rule.ts";

const SERVERS = namesOf(webServers);
const WEB_PORTS: ReadonlySet<number | null> = new Set([80, 443]);

const isWebServer = ofProgram(
  "process",
  (program) => program.stem === null ? null : isServer(program),
);

/** A web server, or what runs pages for it, is connected to the Internet and began that itself. */
export const webServerCallsOut: Rule = {
  id: "web-server-calls-out",
  title: "Web server that calls out",
  severity: "medium",
  about:
    "Web servers answer. One that opens a connection to the Internet itself may have been taken over: a " +
    "web shell fetches its tools or reports to its operator. To ports 80 and 443 it is low.",
  falseAlarms: "Pages that ask other services, updates, certificates, and proxies.",
  advice:
    "Find the page that does it in the server's log, and look for files in its folder that nobody " +
    "put there.",
  technique: "T1505.003",
  references: [
    "https://attack.mitre.org/techniques/T1505/003/",
    "https://github.com/olafhartong/sysmon-modular",
  ],
  needs: ["direction", "peer", "process"],
  judge: whereAll(
    [({ row }) => row.protocol === "TCP", isOwned, hasPublicPeer, goesOut, isWebServer],
    (subject) => ({
      reason: `${programAndPeer(subject)}, and a web server seldom opens a connection itself`,
      evidence: factsOf(subject),
      severity: WEB_PORTS.has(subject.row.remotePort) ? "low" : "medium",
    }),
  ),
};

/** What was found of each program: there are few of them, and many connections. */
const found = new WeakMap<Program, boolean>();

function isServer(program: Program): boolean {
  let answer = found.get(program);
  if (answer === undefined) {
    // `php-fpm8.2: pool www`, `tomcat9w`
    answer = SERVERS.has(program.stem!.replace(/:.*$/s, "").replace(/[\d._-]+w?$/, ""));
    found.set(program, answer);
  }
  return answer;
}
