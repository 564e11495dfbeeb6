/**
 * A service host with a connection that hosts no service.
 *
 * @module
 */
import type { AuditView, Program, Subject } from "../../engine/audit_view.ts";
import { whereProgram } from "../../engine/where_program.ts";
import { evidenceOf } from "../../places/file_words.ts";
import { isNotForged } from "../../places/forged_names.ts";
import { nameOf, shownProcess } from "../../places/program_names.ts";
import { mayBeOfWindows } from "../../places/program_place.ts";
import type { Answer, Rule } from "../../engine/rule.ts";

/** A service host with a connection that hosts no service. */
export const serviceHostWithoutService: Rule = {
  id: "service-host-without-service",
  title: "Service host without a service",
  severity: "high",
  about:
    "svchost.exe is there to run services. One that runs none and has a connection was started by " +
    "hand, or its memory was filled with other code.",
  falseAlarms:
    "A service that started or stopped while the list was read: look again. Where it is not known " +
    "when the program started, the finding is medium.",
  advice:
    "Look at its command line, which must have -k and the name of a group, and at its parent.",
  technique: "T1055",
  references: [
    "https://attack.mitre.org/techniques/T1055/",
    "https://attack.mitre.org/techniques/T1036/005/",
  ],
  needs: ["process", "services"],
  os: "windows",
  judge: whereProgram([isServiceHost, hostsNothing, isNotForged], {
    claim: (program) => ({
      reason: `${shownProcess(program)} has connections and hosts no service`,
      evidence: evidenceOf(program),
      // Lists that were saved one after the other do not tell when it started.
      severity: program.listed?.startedAt || program.listed?.services ? "high" : "medium",
    }),
  }),
};

function isServiceHost(program: Program, view: AuditView): Answer {
  if (!mayBeOfWindows(program, view)) return false;
  const name = nameOf(program);
  return name === null ? "process" : /^svchost(?:\.exe)?$/.test(name);
}

/** How long a service host has been there that had the time to start its service. */
const SETTLED_MILLISECONDS = 60_000;

function hostsNothing(program: Program, view: AuditView, subjects: readonly Subject[]): Answer {
  if (subjects.some(({ row }) => row.socketService !== null)) return false;
  const lists = [program.listed?.services ?? null, ...subjects.map(({ row }) => row.services)];
  if (lists.some((services) => services !== null && services.length > 0)) return false;
  // One that started while the lists were read is in the list of processes alone.
  if (mayHaveJustStarted(program, view)) return "services";
  // An empty list says that there is none; so does a missing one among service hosts that have theirs.
  if (lists.some((services) => services !== null)) return true;
  return program.listed !== null && wereServicesRead(view) ? true : "services";
}

function mayHaveJustStarted({ listed }: Program, { observedAt }: AuditView): boolean {
  if (!listed?.startedAt || observedAt === null) return false;
  return Date.parse(observedAt) - Date.parse(listed.startedAt) < SETTLED_MILLISECONDS;
}

const read = new WeakMap<AuditView, boolean>();

/** Whether the services of service hosts are known: of most of them, since a list can be cut short. */
function wereServicesRead(view: AuditView): boolean {
  let answer = read.get(view);
  if (answer === undefined) {
    const hosts = [...view.programs.values()].filter((program) =>
      isServiceHost(program, view) === true
    );
    const known = hosts.filter(({ listed }) => (listed?.services?.length ?? 0) > 0).length;
    read.set(view, answer = known > 0 && known * 2 >= hosts.length);
  }
  return answer;
}
