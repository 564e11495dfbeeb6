/**
 * Looks up a list of names and addresses that a user gives.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { NameRecord, RecordType } from "../../model/name.ts";
import { lookUp, type LookupHost } from "./look_up.ts";
import { areUnanswered, nameRow, whyUnanswered } from "./name_answers.ts";
import { type LookupOptions, makeQuestion, type Question } from "./question.ts";

/** Characters of an invalid name that its row shows. */
const SHOWN = 1000;

/** Names to look up, and how. */
export interface NamesAsked
  extends Pick<LookupOptions, "server" | "questionMilliseconds" | "signal"> {
  readonly names: readonly string[];
  /** The record types to ask for; empty for the usual one of each name. */
  readonly types: readonly RecordType[];
  /** Whether an invalid name is an error instead of a row. */
  readonly strict: boolean;
  /** Called with the number of questions answered, and of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Looks up a list of names and addresses, each for all types: rows in the order of the names and,
 * for each, of the types, and a warning if no question was answered.
 *
 * @throws {UsageError} if the list is strict and a text in it is neither a name nor an address.
 * @throws {CaptureError} if nothing can be asked at all.
 */
export async function lookUpList(
  host: LookupHost,
  { names, types, strict, onProgress, ...options }: NamesAsked,
): Promise<{ rows: NameRecord[]; warnings: string[] }> {
  const asked = names.map((name) => questionsAbout(name, { types, strict }));
  const questions = asked.flatMap((entry) => Array.isArray(entry) ? entry : []);
  const total = questions.length;
  // Shows from the start how much there is to do: a dead server takes its time.
  onProgress?.(0, total);
  const answers = await lookUp(host, questions, {
    ...options,
    onProgress: (done) => onProgress?.(done, total),
  });
  const warnings = areUnanswered(answers) ? [unansweredWarning(answers)] : [];
  const inOrder = answers.values();
  const rows = asked.flatMap((entry) =>
    Array.isArray(entry) ? entry.flatMap(() => inOrder.next().value!) : [entry]
  );
  return { rows, warnings };
}

function unansweredWarning(answers: readonly (readonly NameRecord[])[]): string {
  const isOne = answers.length === 1;
  const what = isOne
    ? "The question was not answered"
    : `None of ${answers.length} questions was answered`;
  const words = { server: "the name server", questions: isOne ? "it" : "them" } as const;
  return what + whyUnanswered(answers, words);
}

function questionsAbout(
  name: string,
  { types, strict }: { types: readonly RecordType[]; strict: boolean },
): Question[] | NameRecord {
  const wanted = types.length > 0 ? types : [null];
  try {
    return wanted.map((type) => makeQuestion(name, type));
  } catch (error) {
    if (strict || !(error instanceof UsageError)) throw error;
    return nameRow({ query: name.slice(0, SHOWN), status: "ERROR", note: error.message });
  }
}
