/**
 * Windows' nslookup in several languages, for tests: what it writes to each of its outputs, as bytes
 * in the language's code page. One question comes as an argument, several as lines of standard input.
 *
 * @module
 */
import iconv from "iconv-lite";
import type { Capture, RunOptions } from "../../lib/host/host.ts";

/** What the name server says to a question. */
export type Reply =
  | { readonly lines: readonly string[]; readonly authoritative?: boolean }
  | "NXDOMAIN"
  | "SERVFAIL"
  | "REFUSED"
  | "NODATA"
  | "TIMEOUT";

/** A language of Windows: its words, with `{s}` for the server and `{n}` for the name. */
export interface Language {
  readonly page: number;
  readonly defaultServer: string;
  readonly server: string;
  readonly name: string;
  readonly nonAuthoritative: string;
  readonly notFound: string;
  readonly timedOut: string;
}

/** Languages, by their tags. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  en: {
    page: 437,
    defaultServer: "Default Server",
    server: "Server",
    name: "Name",
    nonAuthoritative: "Non-authoritative answer:",
    notFound: "{s} can't find {n}",
    timedOut: "Request to {s} timed-out",
  },
  de: {
    page: 850,
    defaultServer: "Standardserver",
    server: "Server",
    name: "Name",
    nonAuthoritative: "Nicht autorisierende Antwort:",
    notFound: "{s} kann {n} nicht finden",
    timedOut: "Zeitüberschreitung bei Anforderung an {s}.",
  },
  ru: {
    page: 866,
    defaultServer: "Сервер по умолчанию",
    server: "Сервер",
    name: "Имя",
    nonAuthoritative: "Не заслуживающий доверия ответ:",
    notFound: "{s} не удалось найти {n}",
    timedOut: "Превышено время ожидания запроса {s}",
  },
  ko: {
    page: 949,
    defaultServer: "기본 서버",
    server: "서버",
    name: "이름",
    nonAuthoritative: "권한 없는 응답:",
    notFound: "{s}이(가) {n}을(를) 찾을 수 없습니다.",
    timedOut: "{s}에 대한 요청이 제한 시간을 초과했습니다.",
  },
};

const REASONS = {
  NXDOMAIN: "Non-existent domain",
  SERVFAIL: "Server failed",
  REFUSED: "Query refused",
} as const;

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
    out = `${language.defaultServer}:  ${SERVER}\r\nAddress:  ${ADDRESS}\r\n\r\n`;
    for (const question of new TextDecoder().decode(input).split("\n").filter(Boolean)) {
      const printed = answer(question);
      out += `> ${printed.out}`;
      messages.push(...printed.messages);
    }
    out += "> ";
  }
  const bytes = (text: string) => new Uint8Array(iconv.encode(text, `cp${language.page}`));
  return { stdout: bytes(out), stderr: bytes(shuffle(messages).join("")), code: 0 };
}

function print(
  question: string,
  reply: Reply,
  { server, name, nonAuthoritative, notFound, timedOut }: Language,
): { out: string; messages: string[] } {
  const block = `${server}:  ${SERVER}\r\nAddress:  ${ADDRESS}\r\n\r\n`;
  const fill = (text: string) => text.replace("{s}", SERVER).replace("{n}", question);
  if (reply === "NODATA") {
    return { out: `${block}${name}:    ${question.replace(/\.$/, "")}\r\n\r\n`, messages: [] };
  }
  if (reply === "TIMEOUT") {
    const waits = "DNS request timed out.\r\n    timeout was 2 seconds.\r\n".repeat(2);
    return { out: block + waits, messages: [`*** ${fill(timedOut)}\r\n`] };
  }
  if (typeof reply === "string") {
    return { out: block, messages: [`*** ${fill(notFound)}: ${REASONS[reply]}\r\n`] };
  }
  const lines = reply.lines.map((line) => `${line.replace("{name}", name)}\r\n`).join("");
  const messages = reply.authoritative ? [] : [`${nonAuthoritative}\r\n`];
  return { out: `${block}${lines}\r\n`, messages };
}
