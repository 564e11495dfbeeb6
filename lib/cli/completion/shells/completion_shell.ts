/**
 * What netwho knows of a shell to complete in it.
 *
 * @module
 */
import type { Candidate, Completion } from "../completion.ts";

/** A shell in which netwho completes. */
export interface CompletionShell {
  /** What the shell runs to complete netwho: it asks `netwho completions SHELL --complete`. */
  readonly script: string;
  /** Whether the answer is JSON, in which `\\uXXXX` stands for what is not ASCII. */
  readonly isAscii: boolean;
  /**
   * Reads what the script hands on behind `--`: the words after `netwho` up to the cursor, the last one
   * unfinished; null for what no script of netwho hands on.
   */
  readWords(given: readonly string[]): readonly string[] | null;
  /** Writes what the script reads; `given` is what it handed on. */
  write(completion: Completion, given: readonly string[]): string;
}

/** The whole word that a candidate makes. */
export function wholeWord({ before }: Completion, { value }: Candidate): string {
  return before + value;
}

/** The first line of what scripts of Unix shells read: whether the shell adds the names of files. */
export function kindLine({ files }: Completion): string {
  return `${files === null ? "words" : files === "any" ? "files" : "folders"}\n`;
}
