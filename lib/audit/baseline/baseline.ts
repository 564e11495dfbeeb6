/**
 * What was there already: findings of a baseline, and connections that have a counterpart in it, are not
 * reported. Pure.
 *
 * @module
 */
import { factsOf, type SideFacts } from "../../changes/comparability.ts";
import type { Connection } from "../../model/connection.ts";
import { isAtLeast, type Severity } from "../../model/finding.ts";
import { KnownPrograms, Subjects } from "../../rows/peer_groups.ts";
import { countOf, listInWords } from "../../text/wording.ts";
import type { AuditView } from "../engine/audit_view.ts";
import { type FoundCase, judge, type Judgement } from "../engine/judge.ts";
import type { Rule } from "../engine/rule.ts";

/** One side: what it holds, and what is known of it besides. */
export interface BaselineSide {
  /** Its name in messages. */
  readonly label: string;
  readonly view: AuditView;
  readonly computer: string | null;
  /** Whether it is all that there was, so that what is not in it was not there. */
  readonly isWhole: boolean;
  /** Whether it was taken with administrator's (root's) rights; null where that is unknown. */
  readonly elevated: boolean | null;
  /** Whether it ends in the middle, or some of it was not understood. */
  readonly isPartial: boolean;
}

/** What the baseline left of the findings. */
export interface NewFindings {
  /** The findings that were there already. */
  readonly old: readonly FoundCase[];
}

/**
 * Takes the findings out that were there already. Those about one connection each are old also where
 * every connection behind them has a counterpart, of the same program and with the same peer or in the
 * same place: the baseline may not have shown what makes it a finding. What was said of several
 * together, such as their number, is old only where the baseline has the same finding.
 */
export function leaveOutOld<Judged extends Judgement>(
  judgement: Judged,
  { baseline, current, rules }: {
    baseline: BaselineSide | null;
    current: Pick<BaselineSide, "view">;
    rules: readonly Rule[];
  },
): Judged & NewFindings {
  if (baseline === null) return { ...judgement, old: [] };
  const before = severitiesOf(judge(baseline.view, rules));
  const counterparts = new Counterparts(rowsOf(baseline), rowsOf(current));
  const isOld = ({ finding, subjects, isOfCrowd }: FoundCase) => {
    const known = before.get(finding.id!);
    if (known !== undefined) return isAtLeast(known, finding.severity!) || !isOfCrowd;
    return !isOfCrowd && subjects.every(({ row }) => counterparts.has(row));
  };
  const [old, findings] = [judgement.findings.filter(isOld), [] as FoundCase[]];
  const left = new Set(old);
  for (const found of judgement.findings) if (!left.has(found)) findings.push(found);
  return { ...judgement, findings, old };
}

function severitiesOf({ findings }: Judgement): ReadonlyMap<string, Severity> {
  return new Map(findings.map(({ rule, finding }) => [
    finding.id!,
    finding.severity ?? rule.severity,
  ]));
}

function rowsOf({ view }: Pick<BaselineSide, "view">): Connection[] {
  return view.subjects.map(({ row }) => row);
}

/** The connections of a baseline. */
class Counterparts {
  readonly #subjects: Subjects;
  readonly #programs = new Map<string, KnownPrograms>();

  constructor(old: readonly Connection[], current: readonly Connection[]) {
    this.#subjects = new Subjects(old, current);
    for (const row of old) {
      const key = this.#subjects.of(row);
      let programs = this.#programs.get(key);
      if (programs === undefined) this.#programs.set(key, programs = new KnownPrograms());
      programs.add(row);
    }
  }

  /** Whether a connection may have been there: nothing that both tell of it differs. */
  has(row: Connection): boolean {
    return this.#programs.get(this.#subjects.of(row))?.has(row) ?? false;
  }
}

/** Says where a baseline could see less than the audit: what is new may have been there. */
export function baselineRemarks(baseline: BaselineSide, current: BaselineSide): string[] {
  const [old, now] = [factsFor(baseline), factsFor(current)];
  const { label } = baseline;
  if (old.sockets === 0) return [`${label} has no connections: all that is found counts as new`];
  return [
    ...unseenKinds(old, now),
    ...ownerRemarks(old, now),
    ...baseline.elevated === false && current.elevated === true
      ? [
        `${label} was taken without administrator's rights (root): what only those rights show may ` +
        "have been there before",
      ]
      : [],
    ...old.isPartial ? [`${label} is not whole: what is new may have been there before`] : [],
    ...isAnother(old, now)
      ? [
        `${label} is from ${listInWords([...old.computers])}, and not from ${
          listInWords([...now.computers])
        }`,
      ]
      : [],
    ...isLater(old, now) ? [`${label} is later than what is judged`] : [],
  ];
}

function factsFor({ view, ...side }: BaselineSide): SideFacts {
  return factsOf(rowsOf({ view }), { ...side, observedAt: view.observedAt });
}

function unseenKinds(old: SideFacts, now: SideFacts): string[] {
  const missing = old.isWhole ? [] : [...now.kinds.keys()].filter((name) => !old.kinds.has(name));
  if (missing.length === 0) return [];
  return [
    `${old.label} has no ${listInWords(missing, "or")}: what is found of them counts as new`,
  ];
}

function ownerRemarks(
  { label, sockets, owned, named, hidden }: SideFacts,
  now: SideFacts,
): string[] {
  if (now.owned === 0) return [];
  if (owned === 0) {
    return [
      `${label} has no process IDs and no programs: what was there is known by its ends alone`,
    ];
  }
  if (named === 0 && now.named > 0) {
    return [`${label} has no names of programs: what was there is known by its process ID`];
  }
  if (hidden === 0 || now.hidden > 0) return [];
  return [
    `The programs of ${countOf(hidden, "socket")} of ${sockets} in ${label} could not be seen: ` +
    "these are known by their ends alone",
  ];
}

function isAnother(old: SideFacts, now: SideFacts): boolean {
  return old.computers.size > 0 && now.computers.size > 0 &&
    ![...old.computers].some((name) => now.computers.has(name));
}

function isLater(old: SideFacts, now: SideFacts): boolean {
  return old.observedAt !== null && now.observedAt !== null && old.observedAt > now.observedAt;
}
