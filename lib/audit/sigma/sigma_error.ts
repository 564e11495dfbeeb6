/**
 * What is wrong with a Sigma rule, and where.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";

/** A rule is broken: the rule is left out, and the others of its file still count. */
export class SigmaError extends ParseError {
  /** The line of its file, from 1; null where it is about the file as a whole. */
  readonly line: number | null;

  constructor(message: string, line: number | null) {
    super(message);
    this.line = line;
  }
}

/** A text from a rule in a message: in quotes, and short. */
export function quoted(text: string): string {
  const characters = Array.from(text);
  return JSON.stringify(
    characters.length > 60 ? characters.slice(0, 60).join("") + "…" : text,
  );
}
