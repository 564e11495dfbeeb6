/** From what was read to exchanges: which message belongs to which question, and how each ended. */
import { formatAddress } from "../../address/address.ts";
import type { NameStatus } from "../../model/name.ts";
import { type Block, type Draft, isBlock, isOpen, newDraft } from "./draft.ts";
import type { Exchange, PrintedRecord } from "./exchange.ts";
import { type Failure, type Message, readMessage } from "./message.ts";
import { addressIn, hostName, serverName } from "./names.ts";
import type { Reading } from "./reader.ts";
import { arpaAddress } from "./reverse.ts";

/** Makes exchanges of what was read. */
export function settle({ drafts, loose }: Reading): Exchange[] {
  const all = [...drafts, ...placeMessages(drafts, loose)];
  return all.sort((one, other) => one.line - other.line).map(toExchange);
}

/**
 * Gives messages to the questions they belong to. Standard error may stand before or after all else,
 * but keeps its order: where there are as many messages as questions without an answer, the first
 * belongs to the first. Returns what is left as questions of their own.
 */
function placeMessages(drafts: readonly Draft[], loose: readonly Message[]): Draft[] {
  if (loose.length === 0) return [];
  const aboutServers = new Set(messagesAboutServers(loose, drafts));
  const others = loose.filter((message) => !aboutServers.has(message));
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

/** The messages that are about the server of the exchange that follows them. */
function messagesAboutServers(messages: readonly Message[], drafts: readonly Draft[]): Message[] {
  let next = 0;
  return messages.filter((message) => {
    while (next < drafts.length && drafts[next]!.line <= message.line) next++;
    const following = drafts[next] ?? drafts.at(-1);
    return readMessage(message, contextOf(following)).aboutServer;
  });
}

function contextOf(draft: Draft | undefined): Parameters<typeof readMessage>[1] {
  const { name, address } = serverOf(draft?.server ?? null);
  return { server: name, serverAddress: address, timedOut: (draft?.timeouts ?? 0) > 0 };
}

/** A server's name as printed, and its address. */
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
    type: data.includes(":") ? "AAAA" : "A",
    name,
    data,
    preference: null,
    weight: null,
    port: null,
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
  // Asked for an address's name, BIND's nslookup tells no server and the name it made of it.
  const address = draft.isBind && draft.server === null ? arpaAddress(failure.query ?? "") : null;
  return address === null ? failure.query : formatAddress(address);
}

function authorityOf(
  { heading, answers, isBind, server }: Draft,
  records: readonly PrintedRecord[],
) {
  if (answers.length === 0) return null;
  if (heading !== null) return false;
  // Neither nslookup says it of reverse answers, and of nothing found it is not told.
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

/** Whether there is only a zone's SOA record: so Windows says that a name has no such record. */
function isZoneAlone(records: readonly PrintedRecord[]): boolean {
  return records.length === 1 && records[0]!.type === "SOA";
}
