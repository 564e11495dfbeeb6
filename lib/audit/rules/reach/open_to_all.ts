/**
 * Programs of a user that wait on all addresses.
 *
 * @module
 */
import type { AuditView, Program, Subject } from "../../engine/audit_view.ts";
import { listens } from "../../questions/conditions.ts";
import { distinct, groupBy } from "../../questions/crowd.ts";
import {
  DATA_STORES,
  MODEL_PORTS,
  MODEL_SERVERS,
  waitsForOthers,
} from "../../questions/exposure.ts";
import listeners from "../../lists/listener_programs.json" with { type: "json" };
import { programName } from "../../questions/case_text.ts";
import { programKey } from "../../engine/program_key.ts";
import { isVnc, remoteToolOf, tunnelOf } from "../../questions/remote_tools.ts";
import tor from "../../lists/tor_programs.json" with { type: "json" };
import { isSure } from "../../questions/port_conditions.ts";
import { BACKDOOR_PORTS } from "../../questions/port_lists.ts";
import {
  allOf,
  type Answer,
  type Claim,
  not,
  type Rule,
  sortOut,
  type Verdict,
} from "../../engine/rule.ts";
import { isUnknownListener } from "../ports/unknown_listener.ts";
import { listInWords } from "../../../text/wording.ts";
import { firstSubject } from "../../engine/subject_order.ts";

/** Unknown ports, and those of backdoors, have rules of their own. */
const isOpenToAll = allOf(
  listens,
  waitsForOthers,
  isForThisRule,
  not(isSure(isUnknownListener)),
  isOfUser,
);

/** A program that a user runs, and that waits for others on all addresses: one finding a program. */
export const openToAll: Rule = {
  id: "open-to-all",
  title: "Program of a user waits on all addresses",
  severity: "low",
  about:
    "The program takes connections from every computer that can reach this one, not only from " +
    "this computer itself. The firewall decides who can.",
  falseAlarms: "Programs that share with other computers of the own network (music, games, file " +
    "synchronisation), and servers of developers.",
  advice: "If only this computer needs it, let it listen on 127.0.0.1. If you do not know the " +
    "program, find out what it is before you let it through the firewall.",
  technique: "T1133",
  references: ["https://attack.mitre.org/techniques/T1133/"],
  needs: ["process", "path"],
  *judge(view): Iterable<Verdict> {
    const { found, open } = sortOut(view.subjects, isOpenToAll, view);
    yield* open;
    for (const subjects of groupBy(found, ({ program }) => programKey(program)).values()) {
      yield { subjects, found: claimOf(subjects), about: "all addresses" };
    }
  },
};

/** Telnet and Tor, of which rules of their own speak. */
const TOLD_ELSEWHERE: ReadonlySet<number> = new Set([23, ...tor.servicePorts]);

/** Data stores, servers of models, remote access, tunnels and ports of backdoors have their own rules. */
function isForThisRule({ row, program }: Subject): boolean {
  const tool = remoteToolOf(program);
  const port = row.localPort ?? 0;
  return !DATA_STORES.has(port) && !MODEL_PORTS.has(port) && !BACKDOOR_PORTS.has(port) &&
    !TOLD_ELSEWHERE.has(port) &&
    !(program.stem !== null && MODEL_SERVERS.has(program.stem)) &&
    (tool === null || isVnc(tool)) &&
    tunnelOf(program) === null;
}

/** Windows' own programs that listen; where their path is hidden, their name must do. */
const WINDOWS_OWN: ReadonlySet<string> = new Set(
  ("system registry smss csrss wininit winlogon services lsass lsm svchost spoolsv dashost " +
    "vmms vmcompute wslservice alg").split(" "),
);

/** Where Windows and its services lie. */
const WINDOWS = /^[a-z?]:\\windows\\/;

/** Whether a user runs the program: it is no service, and does not belong to the system. */
function isOfUser(subject: Subject, view: AuditView): Answer {
  const { row, program } = subject;
  const { isNobody, pid, stem, place, listed } = program;
  if (isNobody || pid === 4 || row.services?.length) return false;
  if (view.os === "linux" || place?.startsWith("/")) return isOfLinuxUser(subject);
  if (stem === null) return "process";
  if (WINDOWS_OWN.has(stem)) return false;
  if (place !== null && WINDOWS.test(place)) return false;
  // Session 0 is that of the services.
  if (listed?.sessionId === 0) return false;
  if (listed !== null && listed.sessionId !== null) return true;
  if (place === null) return "path";
  return /^[a-z?]:\\users\\/.test(place);
}

/** A program without a service of systemd that does not run as root. */
function isOfLinuxUser({ row, program }: Subject): Answer {
  const user = row.user ?? program.listed?.user ?? null;
  if (user !== null) return user !== "root" && user !== "0";
  if (program.place !== null) return program.place.startsWith("/home/");
  return program.process === null ? "process" : "user";
}

/** Programs that are known to wait for others: music, games, file sharing. */
const SHARING: ReadonlySet<string> = new Set(listeners.byChance);

/** Where programs are installed for everybody, which takes an administrator. */
const INSTALLED = /^[a-z?]:\\program files(?: \(x86\))?\\|^\/(?:usr|opt|snap|bin|sbin)\//;

function claimOf(subjects: readonly Subject[]): Claim {
  const first = firstSubject(subjects)!;
  const { program } = first;
  const ports = distinct(subjects, ({ row }) => row.localPort);
  const shown = ports.slice(0, MOST_SHOWN).map(String);
  if (ports.length > shown.length) shown.push(`${ports.length - shown.length} more`);
  return {
    reason: `${programName(first)} waits on all addresses, on ` +
      `${ports.length === 1 ? "port" : "ports"} ${listInWords(shown)}`,
    evidence: evidenceOf(program),
    severity: isExpected(program) ? "informational" : "low",
  };
}

/** Programs that share with others by design, and those that an administrator installed. */
function isExpected({ stem, place }: Program): boolean {
  return place === null || INSTALLED.test(place) || (stem !== null && SHARING.has(stem));
}

const MOST_SHOWN = 8;

function evidenceOf({ path, listed }: Program): string[] {
  return [
    path === null ? "" : `it runs from ${path}`,
    listed === null || listed.sessionName === null ? "" : `session ${listed.sessionName}`,
  ].filter((text) => text !== "");
}
