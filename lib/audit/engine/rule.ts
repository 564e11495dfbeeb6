/**
 * The interface of rules, and the three-valued logic that they judge by: what is not known makes no
 * finding and no innocence.
 *
 * @module
 */
import type { Connection } from "../../model/connection.ts";
import type { Severity } from "../../model/finding.ts";
import type { AuditView, Subject } from "./audit_view.ts";
import { directionByPorts } from "./direction_by_ports.ts";
import type { Fact } from "./facts_needed.ts";
import { subjectsNamed } from "./subjects_by_name.ts";
import { type Ports, subjectsTo } from "./subjects_by_port.ts";

/** A rule; a row of the table RULES, or one that was made from a Sigma rule or a list of addresses. */
export interface Rule {
  /** Its name in `--rule`, `--ignore` and the config: words with hyphens. */
  readonly id: string;
  /** What it finds, in a few words, as a headline: `System program in the wrong place`. */
  readonly title: string;
  /** How much a finding matters, unless it says otherwise itself. */
  readonly severity: Severity;
  /** What it means, in a sentence or two. */
  readonly about: string;
  /** When it is a false alarm. */
  readonly falseAlarms: string;
  /** What to do. */
  readonly advice: string;
  /** MITRE ATT&CK's number; null where there is none. */
  readonly technique: string | null;
  /** Where to read more; the first one is shown. */
  readonly references: readonly string[];
  /** What it asks for besides what netstat prints. */
  readonly needs: readonly Fact[];
  /** The system whose programs it is about. @default both */
  readonly os?: "windows" | "linux";
  /**
   * Whether a connection less can make a finding: it compares connections, and one that is missing can
   * be the one that explains the others.
   * @default false
   */
  readonly isRelative?: boolean;
  /**
   * Whether its advice is not to end the program: what there is to see would be gone with it.
   * @default false
   */
  readonly keepRunning?: boolean;
  /** The author, who must be named (Sigma). @default netwho's developers */
  readonly author?: string;
  /** Judges all connections. Pure; the order of the connections makes no difference. */
  readonly judge: (view: AuditView) => Iterable<Verdict>;
}

/** What a rule says of some connections. */
export interface Verdict {
  /** The connections, at least one unless it is about something else that was missing. */
  readonly subjects: readonly Subject[];
  /** What was found; a fact where the answer hangs on it and it is not known. */
  readonly found: Claim | Fact;
  /**
   * What, besides rule and program, makes it the same finding.
   * @default the peer and its service of each connection; the port of one that waits
   */
  readonly about?: string;
  /**
   * Whether the program does not make it another finding: it is about a peer or a port of several.
   * @default false
   */
  readonly ofAnyProgram?: boolean;
}

/** What was found. */
export interface Claim {
  /** Why, in a sentence without a full stop, with the names and numbers of this case. */
  readonly reason: string;
  /** What was seen that says so, in short phrases. @default none */
  readonly evidence?: readonly string[];
  /** How much it matters here. @default the rule's */
  readonly severity?: Severity;
  /** What is known of the connection where it is one of the past. @default the first of the subjects */
  readonly past?: Partial<Connection>;
}

/** The answer to a question about a connection: the name of a fact where that is not known. */
export type Answer = boolean | Fact;

/** A question about a connection. */
export interface Condition {
  (subject: Subject, view: AuditView): Answer;
  /** The names of programs, of which it asks whether the program has one. */
  readonly stems?: ReadonlySet<string>;
  /** The remote TCP ports that it asks for, where it asks for ports. */
  readonly tcpPorts?: Ports;
}

/**
 * Judges each connection by itself: finds it if all conditions hold. Those that cost least, and those
 * that seldom hold, come first. Where the first one asks for names, only the connections of such
 * programs are looked at.
 */
export function whereAll(
  conditions: readonly Condition[],
  claim: (subject: Subject, view: AuditView) => Claim,
): Rule["judge"] {
  const condition = allOf(...conditions);
  const { stems, tcpPorts } = conditions[0] ?? {};
  return function* (view) {
    const subjects = stems !== undefined
      ? subjectsNamed(view, stems)
      : tcpPorts !== undefined
      ? subjectsTo(view, tcpPorts)
      : view.subjects;
    const { found, open } = sortOut(subjects, condition, view);
    for (const subject of found) {
      yield { subjects: [subject], found: withDirection(claim(subject, view), subject) };
    }
    yield* open;
  };
}

/** A claim with how it is known who began the connection, where that was not told. */
function withDirection(claim: Claim, { row }: Subject): Claim {
  const direction = directionByPorts(row);
  if (direction === null) return claim;
  const who = direction === "outbound" ? "this computer" : "the other end";
  const evidence = [...claim.evidence ?? [], `by its ports, ${who} began it`];
  return { ...claim, evidence };
}

/** What a question made of connections. */
export interface SortedOut {
  /** Those of which it holds. */
  readonly found: readonly Subject[];
  /** Those of which that is not known: one verdict for each fact that was missing. */
  readonly open: readonly Verdict[];
}

/** Asks a question about each connection. */
export function sortOut(
  subjects: Iterable<Subject>,
  condition: Condition,
  view: AuditView,
): SortedOut {
  const found: Subject[] = [];
  const open = new Map<Fact, Subject[]>();
  for (const subject of subjects) {
    const answer = condition(subject, view);
    if (answer === false) continue;
    if (answer === true) {
      found.push(subject);
      continue;
    }
    const others = open.get(answer);
    if (others === undefined) open.set(answer, [subject]);
    else others.push(subject);
  }
  return { found, open: [...open].map(([fact, subjects]) => ({ subjects, found: fact })) };
}

/** Whether all conditions hold. One that does not decides, whatever is not known of the others. */
export function allOf(...conditions: readonly Condition[]): Condition {
  return (subject, view) => {
    let answer: Answer = true;
    for (const condition of conditions) {
      const next = condition(subject, view);
      if (next === false) return false;
      if (next !== true && answer === true) answer = next;
    }
    return answer;
  };
}

/** Whether one of the conditions holds. One that does decides, whatever is not known of the others. */
export function anyOf(...conditions: readonly Condition[]): Condition {
  return not(allOf(...conditions.map(not)));
}

/** Whether a condition does not hold. */
export function not(condition: Condition): Condition {
  return (subject, view) => {
    const answer = condition(subject, view);
    return typeof answer === "boolean" ? !answer : answer;
  };
}
