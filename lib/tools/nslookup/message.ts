/** Messages about what went wrong: `*** dns.example can't find nope.example: Non-existent domain`. */
import { parseAddress } from "../../address/address.ts";
import type { NameStatus, RecordType } from "../../model/name.ts";
import { hostName, sameName } from "./names.ts";
import { recordType } from "./prompt.ts";

/** What a message says. */
export interface Message {
  /** It, without the asterisks. */
  readonly text: string;
  /** The number of its line, from 1. */
  readonly line: number;
  /** Whether it can name no question: BIND's nslookup on its way to the server. */
  readonly isOfTheWay?: true;
}

/** What is known when a message is read. */
export interface MessageContext {
  /** The server's name, as printed. */
  readonly server: string | null;
  /** The server's address. */
  readonly serverAddress: string | null;
  /** Whether a time-out was printed for the question. */
  readonly timedOut: boolean;
}

/** A message, understood. */
export interface Failure {
  readonly status: NameStatus;
  /** The name or address asked about, where it can be told. */
  readonly query: string | null;
  /** The type asked for, where it says. */
  readonly type: RecordType | null;
  /** Whether it is about finding the server, not about a question. */
  readonly aboutServer: boolean;
}

/** The reasons at a message's end. No language of Windows translates them. */
const REASONS: readonly (readonly [RegExp, NameStatus])[] = [
  [/non-existent (?:host\/)?domain|non-existent host|nxdomain/i, "NXDOMAIN"],
  [/server fail(?:ed|ure)|servfail/i, "SERVFAIL"],
  [/connection refused|network is unreachable|host unreachable/i, "ERROR"],
  [/(?:query )?refused/i, "REFUSED"],
  [/timed[ -]?out|no response from server|no servers could be reached/i, "TIMEOUT"],
  [/no answer|no records?|no information/i, "NODATA"],
  [/format error|formerr|not implemented|notimp|notauth|unspecified error/i, "ERROR"],
].map(([pattern, status]) => [
  new RegExp(`(?:^|[\\s:：.。'"])(?:${(pattern as RegExp).source})\\s*[.。]?$`, "i"),
  status as NameStatus,
]);

/** The text of a message line, without its asterisks; null for another line. */
export function messageText(line: string): string | null {
  return line.startsWith("**") ? line.replace(/^\*+\s*/, "") : null;
}

/** Whether a line is nothing but a reason: some consoles and languages break the line before it. */
export function isReason(line: string): boolean {
  return line.length < 60 && statusOf(line)?.at === 0;
}

function statusOf(text: string): { status: NameStatus; at: number } | null {
  for (const [pattern, status] of REASONS) {
    const match = pattern.exec(text.slice(-60));
    if (match === null) continue;
    const lead = /^[\s:：.。'"]/.test(match[0]) ? 1 : 0;
    return { status, at: Math.max(0, text.length - 60) + match.index + lead };
  }
  return null;
}

/** `(MX)`, `(A+AAAA)`: the type that a server has no record of. */
const MISSING_TYPE = /\(([A-Z][A-Z0-9+]*)\)/;

/**
 * Reads a message in any language. The status is that of the reason at its end; without one, that
 * there is no record where a type stands in parentheses, and that time was up where it names nobody
 * but the server. The name asked is the last of what is shaped like a name and is not the server's.
 */
export function readMessage(message: Message, context: MessageContext): Failure {
  const text = message.text.slice(0, LONGEST);
  const reason = statusOf(text);
  const type = MISSING_TYPE.exec(text)?.[1];
  const about = reason === null ? text : text.slice(0, reason.at);
  const names = namesIn(about);
  const others = without(names, context);
  const base = { type: type === undefined ? null : recordType(type), aboutServer: false };
  if (reason !== null || type !== undefined) {
    const status = reason?.status ?? "NODATA";
    // `*** Request to dns.example timed-out` has no colon before its reason, and names no question.
    const isRequest = status === "TIMEOUT" && !/[:：.。]\s*$/.test(about);
    const query = isRequest || message.isOfTheWay
      ? null
      : others.at(-1) ?? lastWord(about, context.server);
    return {
      ...base,
      status,
      query,
      aboutServer: !isRequest && isAboutServer(about, others, context),
    };
  }
  const namesServer = names.length > others.length || /\bunknown\b/i.test(text);
  const status = namesServer || context.timedOut ? "TIMEOUT" : "ERROR";
  return { ...base, status, query: null, aboutServer: !namesServer && !context.timedOut };
}

/** As much of a message as is looked at; what it is made of takes far less. */
const LONGEST = 2000;

/** A name with a dot; people ask about `http://host.example` too. */
const DOTTED =
  /^(?:\w+:\/\/)?[\p{Script=Latin}\w@-][^.:%]*(?:\.[^.:%]*)*\.[^.:%]*[\p{Script=Latin}\w-]\/?$/u;

/** What looks like a dotted name or an address. */
function namesIn(text: string): string[] {
  const names: string[] = [];
  for (const [token] of text.matchAll(/[\p{Script=Latin}\w\-.:%/\\@]+/gu)) {
    const name = [token, token.replace(/[.:]+$/, "")].find((name) =>
      parseAddress(name) !== null || DOTTED.test(name)
    );
    if (name !== undefined) names.push(hostName(name));
  }
  return names;
}

/** The names but for the server's, once: it can be what was asked about too. */
function without(names: readonly string[], { server }: MessageContext): string[] {
  const at = names.findIndex((name) => sameName(name, server));
  return at < 0 ? [...names] : names.filter((_, index) => index !== at);
}

/**
 * Whether the message is that the server's own name was not found: its address is the one name in
 * it, and it names no server that could have said so.
 */
function isAboutServer(
  text: string,
  others: readonly string[],
  { serverAddress, server }: MessageContext,
): boolean {
  if (/\b(?:server name for|address for server|server address for)\b/i.test(text)) return true;
  if (others.length !== 1 || others[0] !== serverAddress) return false;
  return server !== null && !text.toLowerCase().includes(server.toLowerCase());
}

/** German's word order; elsewhere the name is the last word. */
const VERB_LAST = /\b(?:kann|wurde) (\S+) nicht (?:finden|gefunden)\b/;
const NOT_NAMES: ReadonlySet<string> = new Set(["finden", "gefunden", "vinden", "gevonden"]);

/** A name without a dot: the last word, or the one word in Latin letters beside the server's. */
function lastWord(text: string, server: string | null): string | null {
  const german = VERB_LAST.exec(text)?.[1];
  if (german !== undefined) return german;
  const trimmed = text.replace(/[\s:：.。]+$/, "");
  if (/(?!\p{Script=Latin})\p{L}/u.test(trimmed)) {
    const words = (trimmed.match(/[\w.-]+/g) ?? []).filter((word) => !/^\d*$/.test(word));
    const at = words.findIndex((word) => isServer(word, server));
    if (at >= 0) words.splice(at, 1);
    return words.length === 1 ? words[0]! : null;
  }
  const words = trimmed.split(/\s+/);
  const last = words.at(-1)!;
  const isName = words.length > 1 && /^[A-Za-z0-9_][\w-]*$/.test(last) && !/[)(]/.test(last);
  return isName && !NOT_NAMES.has(last) && !isServer(last, server) ? last : null;
}

function isServer(word: string, server: string | null): boolean {
  return word.toLowerCase() === "unknown" || sameName(word, server);
}
