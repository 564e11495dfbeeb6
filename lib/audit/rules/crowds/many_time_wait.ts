/**
 * Many short connections that are just over.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { programName } from "../../questions/case_text.ts";
import {
  countDistinct,
  CROWD,
  crowdsBy,
  mostlyWith,
  peerAddress,
  peerKey,
  peerWithPort,
} from "../../questions/crowd.ts";
import { programKey } from "../../engine/program_key.ts";
import type { Rule, Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";
import { directionOf } from "../../engine/direction_by_ports.ts";

/** So many with one peer: hundreds of connections a minute, which no person makes. */
const VERY_MANY = 500;
/** The ports that Windows gives out to clients: 49152 to 65535. */
const CLIENT_PORTS = 16_384;
/** Half of them: the other half goes in the next minute or two. */
const SCARCE = CLIENT_PORTS / 2;

/** Dozens of connections that are over, with one service or one peer. */
export const manyTimeWait: Rule = {
  id: "many-time-wait",
  title: "Many short connections",
  severity: "informational",
  about:
    "TIME_WAIT: the connection is over, and the system keeps its port for a minute or two. No " +
    "program owns it any more. Dozens with one peer mean that a program connects again and " +
    "again. On a busy server thousands are normal. When all ports are taken, no program can " +
    "connect any more.",
  falseAlarms: "Web servers and databases, programs that ask a service every second, tests of " +
    "developers, a proxy on this computer.",
  advice: "Find the program by its other connections with the same peer. For a server there is " +
    "nothing to do. Where the ports run out, let the program keep its connections " +
    "(keep-alive, a pool).",
  technique: null,
  references: [
    "https://learn.microsoft.com/troubleshoot/windows-client/networking/" +
    "tcp-ip-port-exhaustion-troubleshooting",
  ],
  needs: [],
  *judge(view): Iterable<Verdict> {
    const over = view.subjects.filter(({ row }) => row.state === "TIME_WAIT");
    if (over.length < CROWD) return;
    yield* ofServices(over);
    const went = over.filter(({ row }) => directionOf(row) !== "inbound");
    yield* ofPrograms(went.filter(isNamed));
    yield* ofPeers(went.filter((subject) => !isNamed(subject)));
    yield* ofPorts(over);
  },
};

/** Clients that came to a port of this computer. */
function* ofServices(over: readonly Subject[]): Iterable<Verdict> {
  const came = over.filter(({ row }) => directionOf(row) !== "outbound");
  for (
    const { key: port, subjects, count } of crowdsBy(came, ({ row }) => portText(row.localPort))
  ) {
    const clients = countDistinct(subjects, peerAddress);
    yield {
      subjects,
      found: {
        reason: `${count} connections to port ${port} of this computer have just ended (TIME_WAIT)`,
        evidence: [clients === 1 ? "from one client" : `from ${clients} clients`],
      },
      about: `TIME_WAIT in ${port}`,
      ofAnyProgram: true,
    };
  }
}

/** Whether the listing still knows whose it was. */
function isNamed({ program }: Subject): boolean {
  return !program.isNobody && program.name !== null;
}

/** Programs whose connections have ended. */
function* ofPrograms(went: readonly Subject[]): Iterable<Verdict> {
  for (const { subjects, count } of crowdsBy(went, ({ program }) => programKey(program))) {
    yield {
      subjects,
      found: {
        reason: `${count} connections of ${programName(firstSubject(subjects)!)} have just ended ` +
          "(TIME_WAIT)",
        evidence: [mostlyWith(subjects)],
        severity: count >= VERY_MANY ? "low" : "informational",
      },
      about: "TIME_WAIT",
    };
  }
}

/** Peers that this computer was connected to. */
function* ofPeers(went: readonly Subject[]): Iterable<Verdict> {
  for (const { key: peer, subjects, count } of crowdsBy(went, ({ row }) => peerKey(row))) {
    const { row } = firstSubject(subjects)!;
    yield {
      subjects,
      found: {
        reason: `${count} connections to ${peerWithPort(row)} have just ` +
          "ended (TIME_WAIT)",
        severity: count >= VERY_MANY ? "low" : "informational",
      },
      about: `TIME_WAIT ${peer}`,
      ofAnyProgram: true,
    };
  }
}

/** All of the ports that clients of this computer take. */
function* ofPorts(over: readonly Subject[]): Iterable<Verdict> {
  const subjects = over.filter(({ row }) => directionOf(row) === "outbound");
  const count = countDistinct(subjects, ({ row }) => row.localPort);
  if (count < SCARCE) return;
  yield {
    subjects,
    found: {
      reason:
        `${count} ports are kept by connections that are over (TIME_WAIT), and Windows gives ` +
        `out ${CLIENT_PORTS} unless it is told otherwise`,
      evidence: [`${Math.round(100 * count / CLIENT_PORTS)} % of these ports`],
      severity: "medium",
    },
    about: "TIME_WAIT ports",
    ofAnyProgram: true,
  };
}

function portText(port: number | null): string | null {
  return port === null ? null : `${port}`;
}
