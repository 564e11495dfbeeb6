/**
 * Running one session of nslookup.
 *
 * @module
 */
import { type Capture, type Host, HostError } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import { decodeBytes, type DecodeOptions } from "../../text/decode.ts";
import type { Exchange } from "../../tools/nslookup/exchange.ts";
import { answerRows } from "./answer_rows.ts";
import type { AnswerOptions } from "./asking.ts";
import { matchAnswers } from "./match_answers.ts";
import { failedRow } from "./name_row.ts";
import type { Question } from "./question.ts";
import { readSession, readSingle } from "./session_output.ts";
import { sessionCall, type SessionOptions } from "./sessions.ts";

/** More than any answer is long: 64 KiB is what fits into one, and it is printed in decimal at worst. */
const BYTES_A_QUESTION = 2 ** 18;

/** How to ask. */
export interface SessionRun extends SessionOptions, Pick<AnswerOptions, "deadline"> {
  /** How to decode what nslookup prints. */
  readonly decoding: DecodeOptions;
}

/** A session's answers. */
export interface Session {
  /** Rows for each question; null for one that it had no time for. */
  readonly answers: readonly (readonly NameRecord[] | null)[];
  /** Whether it was ended before its time. */
  readonly ended: boolean;
}

/**
 * Asks questions of one type in one process of nslookup. Throws a {@linkcode HostError} where it
 * cannot be run.
 */
export async function runSession(
  host: Host,
  questions: readonly Question[],
  { server, seconds, deadline, decoding }: SessionRun,
): Promise<Session> {
  const { args, input, milliseconds } = sessionCall(questions, { server, seconds });
  let capture: Capture;
  try {
    capture = await host.run("nslookup", args, {
      ...(input === undefined ? {} : { input }),
      timeoutMilliseconds: deadline === null ? milliseconds : Math.max(1, deadline - host.now()),
      outputLimit: BYTES_A_QUESTION * questions.length,
      keepPartial: true,
    });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.kind === "timedOut") return { answers: questions.map(() => null), ended: true };
    if (error.kind !== "tooMuchOutput") throw error;
    return { answers: questions.map((question) => [failedRow(question, TOO_MUCH)]), ended: false };
  }
  const ended = capture.timedOut === true;
  const exchanges = await exchangesOf(questions, { capture, decoding });
  const answers = exchanges.map((exchange, at) => {
    const question = questions[at]!;
    if (exchange !== null) return answerRows(question, exchange);
    return ended ? null : [failedRow(question, SILENT)];
  });
  return { answers, ended };
}

const SILENT = { status: "ERROR", note: "nslookup printed nothing about it" } as const;
const TOO_MUCH = { status: "ERROR", note: "nslookup printed too much, and was ended" } as const;

async function exchangesOf(
  questions: readonly Question[],
  { capture, decoding }: { capture: Capture; decoding: DecodeOptions },
): Promise<(Exchange | null)[]> {
  const [stdout, stderr] = await Promise.all([
    decodeBytes(capture.stdout, decoding),
    decodeBytes(capture.stderr, decoding),
  ]);
  const isWhole = capture.timedOut !== true;
  const read = questions.length === 1 ? readSingle : readSession;
  return matchAnswers(questions, read({ stdout, stderr, isWhole }));
}
