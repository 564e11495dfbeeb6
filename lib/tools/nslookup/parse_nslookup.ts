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
  type Block,
  type Draft,
  type Exchange,
  isBlock,
  isOpen,
  type Message,
  newDraft,
  type NslookupOutput,
  type PrintedRecord,
} from "./exchange.ts";
import { readDrafts, type Reading } from "./exchange_reader.ts";
import { type Failure, type MessageContext, readMessage } from "./failure_message.ts";
import { addressIn, hostName, serverName } from "./label_line.ts";
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
  const reading = readDrafts(lines);
  const rejected: Rejected[] = reading.unknown.map((at) => ({
    line: at + 1,
    text: lines[at]!.raw.slice(0, LONGEST_REJECTED),
    reason: "not a line of nslookup",
  }));
  return { exchanges: toExchanges(reading), rejected };
}

/** In other text a few lines may look like nslookup's by chance, but most do not. */
const MOST_UNKNOWN_PER_LINE = 2;

/**
 * Whether text is output of nslookup. The first 64 KiB of a file are enough.
 *
 * @example
 * ```ts
 * import { looksLikeNslookup } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * assert(looksLikeNslookup("Servidor:  UnKnown\nAddress:  192.0.2.53\n"));
 * assert(!looksLikeNslookup("  TCP    192.0.2.1:49712   198.51.100.7:443   ESTABLISHED   4711"));
 * ```
 */
export function looksLikeNslookup(head: string): boolean {
  const { typical, unknown, drafts } = readDrafts(readLines(head));
  return typical > 0 && drafts.length > 0 && unknown.length <= typical * MOST_UNKNOWN_PER_LINE;
}

function toExchanges({ drafts, unplaced }: Reading): Exchange[] {
  const all = [...drafts, ...placeMessages(drafts, unplaced)];
  return all.sort((one, other) => one.line - other.line).map(toExchange);
}

/**
 * Gives the messages to their questions. Standard error may come before or after everything else,
 * but keeps its order: if there are as many messages as questions without an answer, they belong
 * together in that order. Returns the messages that are left, as questions of their own.
 */
function placeMessages(drafts: readonly Draft[], unplaced: readonly Message[]): Draft[] {
  if (unplaced.length === 0) return [];
  const aboutServers = new Set(messagesAboutServers(unplaced, drafts));
  const others = unplaced.filter((message) => !aboutServers.has(message));
  const failing = drafts.filter(({ answers }) => answers.length === 0);
  const placed = failing.flatMap(({ failure }) => failure ?? []);
  const messages = [...placed, ...others].sort((one, other) => one.line - other.line);
  if (others.length > 0 && messages.length === failing.length) {
    failing.forEach((draft, index) => draft.failure = messages[index]!);
    return [];
  }
  const ordered = [...others, ...aboutServers];
  const open = failing.filter(isOpen);
  open.forEach((draft, index) => draft.failure = ordered[index] ?? null);
  const left = ordered.slice(open.length).filter((message) => !aboutServers.has(message));
  const alone = drafts.length === 0 && left.length === 0 ? ordered.slice(0, 1) : left;
  return alone.map((message) => ({ ...newDraft(message.line), failure: message }));
}

/** The messages that are about the server of the exchange below them. */
function messagesAboutServers(messages: readonly Message[], drafts: readonly Draft[]): Message[] {
  let next = 0;
  return messages.filter((message) => {
    while (next < drafts.length && drafts[next]!.line <= message.line) next++;
    const following = drafts[next] ?? drafts.at(-1);
    return readMessage(message, contextOf(following)).aboutServer;
  });
}

function contextOf(draft: Draft | undefined): MessageContext {
  const { name, address } = serverOf(draft?.server ?? null);
  return { server: name, serverAddress: address, timedOut: (draft?.timeouts ?? 0) > 0 };
}

/** The server's name as printed, and its address. */
function serverOf(server: Block | null): { name: string | null; address: string | null } {
  if (server === null) return { name: null, address: null };
  const [address] = server.addresses;
  if (address !== undefined) return { name: server.name, address };
  const alone = addressIn(server.name);
  return { name: alone === null ? server.name : null, address: alone };
}

function toExchange(draft: Draft): Exchange {
  const { name, address } = serverOf(draft.server);
  const records = draft.answers.flatMap(recordsOf);
  const failure = draft.failure && readMessage(draft.failure, contextOf(draft));
  return {
    query: queryOf(draft, records, failure),
    type: draft.type ?? failure?.type ?? null,
    server: serverName(name),
    serverAddress: address,
    authoritative: authorityOf(draft, records),
    status: failure?.status ?? statusOf(draft, records),
    note: draft.failure?.text ?? null,
    records,
    line: draft.line,
  };
}

function recordsOf(answer: PrintedRecord | Block): PrintedRecord[] {
  if (!isBlock(answer)) return [answer];
  const name = hostName(answer.name);
  return answer.addresses.map((data) => ({
    ...BLANK_RECORD,
    type: data.includes(":") ? "AAAA" : "A",
    name,
    data,
    aliases: answer.aliases,
  }));
}

function queryOf(
  draft: Draft,
  records: readonly PrintedRecord[],
  failure: Failure | null,
): string | null {
  if (draft.query !== null) return draft.query;
  const block = records.length === 0 ? draft.answers.find(isBlock) : undefined;
  if (block !== undefined) return block.aliases[0] ?? hostName(block.name);
  if (failure === null || records.length > 0) return null;
  // For an address, BIND's nslookup prints no server, and the address's arpa name.
  const address = draft.isBind && draft.server === null ? arpaAddress(failure.query ?? "") : null;
  return address === null ? failure.query : formatAddress(address);
}

function authorityOf(
  { heading, answers, isBind, server }: Draft,
  records: readonly PrintedRecord[],
) {
  if (answers.length === 0) return null;
  if (heading !== null) return false;
  // Neither nslookup prints it for reverse answers, nor where nothing was found.
  const isReverse = !isBind && server === null;
  return isReverse || records.length === 0 || isZoneAlone(records) && !isBind ? null : true;
}

function statusOf(draft: Draft, records: readonly PrintedRecord[]): NameStatus {
  if (records.length > 0) {
    const isNothing = isZoneAlone(records) && draft.heading === null && !draft.isBind;
    return isNothing ? "NODATA" : "NOERROR";
  }
  if (draft.answers.length > 0) return "NODATA";
  return draft.timeouts > 0 ? "TIMEOUT" : "ERROR";
}

/** Whether there is only the zone's SOA record: Windows prints it if a name has no such record. */
function isZoneAlone(records: readonly PrintedRecord[]): boolean {
  return records.length === 1 && records[0]!.type === "SOA";
}
