/**
 * Programs that let others in through a tunnel.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { goesOut, isNamed } from "../../questions/conditions.ts";
import { groupBy } from "../../questions/crowd.ts";
import { programName } from "../../questions/case_text.ts";
import { programKey } from "../../engine/program_key.ts";
import { subjectsOfPrograms } from "../../engine/subjects_by_program.ts";
import { belongsTo, renamedEvidence, tunnelOf } from "../../questions/remote_tools.ts";
import { allOf, anyOf, type Claim, type Rule, sortOut, type Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";

const SSH: ReadonlySet<string> = new Set(["ssh", "plink", "kitty", "putty", "autossh"]);

/** `-R`, also behind other letters, and where the port follows without a space. */
const LETS_BACK = /\s-[A-Za-z]*R\s*(?:\S*:)?\d|\s-o\s*["']?RemoteForward\b/;

/** Whether it is SSH that opens a port on the other side; what it was told says so. */
const isReverseSsh = allOf(isNamed(SSH), goesOut, (subject) => {
  const commandLine = subject.program.listed?.commandLine ?? null;
  return commandLine === null ? "commandLine" : LETS_BACK.test(commandLine);
});

const isTunnel = anyOf(belongsTo(tunnelOf), isReverseSsh);
const mayBeTunnel = anyOf(belongsTo(tunnelOf), isNamed(SSH));

/** A program that opens this computer to others past firewall and router. */
export const tunnelProgram: Rule = {
  id: "tunnel-program",
  title: "Program that opens a tunnel to this computer",
  severity: "medium",
  about: "The program connects to a server outside, and others come back in through that " +
    "connection, past the firewall and the router, which see only an outbound connection.",
  falseAlarms: "Developers who show their work, home servers, your own ssh -R.",
  advice:
    "If nobody set it up on purpose, stop it and look for what starts it. Its command line or " +
    "its configuration says what it lets in.",
  technique: "T1572",
  references: ["https://attack.mitre.org/techniques/T1572/"],
  needs: ["process", "direction", "commandLine"],
  *judge(view): Iterable<Verdict> {
    const { found, open } = sortOut(subjectsOfPrograms(view, mayBeTunnel), isTunnel, view);
    yield* open;
    for (const subjects of groupBy(found, ({ program }) => programKey(program)).values()) {
      yield { subjects, found: claimOf(subjects), about: "tunnel" };
    }
  },
};

function claimOf(subjects: readonly Subject[]): Claim {
  const first = firstSubject(subjects)!;
  const { program } = first;
  const tool = tunnelOf(program);
  return {
    reason: tool === null
      ? `${programName(first)} was told to let the other side back in (-R)`
      : `${programName(first)} is a program of ${tool.tool}, which lets others in from outside`,
    // A command line may hold a password; only that it says so is told.
    evidence: [
      renamedEvidence(program),
      program.path === null ? null : `it runs from ${program.path}`,
    ].filter((text) => text !== null),
  };
}
