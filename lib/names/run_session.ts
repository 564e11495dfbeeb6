/**
 * Running one session of nslookup.
 *
 * @module
 */
import { type Capture, type Host, HostError } from "../host/host.ts";
import type { NameRecord, NameStatus } from "../model.ts";
import { decodeBytes, type DecodeOptions } from "../text/decode.ts";
import type { Exchange } from "../tools/nslookup/exchange.ts";
import { answerRows } from "./answer_rows.ts";
import type { AnswerOptions } from "./asking.ts";
import { matchAnswers } from "./match_answers.ts";
import { failedRow } from "./name_row.ts";
import type { Question } from "./question.ts";
import { readSession, readSingle } from "./session_output.ts";
import { sessionCall } from "./sessions.ts";

/** More than any answer is long: 64 KiB is what fits into one, and it is printed in decimal at worst. */
const BYTES_A_QUESTION = 2 ** 18;

/** A session's answers. */
export interface Session {
  /** Rows for each question. */
  readonly answers: readonly (readonly NameRecord[])[];
  /** How many questions timed out. */
  readonly lost: number;
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
  { server, questionMilliseconds, deadline, decoding }: AnswerOptions & { decoding: DecodeOptions },
): Promise<Session> {
  const { args, input, milliseconds } = sessionCall(questions, { server, questionMilliseconds });
  const left = deadline === null ? Infinity : Math.max(1, deadline - host.now());
  let capture: Capture;
  try {
    capture = await host.run("nslookup", args, {
      ...(input === undefined ? {} : { input }),
      timeoutMilliseconds: Math.min(milliseconds, left),
      outputLimit: BYTES_A_QUESTION * questions.length,
      keepPartial: true,
    });
  } catch (error) {
    const failure = error instanceof HostError ? FAILURES[error.kind] : undefined;
    if (failure === undefined) throw error;
    const ended = failure.status === "TIMEOUT";
    return sessionOf(questions.map((question) => [failedRow(question, failure)]), { ended });
  }
  const ended = capture.timedOut === true;
  const exchanges = await exchangesOf(questions, { capture, decoding });
  const answers = exchanges.map((exchange, at) => {
    const question = questions[at]!;
    if (exchange !== null) return answerRows(question, exchange);
    return [ended ? outOfTime(question) : failedRow(question, SILENT)];
  });
  return sessionOf(answers, { ended });
}

function sessionOf(
  answers: readonly (readonly NameRecord[])[],
  { ended }: { ended: boolean },
): Session {
  const lost = answers.filter(([first]) => first?.status === "TIMEOUT").length;
  return { answers, lost, ended };
}

type Failure = { readonly status: NameStatus; readonly note: string | null };

const OUT_OF_TIME: Failure = { status: "TIMEOUT", note: "the time was up" };
const SILENT: Failure = { status: "ERROR", note: "nslookup printed nothing about it" };
const FAILURES: Partial<Record<HostError["kind"], Failure>> = {
  timedOut: OUT_OF_TIME,
  tooMuchOutput: { status: "ERROR", note: "nslookup printed too much, and was ended" },
};

/** The row of a question that there was no time for. */
export function outOfTime(question: Question): NameRecord {
  return failedRow(question, OUT_OF_TIME);
}

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
