/**
 * Looks up names and addresses at a name server.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { CaptureError } from "../../errors.ts";
import {
  type Clock,
  type Facts,
  HostError,
  type NameServer,
  type Network,
  type Programs,
} from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import { denoAnswers } from "./deno_answers.ts";
import type { AnswerOptions, OpenQuestions } from "./name_answers.ts";
import { nslookupAnswers } from "./nslookup_sessions.ts";
import type { LookupOptions, Question, ServerChoice } from "./question.ts";

const DNS_PORT = 53;

/** The parts of the host that a look-up needs. */
export type LookupHost = Programs & Network & Clock & Facts;

/**
 * Looks up: rows for each question, in the order of the questions, at least one each. A question
 * that fails has one row, with its status. Equal questions are asked once. Asks through nslookup,
 * in a few processes that take many questions each, at most eight at a time; where there is no
 * nslookup, through Deno's own resolver, as the rows' `server` then says.
 *
 * A name server given by name is looked up first.
 *
 * @throws {CaptureError} if neither can be used, or the name server has no address.
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
  host: LookupHost,
  questions: readonly Question[],
  options: LookupOptions,
): Promise<NameRecord[][]> {
  if (questions.length === 0) return [];
  const { server, questionMilliseconds, totalMilliseconds, onProgress, signal } = options;
  signal?.throwIfAborted();
  const deadline = totalMilliseconds === undefined ? null : host.now() + totalMilliseconds;
  const patience = { questionMilliseconds, deadline, signal };
  const address = server && await serverAddress(host, server, patience);

  const { unique, indexOf } = withoutRepeats(questions);
  const uses = unique.map(() => 0);
  for (const index of indexOf) uses[index]!++;
  let answered = 0;
  const answers = await answersTo(host, unique, {
    ...patience,
    server: address,
    onAnswer: (index) => onProgress?.(answered += uses[index]!),
  });
  return indexOf.map((index, at) =>
    answers[index]!.map((row) => ({ ...row, query: questions[at]!.query }))
  );
}

/** The different questions, and for each given question the index of its equal among them. */
function withoutRepeats(
  questions: readonly Question[],
): { unique: Question[]; indexOf: number[] } {
  const known = new Map<string, number>();
  const unique: Question[] = [];
  const indexOf = questions.map((question) => {
    const key = `${question.type} ${question.name}`;
    const index = known.get(key) ?? unique.length;
    if (index === unique.length) {
      unique.push(question);
      known.set(key, index);
    }
    return index;
  });
  return { unique, indexOf };
}

async function answersTo(
  host: LookupHost,
  questions: readonly Question[],
  { onAnswer, ...options }: AnswerOptions & { onAnswer: (index: number) => void },
): Promise<(readonly NameRecord[])[]> {
  const answers: (readonly NameRecord[])[] = [];
  const take: OpenQuestions["take"] = (index, rows) => {
    answers[index] = rows;
    onAnswer(index);
  };
  const asked = { ...options, questions, take };
  if (await failureOf(nslookupAnswers(host, asked), options) === null) return answers;
  const cause = await failureOf(denoAnswers(host, asked), options);
  if (cause === null) return answers;
  throw new CaptureError(`Cannot look up names: ${cause.message}`, { cause });
}

/** The error if there is no such way to ask, else null. */
async function failureOf(
  asking: Promise<void>,
  { signal }: Pick<AnswerOptions, "signal">,
): Promise<HostError | null> {
  try {
    await asking;
    return null;
  } catch (error) {
    signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    return error;
  }
}

/**
 * The address of the name server. nslookup is never given a name: it asks the system's name server
 * instead if it cannot resolve the name.
 */
async function serverAddress(
  host: LookupHost,
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
