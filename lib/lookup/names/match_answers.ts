/**
 * Reads what a session of nslookup printed, and matches it with the session's questions.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { Capture } from "../../host/host.ts";
import { decodeBytes, type DecodeOptions } from "../../text/decode.ts";
import { timeoutPart } from "../../tools/nslookup/failure_message.ts";
import { comparableName } from "../../tools/nslookup/label_line.ts";
import { type Exchange, parseNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { askedName, type Question } from "./question.ts";

/**
 * The answer to each question of a session; null for a question without one. Windows writes the
 * answers to standard output, and to standard error, without their place, which answers are not
 * authoritative and what failed.
 */
export async function readAnswers(
  questions: readonly Question[],
  capture: Capture,
  decoding: DecodeOptions,
): Promise<(Exchange | null)[]> {
  const [stdout, stderr] = await Promise.all([
    decodeBytes(capture.stdout, decoding),
    decodeBytes(capture.stderr, decoding),
  ]);
  // The end of what an ended session printed may be missing.
  const isWhole = capture.timedOut !== true;
  if (questions.length === 1) {
    // Both outputs are about the one question.
    const exchanges = isWhole ? parseNslookup(`${stderr}\r\n${stdout}`).exchanges : [];
    return matchAnswers(questions, { stdout: exchanges, stderr: [] });
  }
  const { exchanges: printed } = parseNslookup(stdout);
  const exchanges = isWhole ? printed : printed.slice(0, -1);
  const { messages, headings } = splitMessages(stderr);
  const server = serverLines(printed);
  return matchAnswers(questions, {
    stdout: headings === 0 ? exchanges : withHeadings(exchanges, headings),
    stderr: messages.flatMap((message) => parseNslookup(`${server}${message}`).exchanges.slice(-1)),
  });
}

/** `Non-authoritative answer:` in any language. */
const HEADING = /[:：]\s*$/;

/** The messages on standard error, which begin with asterisks and may be broken into lines. */
function splitMessages(stderr: string): { messages: string[]; headings: number } {
  const messages: string[] = [];
  let headings = 0;
  for (const line of stderr.split(/[\r\n]+/)) {
    if (line.startsWith("*")) messages.push(line);
    else if (HEADING.test(line)) headings++;
    else if (messages.length > 0 && line.trim() !== "" && timeoutPart(line.trim()) === null) {
      messages[messages.length - 1] += `\r\n${line}`;
    }
  }
  return { messages, headings };
}

/**
 * The server's lines, which the parser needs to tell the server's name in a message from the query.
 */
function serverLines(exchanges: readonly Exchange[]): string {
  const known = exchanges.find(({ serverAddress }) => serverAddress !== null);
  if (known === undefined) return "";
  return `Server:  ${known.server ?? "UnKnown"}\r\nAddress:  ${known.serverAddress}\r\n\r\n`;
}

/** Marks the answers as not authoritative if all are; with fewer headings, no one knows which. */
function withHeadings(exchanges: readonly Exchange[], headings: number): Exchange[] {
  const answered = exchanges.filter(({ records }) => records.length > 0).length;
  const authoritative = headings >= answered ? false : null;
  return exchanges.map((exchange) =>
    exchange.records.length > 0 ? { ...exchange, authoritative } : exchange
  );
}

/**
 * The answer to each question; null for a question without one. An answer is matched by what it
 * says: the name that was asked, a name that leads to it, or the address. An answer that says none
 * of these is matched by its place between the answers before and after it. The rest of standard
 * error, such as a time-out that names only the server, goes to the questions that are left.
 */
export function matchAnswers(
  questions: readonly Question[],
  { stdout, stderr }: { stdout: readonly Exchange[]; stderr: readonly Exchange[] },
): (Exchange | null)[] {
  const names = indexByName(questions);
  const answers = byPlace(stdout, placeByOrder(stdout, placeByContent(stdout, names), questions));
  const placesOfFailures = placeByContent(stderr, names);
  const failures = byPlace(stderr, placesOfFailures);
  const left = stderr.filter((exchange, index) =>
    placesOfFailures[index] === null && exchange.status !== "NOERROR" && !isAboutServer(exchange)
  );
  return questions.map((_, at) => {
    const failure = failures.get(at) ?? null;
    const answer = merge(answers.get(at) ?? null, failure);
    const isOpen = failure === null && (answer === null || isUnexplained(answer));
    return isOpen ? merge(answer, left.shift() ?? null) : answer;
  });
}

/** The index of each question by every name that its answer can have. */
function indexByName(questions: readonly Question[]): Map<string, number> {
  return new Map(
    questions.flatMap((question, at) =>
      [question.name, askedName(question)].map((name) => [comparableName(name), at] as const)
    ),
  );
}

/** The index of the question that each exchange answers; null where it names none. */
type Places = readonly (number | null)[];

function byPlace(exchanges: readonly Exchange[], places: Places): Map<number | null, Exchange> {
  return new Map(exchanges.map((exchange, index) => [places[index]!, exchange]));
}

function placeByContent(
  exchanges: readonly Exchange[],
  names: ReadonlyMap<string, number>,
): Places {
  const taken = new Set<number>();
  return exchanges.map((exchange) => {
    for (const name of namesIn(exchange)) {
      const at = names.get(comparableName(name));
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

/** Gives places between those that are known to the other exchanges. */
function placeByOrder(
  exchanges: readonly Exchange[],
  known: Places,
  questions: readonly Question[],
): Places {
  const taken = new Set(known);
  let next = 0;
  return exchanges.map((exchange, index) => {
    const place = known[index]!;
    if (place !== null) {
      next = Math.max(next, place + 1);
      return place;
    }
    const after = known.slice(index + 1).find((at) => at !== null && at >= next) ??
      questions.length;
    while (next < after && taken.has(next)) next++;
    // A single question may be answered under any name, since the search domains extend it.
    const fits = questions.length === 1 || mayAnswer(exchange, questions[next]);
    return next < after && fits ? next++ : null;
  });
}

/**
 * Whether an answer that names no question can belong to this one: it has no name at all, or the
 * name of the question's zone.
 */
function mayAnswer({ query, records }: Exchange, question: Question | undefined): boolean {
  if (question === undefined || query !== null) return false;
  const asked = comparableName(askedName(question));
  return records.every(({ type, name }) =>
    name === null || (type === "SOA" && `.${asked}`.endsWith(`.${comparableName(name)}`))
  );
}

/** The failure comes from standard error, the server from standard output. */
function merge(printed: Exchange | null, failed: Exchange | null): Exchange | null {
  if (printed === null || failed === null) return printed ?? failed;
  const { status, note, query, type } = failed;
  if (printed.records.length > 0 || status === "NOERROR") return printed;
  return { ...printed, status, note, query: printed.query ?? query, type: printed.type ?? type };
}

/** Whether there is neither an answer nor a reason why. */
function isUnexplained({ records, status }: Exchange): boolean {
  return records.length === 0 && (status === "ERROR" || status === "TIMEOUT");
}

/** Whether Windows says, ahead of all questions, that the server's own name was not found. */
function isAboutServer({ query, serverAddress }: Exchange): boolean {
  return query !== null && query === serverAddress;
}
