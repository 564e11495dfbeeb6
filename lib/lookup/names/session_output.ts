/**
 * Reading the two outputs of nslookup. Windows writes answers to standard output, and to standard
 * error which of them are not authoritative and what went wrong, without their places.
 *
 * @module
 */
import { type Exchange, parseNslookup } from "../../tools/nslookup/nslookup.ts";
import type { SessionOutput } from "./match_answers.ts";

/** What nslookup printed, as text. */
export interface PrintedText {
  /** Standard output. */
  readonly stdout: string;
  /** Standard error. */
  readonly stderr: string;
  /** Whether nslookup came to its end; else the last that it printed may be cut. */
  readonly isWhole: boolean;
}

/** What one question brought: both outputs are about it. */
export function readSingle({ stdout, stderr, isWhole }: PrintedText): SessionOutput {
  const exchanges = isWhole ? parseNslookup(`${stderr}\r\n${stdout}`).exchanges : [];
  return { stdout: exchanges, stderr: [] };
}

/** What several questions brought. */
export function readSession({ stdout, stderr, isWhole }: PrintedText): SessionOutput {
  const { exchanges: printed } = parseNslookup(stdout);
  const exchanges = isWhole ? printed : printed.slice(0, -1);
  const { messages, marks } = splitMessages(stderr);
  const server = serverLines(printed);
  return {
    stdout: marks === 0 ? exchanges : withMarks(exchanges, marks),
    stderr: messages.flatMap((message) => parseNslookup(`${server}${message}`).exchanges.slice(-1)),
  };
}

/** Waiting is told in English everywhere, and names nobody. */
const WAITING = /^\s*(?:DNS request timed out\.|timeout was \d+ seconds?\.)\s*$/;
/** The line that says in any language that an answer is not authoritative. */
const MARK = /[:：]\s*$/;

/** Messages begin with asterisks; some are broken into lines. */
function splitMessages(stderr: string): { messages: string[]; marks: number } {
  const messages: string[] = [];
  let marks = 0;
  for (const line of stderr.split(/[\r\n]+/)) {
    if (line.startsWith("*")) messages.push(line);
    else if (MARK.test(line)) marks++;
    else if (messages.length > 0 && line.trim() !== "" && !WAITING.test(line)) {
      messages[messages.length - 1] += `\r\n${line}`;
    }
  }
  return { messages, marks };
}

/** A message is understood by the server that it names. */
function serverLines(exchanges: readonly Exchange[]): string {
  const known = exchanges.find(({ serverAddress }) => serverAddress !== null);
  if (known === undefined) return "";
  return `Server:  ${known.server ?? "UnKnown"}\r\nAddress:  ${known.serverAddress}\r\n\r\n`;
}

/** Which answers are meant is known where all are. */
function withMarks(exchanges: readonly Exchange[], marks: number): Exchange[] {
  const answered = exchanges.filter(({ records }) => records.length > 0).length;
  const authoritative = marks >= answered ? false : null;
  return exchanges.map((exchange) =>
    exchange.records.length > 0 ? { ...exchange, authoritative } : exchange
  );
}
