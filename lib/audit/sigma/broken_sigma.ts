/**
 * Sigma rules that cannot be evaluated.
 *
 * @module
 */

/** A rule that cannot be evaluated. */
export interface BrokenSigma {
  readonly file: string;
  /** From 1; null where it is about the file as a whole. */
  readonly line: number | null;
  readonly problem: string;
}

/** A broken rule in a message: `rules/a.yml:7: it has no detection`. */
export function describeBroken({ file, line, problem }: BrokenSigma): string {
  return `${file}:${line === null ? "" : `${line}:`} ${problem}`;
}
