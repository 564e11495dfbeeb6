/**
 * Runs one session of nslookup and reads its answers.
 *
 * @module
 */
import { type Capture, type Clock, HostError, type Programs } from "../../host/host.ts";
import type { NameRecord } from "../../model/name.ts";
import { decodeBytes, type DecodeOptions } from "../../text/decode.ts";
import { type Exchange, parseNslookup } from "../../tools/nslookup/parse_nslookup.ts";
import { matchAnswers, type SessionOutput } from "./match_answers.ts";
import { type AnswerOptions, answerRows, failedRow } from "./name_answers.ts";
import type { Question } from "./question.ts";

/** A run of nslookup. */
export interface SessionCall {
  /** The questions, all of one type. */
  readonly questions: readonly Question[];
  /** nslookup's arguments. */
  readonly args: readonly string[];
  /** Its standard input; undefined to close it. */
  readonly input: Uint8Array | undefined;
  /** Milliseconds for the session: enough for a few of its questions to time out. */
  readonly milliseconds: number;
}

/** How to run a session. */
export interface SessionOptions extends Pick<AnswerOptions, "deadline" | "signal"> {
  /** How to decode nslookup's output. */
  readonly decoding: DecodeOptions;
}

/** A session's answers. */
export interface Session {
  /** Rows for each question; null for a question that the session did not get to. */
  readonly answers: readonly (readonly NameRecord[] | null)[];
  /** Whether the session was ended before it was done. */
  readonly ended: boolean;
}

/** More than any answer: a message holds 64 KiB, which are printed in decimal at worst. */
const BYTES_PER_QUESTION = 2 ** 18;

const SILENT = { status: "ERROR", note: "nslookup printed nothing about it" } as const;
const TOO_MUCH = { status: "ERROR", note: "nslookup printed too much, and was ended" } as const;

/** Runs a session. Throws a {@linkcode HostError} if nslookup cannot be run. */
export async function runSession(
  host: Programs & Clock,
  { questions, args, input, milliseconds }: SessionCall,
  { deadline, decoding, signal }: SessionOptions,
): Promise<Session> {
  let capture: Capture;
  try {
    capture = await host.run("nslookup", args, {
      ...(input === undefined ? {} : { input }),
      timeoutMilliseconds: deadline === null ? milliseconds : Math.max(1, deadline - host.now()),
      outputLimit: BYTES_PER_QUESTION * questions.length,
      keepPartial: true,
      signal,
    });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.kind === "timedOut") return { answers: questions.map(() => null), ended: true };
    if (error.kind !== "tooMuchOutput") throw error;
    return { answers: questions.map((question) => [failedRow(question, TOO_MUCH)]), ended: false };
  }
  const ended = capture.timedOut === true;
  const exchanges = matchAnswers(questions, await readOutput(capture, { questions, decoding }));
  const answers = exchanges.map((exchange, at) => {
    const question = questions[at]!;
    if (exchange !== null) return answerRows(question, exchange);
    return ended ? null : [failedRow(question, SILENT)];
  });
  return { answers, ended };
}

/**
 * Reads both outputs. Windows writes the answers to standard output, and to standard error, without
 * their place, which answers are not authoritative and what failed.
 */
async function readOutput(
  capture: Capture,
  { questions, decoding }: { questions: readonly Question[]; decoding: DecodeOptions },
): Promise<SessionOutput> {
  const [stdout, stderr] = await Promise.all([
    decodeBytes(capture.stdout, decoding),
    decodeBytes(capture.stderr, decoding),
  ]);
  // The end of what an ended session printed may be missing.
  const isWhole = capture.timedOut !== true;
  if (questions.length === 1) {
    // Both outputs are about the one question.
    const exchanges = isWhole ? parseNslookup(`${stderr}\r\n${stdout}`).exchanges : [];
    return { stdout: exchanges, stderr: [] };
  }
  const { exchanges: printed } = parseNslookup(stdout);
  const exchanges = isWhole ? printed : printed.slice(0, -1);
  const { messages, headings } = splitMessages(stderr);
  const server = serverLines(printed);
  return {
    stdout: headings === 0 ? exchanges : withHeadings(exchanges, headings),
    stderr: messages.flatMap((message) => parseNslookup(`${server}${message}`).exchanges.slice(-1)),
  };
}

/** The time-out message is never translated and names no query. */
const TIMEOUT = /^\s*(?:DNS request timed out\.|timeout was \d+ seconds?\.)\s*$/;
/** `Non-authoritative answer:` in any language. */
const HEADING = /[:：]\s*$/;

/** The messages on standard error, which begin with asterisks and may be broken into lines. */
function splitMessages(stderr: string): { messages: string[]; headings: number } {
  const messages: string[] = [];
  let headings = 0;
  for (const line of stderr.split(/[\r\n]+/)) {
    if (line.startsWith("*")) messages.push(line);
    else if (HEADING.test(line)) headings++;
    else if (messages.length > 0 && line.trim() !== "" && !TIMEOUT.test(line)) {
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
