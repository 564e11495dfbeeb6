/**
 * Judges a snapshot by rules: one finding for each rule, program and peer, and what could not be judged.
 *
 * @module
 */
import { bySeverity, type Finding, NO_FINDING, type Severity } from "../../model/finding.ts";
import type { AuditView, Subject } from "./audit_view.ts";
import { directionOf } from "./direction_by_ports.ts";
import { type Fact, NEEDED_FACTS } from "./facts_needed.ts";
import { findingId } from "./finding_id.ts";
import { programKey } from "./program_key.ts";
import { compareSubjects, firstSubject } from "./subject_order.ts";
import type { Claim, Rule, Verdict } from "./rule.ts";

/** What came out of a judgement. */
export interface Judgement {
  /** The findings, the worst first. */
  readonly findings: readonly FoundCase[];
  /** What could not be judged. */
  readonly gaps: readonly Gap[];
}

/** A finding with the connections behind it. */
export interface FoundCase {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly subjects: readonly Subject[];
  /** Whether it was said of several connections together, not of each. */
  readonly isOfCrowd: boolean;
}

/** What was not known, and what could not be judged because of that. */
export interface Gap {
  readonly missing: Fact;
  /** The rules. */
  readonly rules: readonly Rule[];
  /** The connections; none where it was missing altogether. */
  readonly subjects: readonly Subject[];
}

/** Judges by rules. The order of the connections makes no difference, nor does that of the rules. */
export function judge(view: AuditView, rules: readonly Rule[]): Judgement {
  const steps = judgeInSteps(view, rules);
  for (let step = steps.next();; step = steps.next()) {
    if (step.done) return step.value;
  }
}

/** How many verdicts, or findings, are one step. */
const STEP = 50;

/** The same in steps of a few milliseconds, so that others have their turn meanwhile. */
export function* judgeInSteps(
  view: AuditView,
  rules: readonly Rule[],
): Generator<void, Judgement, void> {
  const cases = new Cases();
  const gaps = new Gaps(view.subjects.length);
  let verdicts = 0;
  for (const rule of rules) {
    if (rule.os !== undefined && view.os !== null && rule.os !== view.os) continue;
    yield;
    for (const verdict of rule.judge(view)) {
      const { subjects, found } = verdict;
      if (typeof found === "string") gaps.add(found, { rule, subjects });
      else cases.add(rule, found, verdict);
      if (++verdicts % STEP === 0) yield;
    }
  }
  return { findings: yield* cases.all(), gaps: gaps.all() };
}

/** A finding in the making. */
interface OpenCase {
  readonly rule: Rule;
  readonly id: string;
  readonly subjects: Set<Subject>;
  /** Of the first connection in their own order, so that the order of the listing does not matter. */
  first: Subject | null;
  claim: Claim;
  isOfCrowd: boolean;
}

/** The findings, by rule, program and peer. */
class Cases {
  readonly #open = new Map<string, OpenCase>();

  add(rule: Rule, claim: Claim, { subjects, about, ofAnyProgram = false }: Verdict): void {
    const first = firstSubject(subjects);
    const peer = about ?? (first === null ? "" : peerOf(first));
    const program = first === null || ofAnyProgram ? "" : programKey(first.program);
    const key = `${rule.id}\n${program}\n${peer}`;
    let open = this.#open.get(key);
    if (open === undefined) {
      const id = findingId([rule.id, program, peer]);
      open = { rule, id, subjects: new Set(), first, claim, isOfCrowd: false };
      this.#open.set(key, open);
    } else if (isWorse(claim, open.claim) || isBefore(claim, open, first)) {
      Object.assign(open, { first, claim });
    }
    for (const subject of subjects) open.subjects.add(subject);
    open.isOfCrowd ||= subjects.length !== 1;
  }

  /** All findings, the worst first. */
  *all(): Generator<void, FoundCase[], void> {
    const found: FoundCase[] = [];
    for (const open of this.#open.values()) {
      found.push(closeCase(open));
      if (found.length % STEP === 0) yield;
    }
    return found.sort(compareFound);
  }
}

/** Compares findings: the worse one first, then by program, rule and ID. */
export function compareFound(one: FoundCase, other: FoundCase): number {
  return bySeverity(one.finding.severity, other.finding.severity) ||
    compareTexts(one.finding.process ?? "", other.finding.process ?? "") ||
    compareTexts(one.rule.id, other.rule.id) ||
    compareTexts(one.finding.id!, other.finding.id!);
}

function isWorse(one: Claim, other: Claim): boolean {
  return bySeverity(one.severity ?? null, other.severity ?? null) < 0;
}

function isBefore(claim: Claim, open: OpenCase, first: Subject | null): boolean {
  if (isWorse(open.claim, claim) || first === null || open.first === null) return false;
  return compareSubjects(first, open.first) < 0;
}

function closeCase({ rule, id, subjects, first, claim, isOfCrowd }: OpenCase): FoundCase {
  const severity: Severity = claim.severity ?? rule.severity;
  return {
    rule,
    subjects: [...subjects],
    isOfCrowd,
    finding: {
      ...NO_FINDING,
      ...first?.row ?? claim.past,
      outcome: "finding",
      id,
      rule: rule.id,
      severity,
      title: rule.title,
      reason: claim.reason,
      evidence: claim.evidence?.length ? claim.evidence : null,
      falseAlarms: rule.falseAlarms,
      advice: rule.advice,
      technique: rule.technique,
      reference: rule.references[0] ?? null,
      author: rule.author ?? null,
      connections: subjects.size,
    },
  };
}

/** A text that is equal for one peer and service, whatever the client's port; else where it waits. */
function peerOf({ row, hasPeer }: Subject): string {
  const { protocol, localAddress, localPort, remoteAddress, remoteHost, remotePort } = row;
  if (!hasPeer) return `${protocol} ${localPort}`;
  const port = directionOf(row) === "inbound" ? `in ${localPort}` : remotePort;
  return `${protocol} ${remoteAddress ?? remoteHost ?? localAddress} ${port}`;
}

function compareTexts(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A gap in the making. */
interface OpenGap {
  readonly rules: Set<Rule>;
  readonly subjects: Subject[];
  /** For each connection of the view whether it is among these: most rules add the same thousands. */
  readonly isIn: Uint8Array;
}

/** What could not be judged, by what was missing. */
class Gaps {
  readonly #all = new Map<Fact, OpenGap>();
  readonly #size: number;

  /** @param size How many connections the view has. */
  constructor(size: number) {
    this.#size = size;
  }

  add(missing: Fact, { rule, subjects }: { rule: Rule; subjects: readonly Subject[] }): void {
    let gap = this.#all.get(missing);
    if (gap === undefined) {
      gap = { rules: new Set(), subjects: [], isIn: new Uint8Array(this.#size) };
      this.#all.set(missing, gap);
    }
    gap.rules.add(rule);
    for (const subject of subjects) {
      if (gap.isIn[subject.at] === 1) continue;
      gap.isIn[subject.at] = 1;
      gap.subjects.push(subject);
    }
  }

  /** All gaps, in the order of the facts. */
  all(): Gap[] {
    const order = Object.keys(NEEDED_FACTS);
    return [...this.#all].map(([missing, { rules, subjects }]) => ({
      missing,
      rules: [...rules],
      subjects,
    })).sort((one, other) => order.indexOf(one.missing) - order.indexOf(other.missing));
  }
}
