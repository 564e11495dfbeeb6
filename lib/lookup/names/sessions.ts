/**
 * How questions are dealt into sessions of nslookup: processes that are given one question as an
 * argument, or several as lines of standard input. All of it follows from the questions and their
 * answers, never from the clock, so that a recording can be replayed.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { NameServer } from "../../host/host.ts";
import { askedName } from "./name_row.ts";
import type { Question } from "./question.ts";

/** At most so many queries are under way at once. */
export const LIMIT = 8;

/**
 * Of many questions only so many are under way at once. Measured with BIND's nslookup: with eight
 * processes of 125 questions each, one run in five or so loses an answer, which takes a second to heal;
 * it seems that their sockets come to share a port.
 */
const LIMIT_OF_MANY = 4;
/** More questions than this are many. */
const MANY_QUESTIONS = 64;

/**
 * How many questions a session takes. A process takes 10 ms to start, so there should be few of them.
 * But a question that times out holds up those behind it, and of a session that is ended before its
 * time the last 4 KiB of output or so are lost.
 */
export const SIZES = {
  /** While questions time out. */
  few: 4,
  /** At first, where the time for all questions is limited. */
  some: 64,
  /** At most. */
  many: 250,
} as const;

/** What a session is told beside its questions. */
export interface SessionOptions {
  /** Whom to ask; null for the system's name server. */
  readonly server: NameServer | null;
  /** Seconds to wait for an answer. */
  readonly seconds: number;
}

/** A run of nslookup. */
export interface SessionCall {
  /** Its arguments. */
  readonly args: readonly string[];
  /** Its standard input; undefined where that is closed. */
  readonly input: Uint8Array | undefined;
  /**
   * Milliseconds in which all of its questions can time out; of many questions so few that it is no
   * use to wait for the others in their turn.
   */
  readonly milliseconds: number;
}

/**
 * The turns in which a question is asked, as whole seconds to wait in each: at first one second, which
 * is enough nearly always; then, for what was not answered, the rest of the time. So neither a lost
 * datagram nor a slow question holds up the others for long.
 */
export function turnsOf(questionMilliseconds: number): number[] {
  const seconds = questionMilliseconds / 1000;
  return seconds < 2 ? [Math.ceil(seconds)] : [1, Math.floor(seconds) - 1];
}

/**
 * Questions, by their places in the list, in lanes of one type each. The sessions of a lane run one
 * after another; {@linkcode LIMIT} lanes run at a time.
 *
 * @param places those that are to be dealt. @default all
 */
export function dealLanes(
  questions: readonly Question[],
  places: readonly number[] = [...questions.keys()],
): number[][] {
  const byType = Map.groupBy(places, (place) => questions[place]!.type);
  return [...byType.values()].flatMap((places) => {
    const limit = places.length > MANY_QUESTIONS ? LIMIT_OF_MANY : LIMIT;
    const lanes: number[][] = Array.from({ length: Math.min(limit, places.length) }, () => []);
    places.forEach((place, index) => lanes[index % lanes.length]!.push(place));
    return lanes;
  });
}

/** How many of a lane's open questions, in their order, make its next session of a size. */
export function nextSession(open: readonly Question[], size: number): number {
  // A name without a dot could be a command of nslookup's.
  const single = open.findIndex(isSingleLabel);
  if (single === 0) return 1;
  return Math.min(single < 0 ? open.length : single, size);
}

/** How to run nslookup for questions of one type. */
export function sessionCall(
  questions: readonly Question[],
  { server, seconds }: SessionOptions,
): SessionCall {
  const type = questions[0]!.type;
  const options = [
    ...(type === "ADDRESS" ? [] : [`-type=${type}`]),
    `-timeout=${seconds}`,
    "-retry=1",
    ...(server === null || server.port === 53 ? [] : [`-port=${server.port}`]),
  ];
  const whom = server === null ? [] : [server.address];
  const milliseconds = sessionMilliseconds(questions, seconds);
  if (questions.length === 1) {
    return { args: [...options, toolName(questions[0]!), ...whom], input: undefined, milliseconds };
  }
  const lines = questions.map((question) => `${toolName(question)}\n`).join("");
  return {
    args: [...options, ...(server === null ? [] : ["-", ...whom])],
    input: new TextEncoder().encode(lines),
    milliseconds,
  };
}

/** Whether a name has no dot, so that it is looked for in the search domains. */
function isSingleLabel({ name }: Question): boolean {
  return parseAddress(name) === null && !name.includes(".");
}

/**
 * With its final dot a name is not tried with the search domains, and is no command either. An address
 * goes by its name in the name system, which every nslookup takes for both kinds of addresses.
 */
function toolName(question: Question): string {
  return isSingleLabel(question) ? question.name : `${askedName(question)}.`;
}

/** Milliseconds that a process takes besides waiting, and that an answer usually takes. */
const [SLACK, ANSWER] = [5000, 100];

function sessionMilliseconds(questions: readonly Question[], seconds: number): number {
  // Where only one type is wanted there is one query; else one for A, and one for AAAA.
  const queries = questions[0]!.type === "ADDRESS" ? 2 : 1;
  const losses = Math.min(questions.length, SIZES.few) * queries;
  // Before the first question Windows asks for the server's own name.
  return seconds * 1000 * (losses + 1) + ANSWER * questions.length + SLACK;
}
