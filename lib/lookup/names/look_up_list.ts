/**
 * Looks up a list of names and addresses that a user gives.
 *
 * @module
 */
import { CaptureError, UsageError } from "../../errors.ts";
import { type Facts, type Files, HostError } from "../../host/host.ts";
import type { NameRecord, RecordType } from "../../model/name.ts";
import { textOfChunks, utf8Chunks } from "../../text/decode.ts";
import { lookUp, type LookupHost } from "./look_up.ts";
import { isUnanswered, nameRow } from "./name_answers.ts";
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
  const answers = await lookUp(host, questions, {
    ...options,
    onProgress: (done) => onProgress?.(done, total),
  });
  const warnings = total > 0 && answers.every(isUnanswered)
    ? [total === 1 ? "The question was not answered" : `None of ${total} questions was answered`]
    : [];
  const inOrder = answers.values();
  const rows = asked.flatMap((entry) =>
    Array.isArray(entry) ? entry.flatMap(() => inOrder.next().value!) : [entry]
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

/**
 * Reads names and addresses from standard input, one a line, in any encoding. Skips empty lines and
 * those that begin with `#`.
 *
 * @throws {CaptureError} if it cannot be read.
 */
export async function readNameList(host: Files & Facts): Promise<string[]> {
  try {
    const chunks = utf8Chunks(host.open("-"), { oemCodePage: () => host.oemCodePage() });
    const lines = (await textOfChunks(chunks)).split(/[\r\n]+/).map((line) => line.trim());
    return lines.filter((line) => line !== "" && !line.startsWith("#"));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new CaptureError(`Cannot read standard input: ${error.message}`, { cause: error });
  }
}
