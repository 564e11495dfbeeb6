/**
 * Parses the output of nslookup, Windows' and BIND's, in any language.
 *
 * @module
 */
import { arpaAddress, arpaName, formatAddress, parseAddress } from "../../address/address.ts";
import type { NameStatus } from "../../model/name.ts";
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import {
  BLANK_RECORD,
  Block,
  Draft,
  type Exchange,
  type Message,
  type NslookupOutput,
  type PrintedRecord,
} from "./exchange.ts";
import { ExchangeReader } from "./exchange_reader.ts";
import { type Failure, readMessage, standsAlone } from "./failure_message.ts";
import { hostName, isUnknown, sameName } from "./label_line.ts";
import { readLines } from "./nslookup_lines.ts";
import type { Line } from "./printed_line.ts";

export type { Exchange, NslookupOutput, PrintedRecord } from "./exchange.ts";
export { nameRecords } from "./name_records.ts";

/**
 * Parses nslookup's output: one question or many, from a command line, a console session or a pipe,
 * in any language, with standard error before, behind or among the rest. Lines are recognised by
 * shape and place. The only words that count are those that no language translates: in record
 * lines, and the reasons at the end of messages.
 *
 * Never throws, and takes linear time. Each line is part of an exchange, a prompt, a command, a
 * banner, blank, or rejected.
 *
 * @example
 * ```ts
 * import { nameRecords, parseNslookup } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { exchanges, rejected } = parseNslookup(
 *   "Server:  UnKnown\r\nAddress:  192.0.2.53\r\n\r\n" +
 *     "*** UnKnown kann host.example nicht finden: Non-existent domain\r\n",
 * );
 * assertEquals(exchanges[0]?.query, "host.example");
 * assertEquals(nameRecords(exchanges[0]!)[0]?.status, "NXDOMAIN");
 * assertEquals(rejected, []);
 * ```
 */
export function parseNslookup(text: string): NslookupOutput {
  const lines = readLines(text);
  const { drafts, unknown } = readDrafts(lines);
  const rejected: Rejected[] = unknown.map((at) => ({
    line: lines[at]!.line,
    text: lines[at]!.raw.slice(0, LONGEST_REJECTED),
    reason: "not a line of nslookup",
  }));
  return { exchanges: drafts.map(toExchange), rejected };
}

/** The exchanges of lines in their order, and the indices of the lines that are not understood. */
function readDrafts(lines: readonly Line[]): { drafts: Draft[]; unknown: number[] } {
  const { drafts, unplaced, unknown } = new ExchangeReader(lines);
  const { alone, left } = placeMessages(drafts, unplaced);
  const lost = new Set(left.map(({ line }) => line));
  const unplacedAt = [...lines.keys()].filter((at) => lost.has(lines[at]!.line));
  return {
    drafts: [...drafts, ...alone].sort(byLine),
    unknown: [...unknown, ...unplacedAt].sort((one, other) => one - other),
  };
}

function byLine(one: { line: number }, other: { line: number }): number {
  return one.line - other.line;
}

/** How many other lines there may be for each exchange that could be something else by chance. */
const MOST_UNKNOWN = 3;

/**
 * Whether text is output of nslookup, or holds some among other things. The first 64 KiB of a file are
 * enough.
 */
export function looksLikeNslookup(head: string): boolean {
  const { drafts, unknown } = readDrafts(readLines(head));
  return drafts.some(isWhole) ||
    drafts.length > 0 && unknown.length <= MOST_UNKNOWN * drafts.length;
}

/** Whether an exchange has a server and what came of the question: no other text has both. */
function isWhole({ server, isOpen, timedOut, isAsked, failure }: Draft): boolean {
  if (isAsked && failure !== null && standsAlone(failure.text)) return true;
  return server !== null && server.addresses.length > 0 && (!isOpen || timedOut);
}

/**
 * Gives the messages to their questions. Standard error may come before or after everything else,
 * but keeps its order: if there are as many messages as questions without an answer, they belong
 * together in that order. Returns the messages that are left, as questions of their own.
 */
function placeMessages(
  drafts: readonly Draft[],
  unplaced: readonly Message[],
): { alone: Draft[]; left: readonly Message[] } {
  const aboutServers = new Set(messagesAboutServers(unplaced, drafts));
  const others = unplaced.filter((message) => !aboutServers.has(message));
  const failing = drafts.filter(({ answers }) => answers.length === 0);
  const placed = failing.flatMap(({ failure }) => failure ?? []);
  const messages = [...placed, ...others].sort(byLine);
  if (others.length > 0 && messages.length === failing.length) {
    failing.forEach((draft, index) => draft.failure = messages[index]!);
    return { alone: [], left: [] };
  }
  const ordered = [...others, ...aboutServers];
  const open = failing.filter(({ isOpen }) => isOpen);
  open.forEach((draft, index) => draft.failure = ordered[index] ?? null);
  const left = ordered.slice(open.length).filter((message) => !aboutServers.has(message));
  const alone = left.filter(({ text }) => standsAlone(text));
  // A server whose name was not found is worth a row only if there is nothing else.
  if (drafts.length === 0 && alone.length === 0) {
    alone.push(...ordered.slice(0, 1).filter(({ text }) => standsAlone(text)));
  }
  return {
    alone: alone.map((failure) => new Draft(failure.line, { failure })),
    left: left.filter((message) => !alone.includes(message)),
  };
}

/** The messages that are about the server of the exchange below them. */
function messagesAboutServers(messages: readonly Message[], drafts: readonly Draft[]): Message[] {
  let next = 0;
  return messages.filter((message) => {
    while (next < drafts.length && drafts[next]!.line <= message.line) next++;
    return readMessage(message, drafts[next] ?? drafts.at(-1)).aboutServer;
  });
}

function toExchange(draft: Draft): Exchange {
  const { server, serverAddress } = draft.serverNames;
  const records = draft.answers.flatMap(recordsOf);
  // BusyBox says of AAAA that there is none, and A there is.
  const message = draft.isBusyBox && records.length > 0 ? null : draft.failure;
  const failure = message && readMessage(message, draft);
  // Windows prints the zone's SOA record alone if a name has no such record.
  const isOnlyZone = !draft.isBind && records.length === 1 && records[0]!.type === "SOA";
  const isNothing = records.length === 0 || isOnlyZone && !draft.hasHeading;
  return {
    query: askedIn(draft, records) ?? queryOf(draft, records, failure),
    type: draft.type ?? failure?.type ?? null,
    server: server === null || isUnknown(server) ? null : hostName(server),
    serverAddress: serverAddress ?? failure?.server ?? null,
    authoritative: authorityOf(draft, isNothing),
    status: failure?.status ?? (isNothing ? statusOf(draft) : "NOERROR"),
    note: message?.text ?? null,
    records,
    line: draft.line,
  };
}

/** The query of a prompt. A line without one is about something else if the answer does not fit. */
function askedIn(
  { query, isGuess, failure }: Draft,
  records: readonly PrintedRecord[],
): string | null {
  if (query === null || !isGuess || parseAddress(query) !== null) return query;
  const names = records.flatMap(({ name, aliases }) => [name, ...aliases ?? []]);
  const fits = (name: string | null) =>
    sameName(name, query) || name?.toLowerCase().startsWith(`${query.toLowerCase()}.`);
  if (names.length > 0) return names.some(fits) ? query : null;
  return failure === null || failure.text.includes(query) || failure.namesNoQuery ? query : null;
}

function recordsOf(answer: PrintedRecord | Block): PrintedRecord[] {
  if (!(answer instanceof Block)) return [answer];
  const name = hostName(answer.name);
  // BusyBox up to 1.28 asked for the name of an address.
  const asked = parseAddress(name);
  if (asked !== null && answer.host !== null) {
    return [{ ...BLANK_RECORD, type: "PTR", name: arpaName(asked), data: hostName(answer.host) }];
  }
  return answer.addresses.map((data) => ({
    ...BLANK_RECORD,
    type: data.includes(":") ? "AAAA" : "A",
    name,
    data,
    aliases: answer.aliases,
  }));
}

/** The query, as far as a name without records or a failure tells it. */
function queryOf(
  draft: Draft,
  records: readonly PrintedRecord[],
  failure: Failure | null,
): string | null {
  const [first] = records;
  if (first?.type === "PTR" && (draft.isNumbered || draft.isBusyBox)) {
    const address = arpaAddress(first.name ?? "");
    return address && formatAddress(address);
  }
  if (records.length > 0) return null;
  const block = draft.answers.find((answer) => answer instanceof Block);
  if (block !== undefined) return block.aliases[0] ?? hostName(block.name);
  const query = failure?.query ?? null;
  // For an address, BIND's nslookup prints no server, and the address's arpa name.
  const address = draft.isBind && draft.server === null ? arpaAddress(query ?? "") : null;
  return address === null ? query : formatAddress(address);
}

function authorityOf(draft: Draft, isNothing: boolean): boolean | null {
  const { hasHeading, answers, isBind, isNumbered, server } = draft;
  if (answers.length === 0 || isNumbered) return null;
  if (hasHeading) return false;
  // Neither nslookup prints it for reverse answers, nor where nothing was found.
  const isReverse = !isBind && server === null;
  return isReverse || isNothing ? null : true;
}

/** The status of an exchange without a record or a message. */
function statusOf({ answers, timedOut }: Draft): NameStatus {
  if (answers.length > 0) return "NODATA";
  return timedOut ? "TIMEOUT" : "ERROR";
}
