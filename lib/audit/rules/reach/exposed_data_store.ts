/**
 * Data stores that others can reach.
 *
 * @module
 */
import type { Subject } from "../../engine/audit_view.ts";
import { localPortIn } from "../../questions/conditions.ts";
import { distinct, groupBy, nameOfPeer } from "../../questions/crowd.ts";
import {
  comesFromInternet,
  DATA_STORES,
  waitingPlace,
  waitsForOthers,
} from "../../questions/exposure.ts";
import { programName } from "../../questions/case_text.ts";
import { programKey } from "../../engine/program_key.ts";
import { allOf, anyOf, type Claim, type Rule, sortOut, type Verdict } from "../../engine/rule.ts";
import { firstSubject } from "../../engine/subject_order.ts";
import { listInWords } from "../../../text/wording.ts";

const isReachable = allOf(
  localPortIn(new Set(DATA_STORES.keys())),
  anyOf(waitsForOthers, comesFromInternet),
);

/** A data store that waits on all addresses, or that somebody in the Internet is connected to. */
export const exposedDataStore: Rule = {
  id: "exposed-data-store",
  title: "Data store open to others",
  severity: "medium",
  about: "A database, a cache or Docker's interface waits for anybody who reaches this computer. " +
    "Several of them ask nobody for a password unless they are told to; robots look for them, copy " +
    "the data and delete it.",
  falseAlarms: "A server that is meant to serve others, behind a firewall; Docker Desktop, which " +
    "opens the ports of containers on all addresses; another program that uses the number.",
  advice:
    "Let it listen on 127.0.0.1 if only this computer needs it (Docker: -p 127.0.0.1:5432:5432). " +
    "Else set a password, and let the firewall name who may come.",
  technique: "T1190",
  references: ["https://attack.mitre.org/techniques/T1190/"],
  needs: ["direction"],
  *judge(view): Iterable<Verdict> {
    const { found, open } = sortOut(view.subjects, isReachable, view);
    yield* open;
    const stores = groupBy(found, ({ row, program }) => `${storeOf(row)} ${programKey(program)}`);
    for (const subjects of stores.values()) {
      yield { subjects, found: claimOf(subjects), about: storeOf(subjects[0]!.row) };
    }
  },
};

function storeOf({ localPort }: Subject["row"]): string {
  return DATA_STORES.get(localPort!)!.store;
}

function claimOf(subjects: readonly Subject[]): Claim {
  const first = firstSubject(subjects)!;
  const { row } = first;
  const { store, isOpen } = DATA_STORES.get(row.localPort!)!;
  const waiting = subjects.filter((subject) => waitsForOthers(subject) === true);
  const peers = distinct(
    subjects.filter((subject) => waitsForOthers(subject) !== true),
    ({ row }) => nameOfPeer(row),
  );
  const ports = distinct(subjects, ({ row }) => row.localPort).map(String);
  const port = `${ports.length === 1 ? "port" : "ports"} ${listInWords(ports)} (${store})`;
  const evidence = isOpen ? [`some versions of ${store} ask nobody for a password by default`] : [];
  if (peers.length === 0) {
    return {
      reason: `${programName(first)} waits ${waitingPlace(firstSubject(waiting)!)} on ${port}`,
      evidence,
    };
  }
  const others = peers.length === 1 ? "" : ` and ${peers.length - 1} more`;
  return {
    reason: `${peers[0]}${others}, in the Internet, reached ${programName(first)} on ${port}`,
    evidence,
    severity: "high",
  };
}
