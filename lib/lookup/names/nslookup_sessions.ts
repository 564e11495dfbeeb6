/**
 * Asks through sessions of nslookup: processes that get one question as an argument, or several as
 * lines of standard input. Which question goes into which session follows from the questions and
 * their answers, never from the clock, so that a recording can be replayed.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { toolEncoding } from "../../capture/run_tool.ts";
import {
  type Capture,
  type Clock,
  type Facts,
  HostError,
  type NameServer,
  type Programs,
} from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import type { DecodeOptions } from "../../text/decode.ts";
import { readAnswers } from "./match_answers.ts";
import {
  type AnswerOptions,
  answerRows,
  failedRow,
  forEachLimited,
  LIMIT,
  type OpenQuestions,
} from "./name_answers.ts";
import { askedName, type Question } from "./question.ts";

/**
 * Lanes for many questions. Measured with BIND's nslookup: with eight processes of 125 questions
 * each, about one run in five loses an answer, which costs a second to recover; their sockets seem
 * to share a port.
 */
const LIMIT_OF_MANY = 4;
/** More questions than this are many. */
const MANY_QUESTIONS = 64;

/** Asks through nslookup. Throws a {@linkcode HostError} if nslookup cannot be run. */
export async function nslookupAnswers(
  host: Programs & Clock & Facts,
  { questions, take, questionMilliseconds, ...options }: AnswerOptions & OpenQuestions,
): Promise<void> {
  const decoding = toolEncoding(host);
  const turns = turnsOf(questionMilliseconds);
  let open: readonly number[] = [...questions.keys()];
  for (const [turn, seconds] of turns.entries()) {
    const lost: number[] = [];
    const retry = turn < turns.length - 1 ? (index: number) => lost.push(index) : null;
    const lane = { ...options, questions, take, retry, seconds, decoding };
    await forEachLimited(dealLanes(questions, open), (indices) => runLane(host, indices, lane));
    // A recording must not depend on the order in which sessions ended.
    open = lost.sort((one, other) => one - other);
  }
}

/**
 * The seconds to wait in each turn of asking: one second first, which is nearly always enough, then
 * the rest of the time for the questions that were not answered. So a lost datagram or a slow
 * question does not hold up the others for long.
 */
export function turnsOf(questionMilliseconds: number): number[] {
  const seconds = questionMilliseconds / 1000;
  return seconds < 2 ? [Math.ceil(seconds)] : [1, Math.floor(seconds) - 1];
}

/**
 * Deals questions, by index, into lanes of one type each. The sessions of a lane run one after
 * another; {@linkcode LIMIT} lanes run at a time.
 *
 * @param indices the questions to deal. @default all
 */
export function dealLanes(
  questions: readonly Question[],
  indices: readonly number[] = [...questions.keys()],
): number[][] {
  const byType = Map.groupBy(indices, (index) => questions[index]!.type);
  return [...byType.values()].flatMap((indices) => {
    const limit = indices.length > MANY_QUESTIONS ? LIMIT_OF_MANY : LIMIT;
    const lanes: number[][] = Array.from({ length: Math.min(limit, indices.length) }, () => []);
    indices.forEach((index, place) => lanes[place % lanes.length]!.push(index));
    return lanes;
  });
}

/** What the lanes of a turn share. */
interface Turn extends OpenQuestions, Omit<AnswerOptions, "questionMilliseconds"> {
  /** Seconds to wait for an answer. */
  readonly seconds: number;
  readonly decoding: DecodeOptions;
  /** Takes a question that timed out, to ask it again; null in the last turn. */
  readonly retry: ((index: number) => void) | null;
}

/**
 * Questions in a session. A process takes 10 ms to start, so few processes are better. But a
 * question that times out holds up those behind it, and a session that is killed loses about the
 * last 4 KiB of its output.
 */
const SIZES = {
  /** After a time-out. */
  few: 4,
  /** At first, if the time for all questions is limited. */
  some: 64,
  /** At most. */
  many: 250,
} as const;

async function runLane(
  host: Programs & Clock,
  indices: readonly number[],
  turn: Turn,
): Promise<void> {
  const { questions, take, retry, deadline, signal } = turn;
  const at = (indices: readonly number[]) => indices.map((index) => questions[index]!);
  const fail = (index: number) => take(index, [failedRow(questions[index]!, OUT_OF_TIME)]);
  let open = indices;
  let size: number = deadline === null ? SIZES.many : SIZES.some;
  while (open.length > 0) {
    const asked = open.slice(0, nextSession(at(open), size));
    open = open.slice(asked.length);
    const { answers, ended } = await runSession(host, at(asked), turn);
    signal?.throwIfAborted();
    let timedOut = ended;
    const unanswered = asked.filter((index, place) => {
      const rows = answers[place] ?? null;
      const isTimeout = rows?.[0]?.status === "TIMEOUT";
      timedOut ||= isTimeout;
      if (retry !== null && isTimeout) retry(index);
      else if (rows !== null) take(index, rows);
      return rows === null;
    });
    if (ended && deadline !== null) {
      // A recording does not hold what would be asked after the deadline.
      [...unanswered, ...open].forEach(fail);
      return;
    }
    if (asked.length <= SIZES.few) unanswered.forEach(retry ?? fail);
    else open = [...unanswered, ...open];
    size = timedOut ? SIZES.few : Math.min(size * 4, SIZES.many);
  }
}

const OUT_OF_TIME = { status: "TIMEOUT", note: "the time was up" } as const;

/** How many of a lane's open questions go into its next session of up to `size` questions. */
export function nextSession(open: readonly Question[], size: number): number {
  // nslookup could take a name without a dot for a command.
  const single = open.findIndex(isSingleLabel);
  if (single === 0) return 1;
  return Math.min(single < 0 ? open.length : single, size);
}

/** More than any answer: a message holds 64 KiB, which are printed in decimal at worst. */
const BYTES_PER_QUESTION = 2 ** 18;

const SILENT = { status: "ERROR", note: "nslookup printed nothing about it" } as const;
const TOO_MUCH = { status: "ERROR", note: "nslookup printed too much, and was ended" } as const;

/**
 * Runs a session: rows for each question, null for one that it did not get to, and whether it was
 * ended before it was done.
 */
async function runSession(
  host: Programs & Clock,
  questions: readonly Question[],
  turn: Turn,
): Promise<{ answers: (NameRecord[] | null)[]; ended: boolean }> {
  const { deadline, decoding, signal } = turn;
  const { args, input, milliseconds } = sessionCall(questions, turn);
  let capture: Capture;
  try {
    capture = await host.run("nslookup", args, {
      input,
      timeoutMilliseconds: deadline === null ? milliseconds : Math.max(1, deadline - host.now()),
      outputLimit: BYTES_PER_QUESTION * questions.length,
      keepPartial: true,
      signal,
    });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.kind === "timedOut") return { answers: [], ended: true };
    if (error.kind !== "tooMuchOutput") throw error;
    return { answers: questions.map((question) => [failedRow(question, TOO_MUCH)]), ended: false };
  }
  const ended = capture.timedOut === true;
  const exchanges = await readAnswers(questions, capture, decoding);
  const answers = exchanges.map((exchange, at) => {
    const question = questions[at]!;
    if (exchange !== null) return answerRows(question, exchange);
    return ended ? null : [failedRow(question, SILENT)];
  });
  return { answers, ended };
}

/** How to run nslookup for questions of one type. */
export function sessionCall(
  questions: readonly Question[],
  { server, seconds }: { server: NameServer | null; seconds: number },
): { args: string[]; input?: Uint8Array; milliseconds: number } {
  const { type } = questions[0]!;
  const options = [
    ...(type === "ADDRESS" ? [] : [`-type=${type}`]),
    `-timeout=${seconds}`,
    "-retry=1",
    ...(server === null || server.port === 53 ? [] : [`-port=${server.port}`]),
  ];
  const serverArgs = server === null ? [] : [server.address];
  // `ADDRESS` takes two queries, one for A and one for AAAA.
  const queries = type === "ADDRESS" ? 2 : 1;
  const losses = Math.min(questions.length, SIZES.few) * queries;
  // Enough for a few time-outs. Windows looks up the server's own name first.
  const milliseconds = seconds * 1000 * (losses + 1) + ANSWER * questions.length + SLACK;
  if (questions.length === 1) {
    return { args: [...options, toolName(questions[0]!), ...serverArgs], milliseconds };
  }
  const lines = questions.map((question) => `${toolName(question)}\n`).join("");
  return {
    args: [...options, ...(server === null ? [] : ["-", ...serverArgs])],
    input: new TextEncoder().encode(lines),
    milliseconds,
  };
}

/** Milliseconds that a process takes besides waiting, and that an answer usually takes. */
const [SLACK, ANSWER] = [5000, 100];

/** Whether a name has no dot: the resolver tries it in the search domains. */
function isSingleLabel({ name }: Question): boolean {
  return parseAddress(name) === null && !name.includes(".");
}

/**
 * The name to give to nslookup. A final dot keeps a name from being tried in the search domains,
 * and from being a command. An address goes by its arpa name, which every nslookup takes for both
 * IPv4 and IPv6.
 */
function toolName(question: Question): string {
  return isSingleLabel(question) ? question.name : `${askedName(question)}.`;
}
