/**
 * Messages about failures: `*** dns.example can't find nope.example: Non-existent domain`.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { NameStatus, RecordType } from "../../model/name.ts";
import type { Draft, Message } from "./exchange.ts";
import { comparableName, hostName, isUnknown, sameName } from "./label_line.ts";
import type { Line } from "./printed_line.ts";
import { recordType } from "./printed_record.ts";

/** Three asterisks of Windows, two of BIND; not a line of asterisks, nor `**bold**`. */
const MESSAGE = /^\*{2,3}\s*([^*\s].*)$/s;

/** The text of a message line, without its asterisks; null for any other line. */
export function messageText(line: string): string | null {
  const text = MESSAGE.exec(line)?.[1];
  return text === undefined || text.includes("**") ? null : text;
}

/** The reasons at the end of messages. Windows never translates them. */
const REASONS = ([
  ["non-existent (?:host/)?domain|non-existent host|nxdomain", "NXDOMAIN"],
  // What the C library says for BusyBox.
  ["name does not resolve|name or service not known|unknown host", "NXDOMAIN"],
  ["name has no usable address|no address associated with (?:host)?name", "NODATA"],
  ["try again|temporary failure in name resolution", "ERROR"],
  ["server fail(?:ed|ure)|servfail", "SERVFAIL"],
  ["connection refused|network is unreachable|host unreachable", "ERROR"],
  ["(?:query )?refused", "REFUSED"],
  ["timed[ -]?out|no response from server|no servers could be reached", "TIMEOUT"],
  ["no answer|no records?|no information", "NODATA"],
  ["(?:format|parse) error|formerr|not implemented|notimp|notauth|unspecified error", "ERROR"],
] as const).map(([words, status]) => ({
  pattern: new RegExp(`(?<=^|[\\s:：.。'"])(?:${words})\\s*[.。]?$`, "i"),
  status,
}));

/** Whether a message ends in a reason. */
export function endsInReason(text: string): boolean {
  return findReason(text) !== null;
}

/**
 * Whether a message tells enough to stand alone: what was asked for, and who was asked or that it was
 * looked for.
 */
export function standsAlone(text: string): boolean {
  if (MISSING_TYPE.test(text)) return namesIn(text).length > 0;
  const reason = findReason(text);
  if (reason === null) return false;
  if (/\btimed-out\.?$/i.test(text)) return /^\S+ \S+ \S+ timed-out\.?$/i.test(text);
  const about = text.slice(0, reason.at);
  if (!/[:：.。]\s*$/.test(about)) return false;
  return /\b(?:can't|cannot) (?:find|list)\b/i.test(about) || ABOUT_SERVER.test(about) ||
    namesIn(about).length + (/\bunknown\b/i.test(about) ? 1 : 0) > 1;
}

function findReason(text: string): { status: NameStatus; at: number } | null {
  const tail = text.slice(-60);
  for (const { pattern, status } of REASONS) {
    const at = tail.search(pattern);
    if (at >= 0) return { status, at: text.length - tail.length + at };
  }
  return null;
}

/** The reasons as Windows prints them, for messages that were cut within one. */
const WHOLE_REASONS: readonly (readonly [text: string, status: NameStatus])[] = [
  ["non-existent domain", "NXDOMAIN"],
  ["server failed", "SERVFAIL"],
  ["query refused", "REFUSED"],
  ["no response from server", "TIMEOUT"],
  ["unspecified error", "ERROR"],
];

/** The reason at the end of a message, whole or cut. */
function findCutReason(text: string): ReturnType<typeof findReason> {
  const whole = findReason(text);
  const start = /[:：]\s*([A-Za-z][A-Za-z -]{2,30})$/.exec(text)?.[1];
  if (whole !== null || start === undefined) return whole;
  const found = WHOLE_REASONS.find(([reason]) => reason.startsWith(start.toLowerCase()));
  return found === undefined ? null : { status: found[1], at: text.length - start.length };
}

/** A message, understood. */
export interface Failure {
  readonly status: NameStatus;
  /** The name or address and the type asked for; null if the message does not tell. */
  readonly query: string | null;
  readonly type: RecordType | null;
  /** Whether the message is about finding the server, not about a question. */
  readonly aboutServer: boolean;
  /** The server's address in a message about finding its name. */
  readonly server: string | null;
}

/** Longer than any message; bounds the work. */
const LONGEST = 2000;
/** `(MX)`, `(A+AAAA)`: the type of which the server has no record. */
const MISSING_TYPE = /\(([A-Z][A-Z0-9+]*)\)/;

/**
 * Reads a message in any language, about an exchange if one is known. The status is that of the
 * reason at its end. Without a reason, a type in parentheses means that there is no such record, and
 * a message that names only the server is a time-out. The query is the last token that looks like a
 * name and is not the server's.
 */
export function readMessage(message: Message, draft: Draft | undefined): Failure {
  if (message.query !== undefined) {
    const status = findReason(message.text)?.status ?? "ERROR";
    return { status, query: message.query, type: null, aboutServer: false, server: null };
  }
  const { server, serverAddress } = draft?.serverNames ?? { server: null, serverAddress: null };
  const text = message.text.slice(0, LONGEST);
  const reason = findCutReason(text);
  const type = MISSING_TYPE.exec(text)?.[1];
  const about = reason === null ? text : text.slice(0, reason.at);
  const names = namesIn(about);
  // The query can be the server's name too.
  const others = withoutFirst(names, (name) => sameName(name, server));
  if (reason === null && type === undefined) {
    const namesServer = names.length > others.length || /\bunknown\b/i.test(text);
    const isTimeout = draft?.timedOut || (namesServer && others.length === 0);
    const status = isTimeout ? "TIMEOUT" : "ERROR";
    return { status, query: null, type: null, aboutServer: !isTimeout, server: null };
  }
  const status = reason?.status ?? "NODATA";
  // `*** Request to dns.example timed-out` has no colon before its reason, and names no query.
  const isRequest = status === "TIMEOUT" && !/[:：.。]\s*$/.test(about);
  const namesQuery = !isRequest && !message.namesNoQuery;
  // The server's own name was not found: no server that could have answered is named.
  const namesServerOnly = others.length === 1 && others[0] === serverAddress &&
    server !== null && !about.toLowerCase().includes(server.toLowerCase());
  const aboutServer = !isRequest && (namesServerOnly || ABOUT_SERVER.test(about));
  return {
    status,
    query: namesQuery && !aboutServer ? others.at(-1) ?? singleLabel(about, server) : null,
    type: type === undefined ? null : recordType(type),
    aboutServer,
    server: aboutServer ? others.at(-1) ?? null : null,
  };
}

const ABOUT_SERVER = /\b(?:server name for|address for server|server address for)\b/i;

function withoutFirst(words: string[], isLeftOut: (word: string) => boolean): string[] {
  const at = words.findIndex(isLeftOut);
  return at < 0 ? words : words.toSpliced(at, 1);
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

/** German and Dutch end with the verb; other languages end with the name. */
const VERB_LAST = /\b(?:kann|wurde) (\S+) nicht (?:finden|gefunden)\b/;
const VERBS: ReadonlySet<string> = new Set(["finden", "gefunden", "vinden", "gevonden"]);

/** A name without a dot: the last word, or the only word in Latin letters besides the server's. */
function singleLabel(text: string, server: string | null): string | null {
  const german = VERB_LAST.exec(text)?.[1];
  if (german !== undefined) return german;
  const isServer = (word: string) => isUnknown(word) || sameName(word, server);
  const trimmed = text.replace(/[\s:：.。]+$/, "");
  if (/(?!\p{Script=Latin})\p{L}/u.test(trimmed)) {
    const words = (trimmed.match(/[\w.-]+/g) ?? []).filter((word) => !/^\d*$/.test(word));
    const others = withoutFirst(words, isServer);
    return others.length === 1 ? others[0]! : null;
  }
  const words = trimmed.split(/\s+/);
  const last = words.at(-1)!;
  const isName = words.length > 1 && /^[A-Za-z0-9_][\w-]*$/.test(last);
  return isName && !VERBS.has(last) && !isServer(last) ? last : null;
}

/** The name in BIND's `server can't find NAME: CODE` and `Can't find NAME: No answer`. */
export function bindFailure(message: string): string | null {
  const match = /^(?:server can't find (\S+): \S+|Can't find (\S+): (?:No answer|Parse error))$/
    .exec(message);
  return match && (match[1] ?? match[2]!);
}

/**
 * Where a message belongs: to the current draft, to a new one, nowhere, or to one that is not known yet.
 */
export function placeOf(
  message: Message,
  current: Draft | null,
): "here" | "new" | "nowhere" | "later" {
  if (message.query === null) return "nowhere";
  if (message.query !== undefined) {
    return current?.isWaiting && !current.isGreeting ? "here" : "new";
  }
  const bindTarget = bindFailure(message.text);
  if (bindTarget === null) {
    return current?.isWaiting ? "here" : current?.isGreeting ? "nowhere" : "later";
  }
  // It asks for A and AAAA, and says of each that there is none.
  if (current?.isBusyBox && current.isAbout(bindTarget)) {
    return current.isOpen ? "here" : "nowhere";
  }
  if (current?.told.has(comparableName(bindTarget))) return "nowhere";
  // BIND prints messages in their place.
  return current?.canFail(bindTarget) ? "here" : "new";
}

/** Reads `DNS request timed out.`, or `timeout was 2 seconds.` below it; else null. */
export function timeoutPart(text: string): "try" | "seconds" | null {
  if (/^DNS request timed out\.?$/i.test(text)) return "try";
  return /^timeout (?:was|\()/i.test(text) ? "seconds" : null;
}

/**
 * Whether two lines look like a translated time-out: the first is a sentence or names DNS, the second is
 * indented and has one number, of seconds.
 */
export function isTranslatedTimeout(line: Line, below: Line | undefined): boolean {
  if (line.indented || !/^[^:=*]{6,80}$/.test(line.text)) return false;
  if (!/[.。]$|(?<![\w-])DNS(?![\w.])/.test(line.text)) return false;
  if (!below?.indented || below.text.length > 120) return false;
  return /^[^:=*\d]*\p{L}[^:=*\d]*(?:: )?(?<![\d.])\d{1,3}(?![\d.])[^:=*\d]*$/u.test(below.text);
}
