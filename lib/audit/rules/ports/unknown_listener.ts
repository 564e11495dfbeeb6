/**
 * A listener on a high port that belongs to no known service.
 *
 * @module
 */
import type { AuditView, Subject } from "../../engine/audit_view.ts";
import { factsOf, programName } from "../../questions/case_text.ts";
import { listens, ofProgram } from "../../questions/conditions.ts";
import listeners from "../../lists/listener_programs.json" with { type: "json" };
import {
  isInstalled,
  isOfLinux,
  isSystem,
  listensToOthers,
} from "../../questions/port_conditions.ts";
import { BACKDOOR_PORTS, LISTENER_PORTS } from "../../questions/port_lists.ts";
import {
  allOf,
  anyOf,
  type Claim,
  type Condition,
  not,
  type Rule,
  sortOut,
} from "../../engine/rule.ts";
import { portService } from "../../../address/ports.ts";
import { listInWords } from "../../../text/wording.ts";
import { firstSubject } from "../../engine/subject_order.ts";

const OF_WINDOWS = new Set(listeners.windows);
const BY_CHANCE = new Set(listeners.byChance);
const SHELLS = new Set(listeners.shells);
const SCRIPTS = new Set(listeners.scripts);
/** The first port that only a program which asked for it, or chance, can have. */
const FIRST_HIGH = 1024;
/** The first of the ports that Windows gives its own services. */
const FIRST_DYNAMIC = 49_152;

const isShell = named(SHELLS);
const isScript = named(SCRIPTS);
/** On Linux, one that a server started keeps its sockets; netcat has a rule of its own. */
const isShellOfWindows = allOf(
  named(new Set(listeners.shellsOfWindows)),
  (subject, view) => !isOfLinux(subject, view),
);

/**
 * Whether it is a listener that others can reach, on a high port that belongs to no service and by a
 * program that nobody knows, or on any port by a shell of Windows.
 */
export const isUnknownListener: Condition = allOf(
  listens,
  // A port that could not be read may be any.
  ({ row: { localPort } }) => localPort !== null && !BACKDOOR_PORTS.has(localPort),
  listensToOthers,
  anyOf(
    isShellOfWindows,
    allOf(
      isOnUnknownPort,
      not(isSystem),
      not(anyOf(named(OF_WINDOWS), named(BY_CHANCE))),
      anyOf(isShell, isScript, not(anyOf(isInstalled, isServiceOfWindows))),
    ),
  ),
);

/** A program listens on high ports that are registered for nothing. */
export const unknownListener: Rule = {
  id: "unknown-listener",
  title: "Unknown listener on a high port",
  severity: "low",
  about:
    "Other computers can reach a port that belongs to no known service, and the program is neither one of " +
    "Windows nor in a folder of installed ones. Backdoors look like this; a shell or netcat that listens is " +
    "medium, and a shell of Windows is found on every port. Ports that backdoors are known for have a rule of their own.",
  falseAlarms:
    "Programs that run from a folder of the user's: games, file sharing, development. A firewall may keep " +
    "others out, which no listing shows.",
  advice:
    "Find out which program it is and whether others must reach it; else end it, or let it listen on " +
    "127.0.0.1 only.",
  technique: "T1571",
  references: ["https://attack.mitre.org/techniques/T1571/"],
  needs: ["peer", "process", "path"],
  judge: function* (view) {
    const { found, open } = sortOut(view.subjects, isUnknownListener, view);
    yield* open;
    for (const subjects of Map.groupBy(found, ({ program }) => program).values()) {
      yield { subjects, found: claim(subjects, view), about: "listener" };
    }
  },
};

function isOnUnknownPort({ row: { localPort, localService } }: Subject): boolean {
  return localPort !== null && localPort >= FIRST_HIGH && localService === null &&
    portService("TCP", localPort) === null && !LISTENER_PORTS.has(localPort);
}

/** Whether the name is one of these, with or without a version: `python3.12`. */
function named(stems: ReadonlySet<string>): Condition {
  return ofProgram(
    "process",
    ({ stem }) => stem === null ? null : stems.has(stem) || stems.has(stem.replace(/[\d.]+$/, "")),
  );
}

/** Whether it is a service of Windows on a port that the system gave it. */
function isServiceOfWindows(subject: Subject, view: AuditView): ReturnType<Condition> {
  if (isOfLinux(subject, view) || subject.row.localPort! < FIRST_DYNAMIC) return false;
  return liesInWindows(subject, view);
}

const liesInWindows = ofProgram(
  "path",
  ({ place }) => place === null ? null : /^[a-z?]:\\windows\\(?:system32|syswow64)\\/.test(place),
);

/** What is found of one program, however many ports it listens on. */
function claim(subjects: readonly Subject[], view: AuditView): Claim {
  const subject = firstSubject(subjects)!;
  const ports = [...new Set(subjects.map(({ row }) => row.localPort!))].sort((a, b) => a - b);
  const known = knownListeners(view);
  const beside = known.length === 0 ? "" : `, beside ${listInWords(known)}`;
  const why = subjects.every(isOnUnknownPort)
    ? `which ${ports.length === 1 ? "belongs" : "belong"} to no known service${beside}`
    : "and waits for others only where somebody told it to";
  return {
    reason: `${programName(subject)} listens on ${shown(ports)}, ${why}`,
    evidence: [
      ...new Set(
        subjects.map(({ row }) =>
          `listens on ${
            row.localAddress ?? row.localHost ?? "an unknown address"
          } port ${row.localPort}`
        ),
      ),
    ].sort().slice(0, MOST_SHOWN).concat(factsOf(subject)),
    severity: isShell(subject, view) === true ? "medium" : "low",
  };
}

const MOST_SHOWN = 5;

function shown(ports: readonly number[]): string {
  if (ports.length === 1) return `port ${ports[0]}`;
  const some = ports.slice(0, MOST_SHOWN).map(String);
  const others = ports.length - some.length;
  return `ports ${listInWords(others === 0 ? some : [...some, `${others} more`])}`;
}

/** The named services that other computers can reach, those that people know first: `https (443)`. */
function knownListeners(view: AuditView): string[] {
  const ports = new Map<number, string>();
  for (const subject of view.subjects) {
    const { localPort, localService, state } = subject.row;
    if (state !== "LISTENING" || localPort === null || localService === null) continue;
    if (listensToOthers(subject) !== true) continue;
    // Saved rows may name one port in several ways.
    const other = ports.get(localPort);
    if (other === undefined || localService < other) ports.set(localPort, localService);
  }
  return [...ports].sort(([one], [other]) => rankOf(one) - rankOf(other) || one - other)
    .slice(0, 3).map(([port, service]) => `${service} (${port})`);
}

const KNOWN_BEST: readonly number[] = [80, 443, 3389, 22, 445, 135];

function rankOf(port: number): number {
  const rank = KNOWN_BEST.indexOf(port);
  return rank === -1 ? KNOWN_BEST.length : rank;
}
