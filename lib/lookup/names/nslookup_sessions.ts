/**
 * Asks through sessions of nslookup: processes that get one question as an argument, or several as
 * lines of standard input. Which question goes into which session follows from the questions and
 * their answers, never from the clock, so that a recording can be replayed.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import { toolEncoding } from "../../capture/run_tool.ts";
import type { Clock, Facts, NameServer, Programs } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import {
  type AnswerOptions,
  failedRow,
  forEachLimited,
  LIMIT,
  type OpenQuestions,
} from "./name_answers.ts";
import { askedName, type Question } from "./question.ts";
import { runSession, type Session, type SessionCall, type SessionOptions } from "./run_session.ts";

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
    const lanes = dealLanes(questions, open);
    await forEachLimited(
      lanes,
      (indices) =>
        runLane(host, { questions, take, indices, retry }, { ...options, seconds, decoding }),
    );
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

/** The server to ask, and the seconds to wait for an answer. */
interface Patience {
  readonly server: NameServer | null;
  readonly seconds: number;
}

/** A lane's questions. */
interface Lane extends OpenQuestions {
  readonly indices: readonly number[];
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
  { questions, take, indices, retry }: Lane,
  options: SessionOptions & Patience,
): Promise<void> {
  const at = (indices: readonly number[]) => indices.map((index) => questions[index]!);
  const fail = (index: number) => take(index, [failedRow(questions[index]!, OUT_OF_TIME)]);
  let open = indices;
  let size: number = options.deadline === null ? SIZES.many : SIZES.some;
  while (open.length > 0) {
    const asked = open.slice(0, nextSession(at(open), size));
    open = open.slice(asked.length);
    const session = await runSession(host, sessionCall(at(asked), options), options);
    options.signal?.throwIfAborted();
    const unanswered = asked.filter((index, place) => {
      const rows = session.answers[place] ?? null;
      if (retry !== null && rows !== null && isTimeout(rows)) retry(index);
      else if (rows !== null) take(index, rows);
      return rows === null;
    });
    if (session.ended && options.deadline !== null) {
      // A recording does not hold what would be asked after the deadline.
      [...unanswered, ...open].forEach(fail);
      return;
    }
    if (asked.length <= SIZES.few) unanswered.forEach(retry ?? fail);
    else open = [...unanswered, ...open];
    size = nextSize(size, session);
  }
}

const OUT_OF_TIME = { status: "TIMEOUT", note: "the time was up" } as const;

function nextSize(size: number, { answers, ended }: Session): number {
  const timedOut = ended || answers.some((rows) => rows !== null && isTimeout(rows));
  return timedOut ? SIZES.few : Math.min(size * 4, SIZES.many);
}

function isTimeout([first]: readonly NameRecord[]): boolean {
  return first?.status === "TIMEOUT";
}

/** How many of a lane's open questions go into its next session of up to `size` questions. */
export function nextSession(open: readonly Question[], size: number): number {
  // nslookup could take a name without a dot for a command.
  const single = open.findIndex(isSingleLabel);
  if (single === 0) return 1;
  return Math.min(single < 0 ? open.length : single, size);
}

/** How to run nslookup for questions of one type. */
export function sessionCall(
  questions: readonly Question[],
  { server, seconds }: Patience,
): SessionCall {
  const { type } = questions[0]!;
  const options = [
    ...(type === "ADDRESS" ? [] : [`-type=${type}`]),
    `-timeout=${seconds}`,
    "-retry=1",
    ...(server === null || server.port === 53 ? [] : [`-port=${server.port}`]),
  ];
  const serverArgs = server === null ? [] : [server.address];
  const milliseconds = sessionMilliseconds(questions, seconds);
  if (questions.length === 1) {
    const args = [...options, toolName(questions[0]!), ...serverArgs];
    return { questions, args, input: undefined, milliseconds };
  }
  const lines = questions.map((question) => `${toolName(question)}\n`).join("");
  return {
    questions,
    args: [...options, ...(server === null ? [] : ["-", ...serverArgs])],
    input: new TextEncoder().encode(lines),
    milliseconds,
  };
}

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

/** Milliseconds that a process takes besides waiting, and that an answer usually takes. */
const [SLACK, ANSWER] = [5000, 100];

function sessionMilliseconds(questions: readonly Question[], seconds: number): number {
  // `ADDRESS` takes two queries, one for A and one for AAAA.
  const queries = questions[0]!.type === "ADDRESS" ? 2 : 1;
  const losses = Math.min(questions.length, SIZES.few) * queries;
  // Windows looks up the server's own name first.
  return seconds * 1000 * (losses + 1) + ANSWER * questions.length + SLACK;
}
