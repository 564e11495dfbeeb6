/**
 * What the two ways to ask a name server share: options, rows, and limited concurrency.
 *
 * @module
 */
import { pooledMap } from "@std/async/pool";
import type { NameServer } from "../../host/host.ts";
import { emptyRecord } from "../../model/field.ts";
import { NAME_FIELDS, type NameRecord, type NameStatus } from "../../model/name.ts";
import { type Exchange, nameRecords } from "../../tools/nslookup/parse_nslookup.ts";
import { askedType, type Question } from "./question.ts";

/** Which name server to ask, and for how long. */
export interface AnswerOptions {
  /** The name server; null for the system's. */
  readonly server: NameServer | null;
  readonly questionMilliseconds: number;
  /** The time on the host's clock by which all questions must be answered; null for none. */
  readonly deadline: number | null;
  readonly signal?: AbortSignal;
}

/** Questions, and what takes their answers. */
export interface OpenQuestions {
  readonly questions: readonly Question[];
  /** Takes the rows of the question at an index. Called once for each, in any order. */
  readonly take: (index: number, rows: readonly NameRecord[]) => void;
}

/** Queries that may be under way at once. */
export const LIMIT = 8;

/** Works on the items in order, at most {@linkcode LIMIT} at a time, up to a failure. */
export async function forEachLimited<Item>(
  items: Iterable<Item>,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  try {
    for await (const _ of pooledMap(LIMIT, items, work));
  } catch (error) {
    throw error instanceof AggregateError ? error.errors[0] : error;
  }
}

/** A row that is empty but for the given fields. */
export function nameRow(given: Partial<NameRecord> & { status: NameStatus }): NameRecord {
  return { ...emptyRecord(NAME_FIELDS), ...given };
}

/** The row of a question without an answer. */
export function failedRow(
  question: Question,
  given: Partial<NameRecord> & { status: NameStatus },
): NameRecord {
  return nameRow({ query: question.query, type: askedType(question), ...given });
}

/** The statuses of questions about which no server said anything. */
const UNANSWERED: ReadonlySet<string> = new Set(
  ["TIMEOUT", "ERROR", "SERVFAIL", "REFUSED"] as const satisfies readonly NameStatus[],
);

/** Whether nothing was learned about a question: no server answered, or it only failed or refused. */
function isUnanswered([first]: readonly NameRecord[]): boolean {
  return first === undefined || UNANSWERED.has(first.status);
}

/** Whether there are questions, and not one of them was answered. */
export function areUnanswered(answers: readonly (readonly NameRecord[])[]): boolean {
  return answers.length > 0 && answers.every(isUnanswered);
}

/**
 * What the name server does with every question, as the end of a sentence: `: it refuses them`; empty if
 * that is not the same for all, or not known.
 *
 * @param words what the server and the questions are called.
 */
export function whyUnanswered(
  answers: readonly (readonly NameRecord[])[],
  { server, questions }: { server: string; questions: "it" | "them" },
): string {
  const [status, ...others] = new Set(answers.map(([first]) => first?.status));
  const does = others.length > 0 ? undefined : DOES[status ?? ""];
  return does === undefined ? "" : `: ${server} ${does} ${questions}`;
}

const DOES: Readonly<Record<string, string | undefined>> = {
  REFUSED: "refuses",
  SERVFAIL: "fails on",
};

/** The rows of nslookup's answer: one for each record, or one with the reason why there is none. */
export function answerRows(question: Question, exchange: Exchange): NameRecord[] {
  const type = askedType(question);
  return nameRecords({ ...exchange, query: question.name, type }).map((row) => ({
    ...row,
    query: question.query,
    type: row.status === "NOERROR" ? row.type : type,
  }));
}
