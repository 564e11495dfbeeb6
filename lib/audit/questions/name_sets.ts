/**
 * Names of the other end: which domain they belong to, and how much they prove.
 *
 * @module
 */
import { isOfInternet } from "./conditions.ts";
import { groupBy } from "./crowd.ts";
import { subjectsByProgram } from "../engine/subjects_by_program.ts";
import type { Claim, Condition, Rule, Verdict } from "../engine/rule.ts";
import type { AuditView, Subject } from "../engine/audit_view.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** The domain among these that a host is or lies in, in any case; null if there is none. */
export function domainAmong(host: string, domains: ReadonlySet<string>): string | null {
  let rest = host.toLowerCase().replace(/\.$/, "");
  while (rest !== "") {
    if (domains.has(rest)) return rest;
    const dot = rest.indexOf(".");
    if (dot < 0) return null;
    rest = rest.slice(dot + 1);
  }
  return null;
}

/** What a rule on names looks for. */
export interface NamedService {
  readonly domains: ReadonlySet<string>;
  /** The programs that it is about: a question that hangs on the program alone. */
  readonly ask: Condition;
  /** Connections that are as they should be. @default none */
  readonly except?: (subject: Subject) => boolean;
}

/**
 * Finds connections of programs with hosts in some domains, unless the other end began them. Only an
 * end in the Internet must have a name: the domains are not those of the own network.
 */
export function whereNamed(
  { domains, ask, except = () => false }: NamedService,
  claim: (subject: Subject, view: AuditView) => Claim,
): Rule["judge"] {
  return function* (view): Iterable<Verdict> {
    for (const { hosts, nameless, first } of peersOf(view)) {
      const answer = ask(first, view);
      if (answer === false) continue;
      if (nameless.length > 0) yield { subjects: nameless, found: "remoteHost" };
      for (const [host, subjects] of hosts) {
        if (domainAmong(host, domains) === null) continue;
        for (const subject of subjects) {
          if (except(subject)) continue;
          yield { subjects: [subject], found: answer === true ? claim(subject, view) : answer };
        }
      }
    }
  };
}

/** The other ends of a program's connections. */
interface Peers {
  readonly first: Subject;
  readonly hosts: ReadonlyMap<string, readonly Subject[]>;
  /** Those in the Internet without a name. */
  readonly nameless: readonly Subject[];
}

/** Made once for all rules that judge a view. */
const PEERS = new WeakMap<AuditView, readonly Peers[]>();

function peersOf(view: AuditView): readonly Peers[] {
  let peers = PEERS.get(view);
  if (peers === undefined) {
    PEERS.set(view, peers = [...subjectsByProgram(view).values()].map(peersOfProgram));
  }
  return peers;
}

function peersOfProgram(subjects: readonly Subject[]): Peers {
  const going = subjects.filter(({ row, hasPeer }) =>
    directionOf(row) !== "inbound" && hasPeer &&
    // What blocks names sends them to the computer itself.
    row.remoteScope !== "loopback" && row.remoteScope !== "any"
  );
  return {
    first: subjects[0]!,
    hosts: groupBy(going, ({ row }) => row.remoteHost),
    nameless: going.filter(({ row }) => row.remoteHost === null && needsName(row)),
  };
}

function needsName({ remoteScope }: Subject["row"]): boolean {
  return remoteScope === null || isOfInternet(remoteScope);
}

/** Whether the name only says whose address it is: the program may have asked for another one. */
export function isWeakName({ row }: Subject): boolean {
  return row.remoteHostSource === "reverse" || row.remoteHostSource === "netstat";
}

/** What the name of the other end proves, as evidence. */
export function nameEvidence({ row }: Subject): string {
  switch (row.remoteHostSource) {
    case "dnsCache":
      return `the computer asked for ${row.remoteHost} and got this address; where several names ` +
        "share an address, another program may have asked";
    case "reverse":
    case "netstat":
      return `${row.remoteHost} is the name that the owner gave the address, which may serve ` +
        "other names too";
    default:
      return `the other end is named ${row.remoteHost}`;
  }
}
