/**
 * Looks up names and addresses: the one way to a name server.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { CaptureError } from "../../errors.ts";
import { type Host, HostError, type NameServer } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import type { AnswerOptions, TakeAnswer } from "./asking.ts";
import { denoAnswers } from "./deno_answers.ts";
import { nslookupAnswers } from "./nslookup_answers.ts";
import type { LookupOptions, Question, ServerChoice } from "./question.ts";

const DNS_PORT = 53;

/**
 * Looks up: rows for each question, in the order of the questions, at least one each; a question
 * that fails has one row, whose status says how. Equal questions are asked once. Asks through
 * nslookup, in a few processes that each take many questions, never more than eight at a time; where
 * there is none, through Deno's own resolver, which `server` then says.
 *
 * A name server given by name is looked up first.
 *
 * @throws {CaptureError} where neither can be used, or the name server has no address.
 *
 * @example
 * ```ts
 * import { denoHost, lookUp, makeQuestion } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const host = {
 *   ...denoHost(),
 *   run: () =>
 *     Promise.resolve({
 *       stdout: new TextEncoder().encode(
 *         "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\n" +
 *           "Name:    www.example\r\nAddress:  192.0.2.80\r\n\r\n",
 *       ),
 *       stderr: new Uint8Array(),
 *       code: 0,
 *     }),
 * };
 * const questions = [makeQuestion("www.example", null)];
 * const [rows] = await lookUp(host, questions, { server: null, questionMilliseconds: 2000 });
 * assertEquals(rows?.map(({ type, data }) => [type, data]), [["A", "192.0.2.80"]]);
 * ```
 */
export async function lookUp(
  host: Host,
  questions: readonly Question[],
  options: LookupOptions,
): Promise<NameRecord[][]> {
  if (questions.length === 0) return [];
  const { server, questionMilliseconds, totalMilliseconds, onProgress } = options;
  const deadline = totalMilliseconds === undefined ? null : host.now() + totalMilliseconds;
  const patience = { questionMilliseconds, deadline };
  const address = server && await serverAddress(host, server, patience);

  const { unique, placeOf } = withoutRepeats(questions);
  const uses = unique.map(() => 0);
  for (const place of placeOf) uses[place]!++;
  let answered = 0;
  const answers = await answersTo(host, unique, {
    ...patience,
    server: address,
    onAnswer: (place) => onProgress?.(answered += uses[place]!),
  });
  return placeOf.map((place, at) =>
    answers[place]!.map((row) => ({ ...row, query: questions[at]!.query }))
  );
}

function withoutRepeats(
  questions: readonly Question[],
): { unique: Question[]; placeOf: number[] } {
  const places = new Map<string, number>();
  const unique: Question[] = [];
  const placeOf = questions.map((question) => {
    const key = `${question.type} ${question.name}`;
    const place = places.get(key) ?? unique.length;
    if (place === unique.length) {
      unique.push(question);
      places.set(key, place);
    }
    return place;
  });
  return { unique, placeOf };
}

async function answersTo(
  host: Host,
  questions: readonly Question[],
  { onAnswer, ...options }: AnswerOptions & { onAnswer: (place: number) => void },
): Promise<(readonly NameRecord[])[]> {
  const answers: (readonly NameRecord[])[] = [];
  const take: TakeAnswer = (place, rows) => {
    answers[place] = rows;
    onAnswer(place);
  };
  try {
    await nslookupAnswers(host, { ...options, questions, take });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    await askDeno(host, { ...options, questions, take });
  }
  return answers;
}

async function askDeno(...[host, asked]: Parameters<typeof denoAnswers>): Promise<void> {
  try {
    await denoAnswers(host, asked);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw cannotLookUp(error);
  }
}

function cannotLookUp(cause: HostError): CaptureError {
  return new CaptureError(`Cannot look up names: ${cause.message}`, { cause });
}

/** nslookup would ask the system's name server where it does not know the one that was named. */
async function serverAddress(
  host: Host,
  { host: name, port }: ServerChoice,
  patience: Omit<AnswerOptions, "server">,
): Promise<NameServer> {
  if (parseAddress(name) !== null) return { address: name, port: port ?? DNS_PORT };
  const question: Question = { query: name, name, type: "ADDRESS" };
  const [rows = []] = await answersTo(host, [question], {
    ...patience,
    server: null,
    onAnswer: () => {},
  });
  const found = rows.find(({ type, data }) => data !== null && (type === "A" || type === "AAAA"));
  if (found?.data) return { address: found.data, port: port ?? DNS_PORT };
  throw new CaptureError(
    `Cannot ask the name server ${name}: the system's name server gives no address for it (${
      rows[0]?.status ?? "ERROR"
    })`,
    { hint: "Give its address, such as --server 192.0.2.53" },
  );
}
