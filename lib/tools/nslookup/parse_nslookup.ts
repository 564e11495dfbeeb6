/**
 * Parses the output of nslookup, Windows' and BIND's, in any language.
 *
 * @module
 */
import { arpaAddress, formatAddress } from "../../address/address.ts";
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
import { type Failure, readMessage } from "./failure_message.ts";
import { hostName, isUnknown } from "./label_line.ts";
import { readLines } from "./nslookup_lines.ts";

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
  const { drafts, unplaced, unknown } = new ExchangeReader(lines);
  const all = [...drafts, ...placeMessages(drafts, unplaced)].sort(byLine);
  const rejected: Rejected[] = unknown.map((at) => ({
    line: at + 1,
    text: lines[at]!.raw.slice(0, LONGEST_REJECTED),
    reason: "not a line of nslookup",
  }));
  return { exchanges: all.map(toExchange), rejected };
}

function byLine(one: { line: number }, other: { line: number }): number {
  return one.line - other.line;
}

/** In other text a few lines may look like nslookup's by chance, but most do not. */
const MOST_UNKNOWN_PER_LINE = 2;

/** Whether text is output of nslookup. The first 64 KiB of a file are enough. */
export function looksLikeNslookup(head: string): boolean {
  const { typical, unknown, drafts } = new ExchangeReader(readLines(head));
  return typical > 0 && drafts.length > 0 && unknown.length <= typical * MOST_UNKNOWN_PER_LINE;
}

/**
 * Gives the messages to their questions. Standard error may come before or after everything else,
 * but keeps its order: if there are as many messages as questions without an answer, they belong
 * together in that order. Returns the messages that are left, as questions of their own.
 */
function placeMessages(drafts: readonly Draft[], unplaced: readonly Message[]): Draft[] {
  const aboutServers = new Set(messagesAboutServers(unplaced, drafts));
  const others = unplaced.filter((message) => !aboutServers.has(message));
  const failing = drafts.filter(({ answers }) => answers.length === 0);
  const placed = failing.flatMap(({ failure }) => failure ?? []);
  const messages = [...placed, ...others].sort(byLine);
  if (others.length > 0 && messages.length === failing.length) {
    failing.forEach((draft, index) => draft.failure = messages[index]!);
    return [];
  }
  const ordered = [...others, ...aboutServers];
  const open = failing.filter(({ isOpen }) => isOpen);
  open.forEach((draft, index) => draft.failure = ordered[index] ?? null);
  const left = others.slice(open.length);
  const alone = drafts.length === 0 && left.length === 0 ? ordered.slice(0, 1) : left;
  return alone.map((failure) => new Draft(failure.line, { failure }));
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
  const failure = draft.failure && readMessage(draft.failure, draft);
  // Windows prints the zone's SOA record alone if a name has no such record.
  const isOnlyZone = !draft.isBind && records.length === 1 && records[0]!.type === "SOA";
  const isNothing = records.length === 0 || isOnlyZone && !draft.hasHeading;
  return {
    query: draft.query ?? queryOf(draft, records, failure),
    type: draft.type ?? failure?.type ?? null,
    server: server === null || isUnknown(server) ? null : hostName(server),
    serverAddress,
    authoritative: authorityOf(draft, isNothing),
    status: failure?.status ?? (isNothing ? statusOf(draft) : "NOERROR"),
    note: draft.failure?.text ?? null,
    records,
    line: draft.line,
  };
}

function recordsOf(answer: PrintedRecord | Block): PrintedRecord[] {
  if (!(answer instanceof Block)) return [answer];
  const name = hostName(answer.name);
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
  if (records.length > 0) return null;
  const block = draft.answers.find((answer) => answer instanceof Block);
  if (block !== undefined) return block.aliases[0] ?? hostName(block.name);
  const query = failure?.query ?? null;
  // For an address, BIND's nslookup prints no server, and the address's arpa name.
  const address = draft.isBind && draft.server === null ? arpaAddress(query ?? "") : null;
  return address === null ? query : formatAddress(address);
}

function authorityOf({ hasHeading, answers, isBind, server }: Draft, isNothing: boolean) {
  if (answers.length === 0) return null;
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
