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

  const equal = Map.groupBy(
    questions.keys(),
    (at) => `${questions[at]!.type} ${questions[at]!.name}`,
  );
  const places = [...equal.values()];
  const rows: NameRecord[][] = [];
  let answered = 0;
  await ask(host, {
    ...patience,
    server: address,
    questions: places.map(([first]) => questions[first!]!),
    take: (index, answer) => {
      for (const at of places[index]!) {
        rows[at] = answer.map((row) => ({ ...row, query: questions[at]!.query }));
      }
      onProgress?.(answered += places[index]!.length);
    },
  });
  return rows;
}

/** Asks through nslookup, or else through Deno's resolver. */
async function ask(host: LookupHost, asked: AnswerOptions & OpenQuestions): Promise<void> {
  let cause: HostError | undefined;
  for (const way of [nslookupAnswers, denoAnswers]) {
    try {
      return await way(host, asked);
    } catch (error) {
      asked.signal?.throwIfAborted();
      if (!(error instanceof HostError)) throw error;
      cause = error;
    }
  }
  throw new CaptureError(`Cannot look up names: ${cause!.message}`, { cause });
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
  let rows: readonly NameRecord[] = [];
  await ask(host, {
    ...patience,
    server: null,
    questions: [{ query: name, name, type: "ADDRESS" }],
    take: (_, answer) => rows = answer,
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
