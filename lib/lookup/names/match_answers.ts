/**
 * Which part of what nslookup printed answers which question.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { Exchange } from "../../tools/nslookup/exchange.ts";
import { askedName, comparable } from "./name_row.ts";
import type { Question } from "./question.ts";

/** What a session of nslookup printed. */
export interface SessionOutput {
  /** What stands on standard output. */
  readonly stdout: readonly Exchange[];
  /** What stands on standard error, where Windows puts failures: without their place. */
  readonly stderr: readonly Exchange[];
}

/**
 * The answer to each question; null where there is none. What an answer says decides: the name that
 * was asked, or one that leads to it, or the address. Where it says nothing, its place does: between
 * the answers before and after it there are as many questions as answers. What is left on standard
 * error, such as a time-out that names only the server, goes to the questions that are left.
 */
export function matchAnswers(
  questions: readonly Question[],
  { stdout, stderr }: SessionOutput,
): (Exchange | null)[] {
  const places = indexByName(questions);
  const said = placeByContent(stdout, places);
  const failures = placeByContent(stderr, places);
  const printed = placeByOrder(questions, stdout, said);
  const failed = answersAt(stderr, failures, questions.length);

  const answers = questions.map((_, at) => merge(printed[at] ?? null, failed[at] ?? null));
  const left = stderr.filter((exchange, index) =>
    failures[index] === null && isFailure(exchange) && !isAboutServer(exchange)
  );
  return answers.map((answer, at) => {
    const isOpen = failed[at] === null && (answer === null || isUnexplained(answer));
    return isOpen ? merge(answer, left.shift() ?? null) : answer;
  });
}

/** Where each question stands, by every name that an answer to it can have. */
function indexByName(questions: readonly Question[]): Map<string, number> {
  const places = new Map<string, number>();
  questions.forEach((question, at) => {
    places.set(comparable(question.name), at);
    places.set(comparable(askedName(question)), at);
  });
  return places;
}

function placeByContent(
  exchanges: readonly Exchange[],
  places: ReadonlyMap<string, number>,
): (number | null)[] {
  const taken = new Set<number>();
  return exchanges.map((exchange) => {
    for (const name of namesIn(exchange)) {
      const at = places.get(comparable(name));
      if (at === undefined || taken.has(at)) continue;
      taken.add(at);
      return at;
    }
    return null;
  });
}

/** The names by which an answer can be told, the surest first. */
function* namesIn({ query, records }: Exchange): Generator<string> {
  if (query !== null) yield query;
  for (const { aliases } of records) yield* aliases ?? [];
  for (const { name } of records) if (name !== null) yield name;
  // A reverse look-up on Windows: the address stands below the name that it has.
  for (const { data } of records) if (parseAddress(data) !== null) yield data;
}

function placeByOrder(
  questions: readonly Question[],
  exchanges: readonly Exchange[],
  said: readonly (number | null)[],
): (Exchange | null)[] {
  const count = questions.length;
  const answers = answersAt(exchanges, said, count);
  let next = 0;
  exchanges.forEach((exchange, index) => {
    const place = said[index];
    if (place !== null && place !== undefined) {
      next = Math.max(next, place + 1);
      return;
    }
    const after = said.slice(index + 1).find((at) => at !== null && at >= next) ?? count;
    while (next < after && answers[next] !== null) next++;
    const isRight = count === 1 || mayAnswer(exchange, questions[next]);
    if (next < after && isRight) answers[next++] = exchange;
  });
  return answers;
}

/**
 * Whether an answer that does not name a question can be the one to it: one without any name, or with
 * the zone that the question is in. One question may be answered under any name, since the search
 * domains add to it.
 */
function mayAnswer({ query, records }: Exchange, question: Question | undefined): boolean {
  if (question === undefined || query !== null) return false;
  const asked = comparable(askedName(question));
  return records.every(({ type, name }) =>
    name === null || (type === "SOA" && `.${asked}`.endsWith(`.${comparable(name)}`))
  );
}

function answersAt(
  exchanges: readonly Exchange[],
  places: readonly (number | null)[],
  count: number,
): (Exchange | null)[] {
  const answers: (Exchange | null)[] = Array.from({ length: count }, () => null);
  exchanges.forEach((exchange, index) => {
    const at = places[index];
    if (at !== null && at !== undefined) answers[at] = exchange;
  });
  return answers;
}

/** What standard error says of a failure counts; who was asked stands on standard output. */
function merge(printed: Exchange | null, failed: Exchange | null): Exchange | null {
  if (printed === null || failed === null) return printed ?? failed;
  if (!isEmpty(printed) || !isFailure(failed)) return printed;
  return {
    ...printed,
    status: failed.status,
    note: failed.note,
    query: printed.query ?? failed.query,
    type: printed.type ?? failed.type,
  };
}

function isEmpty({ records }: Exchange): boolean {
  return records.length === 0;
}

/** Whether there is neither an answer nor the reason for that. */
function isUnexplained({ records, status }: Exchange): boolean {
  return records.length === 0 && (status === "ERROR" || status === "TIMEOUT");
}

/** Whether it says that the server's own name was not found, as Windows does before all questions. */
function isAboutServer({ query, serverAddress }: Exchange): boolean {
  return query !== null && query === serverAddress;
}

function isFailure({ status }: Exchange): boolean {
  return status !== "NOERROR";
}
