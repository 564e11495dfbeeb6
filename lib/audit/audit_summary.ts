/**
 * What an audit is about, for its report: what was judged by what, and what was not. Each part of the
 * run fills in what it knows.
 *
 * @module
 */
import type { Finding } from "../model/finding.ts";
import type { AuditView } from "./engine/audit_view.ts";
import type { FoundCase, Judgement } from "./engine/judge.ts";
import type { Rule } from "./engine/rule.ts";
import type { BrokenSigma } from "./sigma/broken_sigma.ts";

/** What an audit is about. */
export interface AuditSummary extends Judgement {
  /** What the rules saw. */
  readonly view: AuditView;
  /** The rules that judged. */
  readonly rules: readonly Rule[];
  /** The rules that `--rule`, `--ignore` or the config left out. @default none */
  readonly leftOut?: readonly Rule[];
  /** The findings that the config allows. @default none */
  readonly allowed?: readonly AllowedCase[];
  /** The findings that were there already in the baseline. @default none */
  readonly old?: readonly FoundCase[];
  /** The baseline: a path. @default there is none */
  readonly baseline?: string | null;
  /** The findings that matter less than `--min-severity`. @default none */
  readonly milder?: readonly FoundCase[];
  /** The config: a path. @default there is none */
  readonly config?: string | null;
  /** What came of the Sigma rules. @default none were given */
  readonly sigma?: SigmaSummary | null;
  /**
   * How many processes are known to be in another network namespace, whose connections nobody sees
   * from here (Linux); null where that is not known. @default null
   */
  readonly elsewhere?: number | null;
  /** Sentences about the audit as a whole: what is limited, and why. @default none */
  readonly remarks?: readonly string[];
}

/** A finding that the config allows. */
export interface AllowedCase {
  readonly found: FoundCase;
  /** The reason that the config gives. */
  readonly because: string;
}

/** What came of the files of Sigma rules. */
export interface SigmaSummary {
  /** How many rules judged. */
  readonly rules: number;
  /** How many rules were passed over, by their category. */
  readonly passedOver: Readonly<Record<string, number>>;
  /** The rules that could not be read. */
  readonly broken: readonly BrokenSigma[];
}

/** Holds what formats tell that are opened before the audit; filled once the rows are known. */
export interface SummaryHolder {
  summary: AuditSummary | null;
  /** What was not judged, as rows: told whatever filters and --limit choose. */
  remainders: readonly Finding[];
}
