/**
 * What the ways of asking have in common.
 *
 * @module
 */
import type { NameServer } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";

/** Whom to ask, and for how long. */
export interface AnswerOptions {
  /** Whom to ask; null for the system's name server. */
  readonly server: NameServer | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /** When the time for all questions is up, on the host's clock; null for never. */
  readonly deadline: number | null;
}

/** Takes the rows of a question, given by its place in the list. Comes once for each, in any order. */
export type TakeAnswer = (place: number, rows: readonly NameRecord[]) => void;
