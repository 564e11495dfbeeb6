/** Messages about failures: `*** dns.example can't find nope.example: Non-existent domain`. */
import { parseAddress } from "../../address/address.ts";
import type { NameStatus, RecordType } from "../../model/name.ts";
import type { Message } from "./exchange.ts";
import { hostName, sameName } from "./label_line.ts";
import type { Line } from "./nslookup_lines.ts";
import { recordType } from "./record_line.ts";

/** The text of a message line, without its asterisks; null for any other line. */
export function messageText(line: string): string | null {
  return line.startsWith("**") ? line.replace(/^\*+\s*/, "") : null;
}

/** The reasons at the end of messages. Windows never translates them. */
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

/** Whether a line is only a reason: some consoles and languages break the line before it. */
export function isReason(line: string): boolean {
  return line.length < 60 && findReason(line)?.at === 0;
}

function findReason(text: string): { status: NameStatus; at: number } | null {
  for (const [pattern, status] of REASONS) {
    const match = pattern.exec(text.slice(-60));
    if (match === null) continue;
    const lead = /^[\s:：.。'"]/.test(match[0]) ? 1 : 0;
    return { status, at: Math.max(0, text.length - 60) + match.index + lead };
  }
  return null;
}

/** What is known about the exchange of a message. */
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
  /** The name or address asked about; null if the message does not tell. */
  readonly query: string | null;
  /** The type asked for; null if the message does not tell. */
  readonly type: RecordType | null;
  /** Whether the message is about finding the server, not about a question. */
  readonly aboutServer: boolean;
}

/** Longer than any message; bounds the work. */
const LONGEST = 2000;
/** `(MX)`, `(A+AAAA)`: the type of which the server has no record. */
const MISSING_TYPE = /\(([A-Z][A-Z0-9+]*)\)/;

/**
 * Reads a message in any language. The status is that of the reason at its end. Without a reason, a
 * type in parentheses means that there is no such record, and a message that names only the server
 * is a time-out. The query is the last token that looks like a name and is not the server's.
 */
export function readMessage(message: Message, context: MessageContext): Failure {
  const text = message.text.slice(0, LONGEST);
  const reason = findReason(text);
  const type = MISSING_TYPE.exec(text)?.[1];
  const about = reason === null ? text : text.slice(0, reason.at);
  const names = namesIn(about);
  const others = withoutServer(names, context);
  const base = { type: type === undefined ? null : recordType(type), aboutServer: false };
  if (reason !== null || type !== undefined) {
    const status = reason?.status ?? "NODATA";
    // `*** Request to dns.example timed-out` has no colon before its reason, and names no query.
    const isRequest = status === "TIMEOUT" && !/[:：.。]\s*$/.test(about);
    const query = isRequest || message.namesNoQuery
      ? null
      : others.at(-1) ?? singleLabel(about, context.server);
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

/** A name with a dot; users also ask about `http://host.example`. */
const DOTTED =
  /^(?:\w+:\/\/)?[\p{Script=Latin}\w@-][^.:%]*(?:\.[^.:%]*)*\.[^.:%]*[\p{Script=Latin}\w-]\/?$/u;

/** The tokens that look like a dotted name or an address. */
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

/** The names without the server's first occurrence: the query can be the server's name too. */
function withoutServer(names: readonly string[], { server }: MessageContext): string[] {
  const at = names.findIndex((name) => sameName(name, server));
  return at < 0 ? [...names] : names.toSpliced(at, 1);
}

/**
 * Whether the server's own name was not found: the message names only the server's address, and no
 * server that could have answered.
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

/** German and Dutch end with the verb; other languages end with the name. */
const VERB_LAST = /\b(?:kann|wurde) (\S+) nicht (?:finden|gefunden)\b/;
const VERBS: ReadonlySet<string> = new Set(["finden", "gefunden", "vinden", "gevonden"]);

/** A name without a dot: the last word, or the only word in Latin letters besides the server's. */
function singleLabel(text: string, server: string | null): string | null {
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
  const isName = words.length > 1 && /^[A-Za-z0-9_][\w-]*$/.test(last);
  return isName && !VERBS.has(last) && !isServer(last, server) ? last : null;
}

function isServer(word: string, server: string | null): boolean {
  return word.toLowerCase() === "unknown" || sameName(word, server);
}

/** The name in BIND's `server can't find NAME: CODE` and `Can't find NAME: No answer`. */
export function bindFailure(message: string): string | null {
  const match = /^(?:server can't find (\S+): \S+|Can't find (\S+): No answer)$/.exec(message);
  return match && (match[1] ?? match[2]!);
}

/** What BIND's nslookup prints when it cannot reach a server. */
export interface Diagnosis {
  readonly text: string;
  /** The address that was tried; null if the line names none. */
  readonly tried: string | null;
  /** Whether nslookup gave up; otherwise another try or another server may follow. */
  readonly gaveUp: boolean;
}

/** Reads `;; communications error to 192.0.2.53#53: timed out` and the like; else null. */
export function readDiagnosis(line: string): Diagnosis | null {
  if (!line.startsWith(";;")) return null;
  const text = line.replace(/^;+\s*/, "");
  const tried = /^communications error to ([^\s#]+)/i.exec(text)?.[1] ?? null;
  return { text, tried, gaveUp: /\bno servers could be reached\b/i.test(text) };
}

/** Reads `DNS request timed out.`, or `timeout was 2 seconds.` below it; else null. */
export function timeoutPart(text: string): "try" | "seconds" | null {
  if (/^DNS request timed out\.?$/i.test(text)) return "try";
  return /^timeout (?:was|\()/i.test(text) ? "seconds" : null;
}

/** Whether two lines look like a translated time-out: the second is indented and has a number. */
export function isTranslatedTimeout(line: Line, below: Line | undefined): boolean {
  if (line.indented || !/^[^:=*]{6,80}[.。]$/.test(line.text)) return false;
  if (!below?.indented || below.text.length > 120) return false;
  return /^[^:=*]*\b\d+\b[^:=*]*[.。]$/.test(below.text);
}
