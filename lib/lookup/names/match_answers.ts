/**
 * Matches the exchanges that a session of nslookup printed with the session's questions.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { Exchange } from "../../tools/nslookup/parse_nslookup.ts";
import { askedName, type Question } from "./question.ts";

/** The output of a session, parsed. */
export interface SessionOutput {
  /** Standard output. */
  readonly stdout: readonly Exchange[];
  /** Standard error, to which Windows writes failures, without their place. */
  readonly stderr: readonly Exchange[];
}

/**
 * The answer to each question; null for a question without one. An answer is matched by what it
 * says: the name that was asked, a name that leads to it, or the address. An answer that says none
 * of these is matched by its place between the answers before and after it. The rest of standard
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

/** The index of each question by every name that its answer can have. */
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

/** The names that identify an answer, the surest first. */
function* namesIn({ query, records }: Exchange): Generator<string> {
  if (query !== null) yield query;
  for (const { aliases } of records) yield* aliases ?? [];
  for (const { name } of records) if (name !== null) yield name;
  // Windows prints the address of a reverse look-up below the name that was found.
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
    // A single question may be answered under any name, since the search domains extend it.
    const fits = count === 1 || mayAnswer(exchange, questions[next]);
    if (next < after && fits) answers[next++] = exchange;
  });
  return answers;
}

/**
 * Whether an answer that names no question can belong to this one: it has no name at all, or the
 * name of the question's zone.
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

/** The failure comes from standard error, the server from standard output. */
function merge(printed: Exchange | null, failed: Exchange | null): Exchange | null {
  if (printed === null || failed === null) return printed ?? failed;
  if (printed.records.length > 0 || !isFailure(failed)) return printed;
  return {
    ...printed,
    status: failed.status,
    note: failed.note,
    query: printed.query ?? failed.query,
    type: printed.type ?? failed.type,
  };
}

/** Whether there is neither an answer nor a reason why. */
function isUnexplained({ records, status }: Exchange): boolean {
  return records.length === 0 && (status === "ERROR" || status === "TIMEOUT");
}

/** Whether Windows says, ahead of all questions, that the server's own name was not found. */
function isAboutServer({ query, serverAddress }: Exchange): boolean {
  return query !== null && query === serverAddress;
}

function isFailure({ status }: Exchange): boolean {
  return status !== "NOERROR";
}

/** A name for comparison: lower case, without the final dot. */
function comparable(name: string): string {
  return name.toLowerCase().replace(/\.$/, "");
}
