/**
 * Servers of language models that others can reach.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { isNamed, listens, localPortIn } from "../../questions/conditions.ts";
import { nameOfPeer } from "../../questions/crowd.ts";
import {
  comesFromInternet,
  MODEL_PORTS,
  MODEL_SERVERS,
  waitingPlace,
  waitsForOthers,
} from "../../questions/exposure.ts";
import { portText, programName } from "../../questions/case_text.ts";
import { allOf, anyOf, type Claim, type Rule, sortOut, type Verdict } from "../../engine/rule.ts";

const isReachable = allOf(
  anyOf(allOf(listens, waitsForOthers), comesFromInternet),
  anyOf(localPortIn(new Set(MODEL_PORTS.keys())), isNamed(MODEL_SERVERS)),
);

/** A server of language models that waits on all addresses, or that the Internet is connected to. */
export const exposedModelServer: Rule = {
  id: "exposed-model-server",
  title: "Language model server open to others",
  severity: "medium",
  about: "Ollama, LM Studio and similar servers ask nobody for a password: everybody who reaches " +
    "the port can use the computer, and read and replace the models.",
  falseAlarms: "A home lab that is meant to be used from other computers of the own network.",
  advice: "Let it listen on 127.0.0.1 (Ollama: leave OLLAMA_HOST unset; LM Studio: switch off " +
    "'serve on local network'), or put a proxy with a password in front.",
  technique: "T1133",
  references: ["https://attack.mitre.org/techniques/T1133/"],
  needs: ["direction", "process"],
  *judge(view): Iterable<Verdict> {
    const { found, open } = sortOut(view.subjects, isReachable, view);
    yield* open;
    for (const subject of found) {
      const about = `${subject.row.protocol} ${subject.row.localPort}`;
      yield { subjects: [subject], found: claimOf(subject), about };
    }
  },
};

function claimOf(subject: Subject): Claim {
  const { row } = subject;
  const server = MODEL_PORTS.get(row.localPort ?? 0);
  const evidence = server === undefined ? [] : [`${row.localPort} is the port of ${server}`];
  if (waitsForOthers(subject) === true) {
    return {
      reason: `${programName(subject)} waits ${waitingPlace(subject)} on ${
        portText(row.localPort)
      }`,
      evidence,
      severity: "medium",
    };
  }
  return {
    reason: `${nameOfPeer(row)}, in the Internet, is connected to ${programName(subject)} on ` +
      portText(row.localPort),
    evidence,
    severity: "high",
  };
}
