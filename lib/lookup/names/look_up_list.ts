/**
 * Looks up what a user lists.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import type { NameRecord, RecordType } from "../../model/name.ts";
import { lookUp } from "./look_up.ts";
import { makeQuestion } from "./make_question.ts";
import { nameRow } from "./name_row.ts";
import type { Question, ServerChoice } from "./question.ts";

/** As much of a line that is no name as its row shows. */
const SHOWN = 1000;

/** What is asked, and of whom. */
export interface NamesAsked {
  /** Names and addresses. */
  readonly names: readonly string[];
  /** The types of records to ask for; empty for the usual one of each. */
  readonly types: readonly RecordType[];
  /** Whether what is neither a name nor an address is an error, not a row. */
  readonly strict: boolean;
  /** Whom to ask; null for the system's name server. */
  readonly server: ServerChoice | null;
  /** Milliseconds that one question may take. */
  readonly questionMilliseconds: number;
  /** Is told how many questions are answered, of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What came of it. */
export interface NamesFound {
  /** The rows, in the order of the names and, for each, of the types. */
  readonly rows: NameRecord[];
  /** Says so where nothing was answered at all. */
  readonly warnings: string[];
}

/**
 * Looks up a list of names and addresses, each for all types.
 *
 * @throws {UsageError} where one is neither a name nor an address and the list is strict.
 * @throws {CaptureError} where nothing can be asked at all.
 */
export async function lookUpList(
  host: Host,
  { names, types, strict, server, questionMilliseconds, onProgress }: NamesAsked,
): Promise<NamesFound> {
  const asked = names.map((name) => questionsAbout(name, { types, strict }));
  const questions = asked.flatMap((entry) => Array.isArray(entry) ? entry : []);
  const total = questions.length;
  const answers = await lookUp(host, questions, {
    server,
    questionMilliseconds,
    onProgress: (done) => onProgress?.(done, total),
  });
  const warnings = total > 0 && answers.every(isUnanswered)
    ? [total === 1 ? "The question was not answered" : `None of ${total} questions was answered`]
    : [];
  // The answers come in the order in which the questions are taken from the list here.
  let next = 0;
  const rows = asked.flatMap((entry) =>
    Array.isArray(entry) ? entry.flatMap(() => answers[next++]!) : [entry]
  );
  return { rows, warnings };
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

function isUnanswered([first]: readonly NameRecord[]): boolean {
  return first === undefined || first.status === "TIMEOUT" || first.status === "ERROR";
}
