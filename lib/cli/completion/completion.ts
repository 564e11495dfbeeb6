/**
 * What can stand at the cursor of a command line.
 *
 * @module
 */

/** A text that can stand in place of the unfinished word, or of its last part. */
export interface Candidate {
  /** The text. It holds no character that a terminal acts on. */
  readonly value: string;
  /** What it is, in one line; empty where its name says it. */
  readonly about: string;
  /** Other texts for the same: who typed the beginning of one means the candidate. @default none */
  readonly aliases?: readonly string[];
}

/** What a shell is to complete by itself. */
export type FileKind = "any" | "folders";

/** What can stand at the cursor. */
export interface Completion {
  /** The beginning of the word that stays as it is: `--state=`, `pid,`, `!`. */
  readonly before: string;
  /** The rest of the word, which a candidate replaces. */
  readonly part: string;
  /** What can replace it. */
  readonly candidates: readonly Candidate[];
  /** The names of files that can, which the shell knows best; null for none. */
  readonly files: FileKind | null;
}

/** No completion. */
export const NOTHING: Completion = { before: "", part: "", candidates: [], files: null };

/** The more candidates, the less anybody reads them. */
const MOST = 1000;

/**
 * Chooses the candidates that begin with what is typed; where there is none, ignoring case; where there
 * is none either, ignoring case and separators, also by their aliases.
 */
export function matchCandidates(
  candidates: readonly Candidate[],
  typed: string,
): readonly Candidate[] {
  const exact = candidates.filter(({ value }) => value.startsWith(typed));
  if (exact.length > 0) return exact.slice(0, MOST);
  const lower = typed.toLowerCase();
  const anyCase = candidates.filter(({ value }) => value.toLowerCase().startsWith(lower));
  if (anyCase.length > 0) return anyCase.slice(0, MOST);
  const wanted = bare(typed);
  if (wanted === "") return [];
  return candidates
    .filter(({ value, aliases = [] }) =>
      [value, ...aliases].some((text) => bare(text).startsWith(wanted))
    )
    .slice(0, MOST);
}

function bare(text: string): string {
  return text.toLowerCase().replace(/[\s_.-]/g, "");
}

/** Candidates for plain words, which all mean the same kind of thing. */
export function wordsAbout(about: string, words: readonly string[]): readonly Candidate[] {
  return words.map((value) => ({ value, about }));
}
