/**
 * Windows' nslookup in several languages, for tests: what it writes to each of its outputs, as bytes
 * in the language's code page. One question comes as an argument, several as lines of standard input.
 *
 * @module
 */
import iconv from "iconv-lite";
import type { Capture, RunOptions } from "../../lib/host/host.ts";
import type { Language } from "./nslookup_languages.ts";

/** What the name server says to a question. */
export type Reply =
  | { readonly lines: readonly string[]; readonly authoritative?: boolean }
  | "NXDOMAIN"
  | "SERVFAIL"
  | "REFUSED"
  | "NODATA"
  | "TIMEOUT";

const REASONS = {
  NXDOMAIN: "Non-existent domain",
  SERVFAIL: "Server failed",
  REFUSED: "Query refused",
} as const;

/** The code page of a console that the user switched to UTF-8. */
export const UTF8 = 65001;

const SERVER = "dns.example";
const ADDRESS = "192.0.2.53";

/** What nslookup is to say and how. */
export interface WindowsNslookup {
  readonly language: Language;
  /** Answers a question, as it stands on the command line or in the input. */
  readonly reply: (question: string, type: string | null) => Reply;
  /** Puts the lines of standard error into another order. @default as printed */
  readonly shuffle?: (messages: string[]) => string[];
}

/** Runs it, as {@linkcode Host.run} would. */
export function runWindowsNslookup(
  args: readonly string[],
  { input }: Pick<RunOptions, "input">,
  { language, reply, shuffle = (messages) => messages }: WindowsNslookup,
): Capture {
  const type = args.find((arg) => arg.startsWith("-type="))?.slice(6) ?? null;
  const answer = (question: string) => print(question, reply(question, type), language);
  let out = "";
  let messages: string[] = [];
  if (input === undefined) {
    const question = args.find((arg) => !arg.startsWith("-"))!;
    ({ out, messages } = answer(question));
  } else {
    out = `${language.greeting}${SERVER}\r\nAddress:  ${ADDRESS}\r\n\r\n`;
    for (const question of new TextDecoder().decode(input).split("\n").filter(Boolean)) {
      const printed = answer(question);
      out += `> ${printed.out}`;
      messages.push(...printed.messages);
    }
    out += "> ";
  }
  const encoding = language.page === UTF8 ? "utf-8" : `cp${language.page}`;
  const bytes = (text: string) => new Uint8Array(iconv.encode(text, encoding));
  return { stdout: bytes(out), stderr: bytes(shuffle(messages).join("")), code: 0 };
}

function print(
  question: string,
  reply: Reply,
  { server, name, heading, notFound, silent }: Language,
): { out: string; messages: string[] } {
  const block = `${server}${SERVER}\r\nAddress:  ${ADDRESS}\r\n\r\n`;
  if (reply === "NODATA") {
    return { out: `${block}${name}${question.replace(/\.$/, "")}\r\n\r\n`, messages: [] };
  }
  if (reply === "TIMEOUT") {
    const waits = "DNS request timed out.\r\n    timeout was 2 seconds.\r\n".repeat(2);
    return { out: block + waits, messages: [`*** ${silent(SERVER)}\r\n`] };
  }
  if (typeof reply === "string") {
    return { out: block, messages: [`*** ${notFound(SERVER, question)}${REASONS[reply]}\r\n`] };
  }
  const lines = reply.lines.map((line) => `${line.replace("{name}", name)}\r\n`).join("");
  const messages = reply.authoritative ? [] : [`${heading}\r\n`];
  return { out: `${block}${lines}\r\n`, messages };
}
