/**
 * Where to report abuse of a network, by an RDAP answer.
 *
 * @module
 */
import { type Mail, NO_RANK } from "./contact_card.ts";
import { mailMatches } from "./mail_addresses.ts";
import type { Entity } from "./rdap_entities.ts";
import type { Remark } from "./rdap_remarks.ts";
import { nationalDesk } from "./registered_names.ts";

/** Where to report abuse. */
export interface AbuseContact {
  readonly mail: string;
  /** The national registry whose own desk it is: it can only pass the report on. */
  readonly deskOf: string | null;
}

/**
 * Finds the mail address for abuse reports. The first of these counts:
 *
 * 1. The best address of an entity with the role `abuse`: the one marked for abuse, else the one of
 *    the highest rank (APNIC's abuse mailbox has `pref: 1`), else a mailbox whose name says it, else
 *    the first.
 * 2. An address that is marked for abuse in any other entity.
 * 3. The one that a remark names, of the network or else of an entity.
 * 4. A mailbox with `abuse` in its name.
 *
 * The desk of a national registry comes last: it has the role in all its members' networks. Other
 * addresses, of technical contacts or of the holder, are not for abuse reports.
 */
export function abuseContactOf(
  entities: readonly Entity[],
  remarks: readonly Remark[],
): AbuseContact | null {
  let desk: AbuseContact | null = null;
  for (const mail of candidates(entities, remarks)) {
    const deskOf = nationalDesk(mail);
    if (deskOf === null) return { mail, deskOf };
    desk ??= { mail, deskOf };
  }
  return desk;
}

/** All addresses that may be for abuse reports, the best first. */
function* candidates(
  entities: readonly Entity[],
  remarks: readonly Remark[],
): Generator<string> {
  for (const entity of entities) {
    if (entity.roles.includes("abuse")) yield* bestFirst(mailsOf(entity, entities));
  }
  for (const { mails } of entities) {
    for (const { address, isForAbuse } of mails) if (isForAbuse) yield address;
  }
  for (const remark of remarks) yield* mailsForAbuse(remark);
  for (const entity of entities) {
    for (const remark of entity.remarks) yield* mailsForAbuse(remark);
  }
  for (const { mails } of entities) {
    for (const { address } of mails) if (isNamedAbuse(address)) yield address;
  }
}

/** The addresses of an entity; where it has none, those of an entity with the same handle. */
function mailsOf({ mails, handle }: Entity, entities: readonly Entity[]): readonly Mail[] {
  if (mails.length > 0 || handle === null) return mails;
  return entities.find((other) => other.handle === handle && other.mails.length > 0)?.mails ?? [];
}

function bestFirst(mails: readonly Mail[]): string[] {
  const weight = ({ isForAbuse, rank, address }: Mail) =>
    isForAbuse ? -1 : rank < NO_RANK ? rank : isNamedAbuse(address) ? NO_RANK : NO_RANK + 1;
  return mails.toSorted((a, b) => weight(a) - weight(b)).map(({ address }) => address);
}

/** `abuse@…`, `network-abuse@…`, `abuso@…` */
function isNamedAbuse(mail: string): boolean {
  return /abus[eo]/i.test(mail.slice(0, mail.indexOf("@")));
}

/** Words that say what a mail address is for. */
const ABUSE =
  /\babus|\bspam|missbrauch|phish|\bhack|attack|intrusion|malware|fraud|security (?:incident|issue|problem)|misbru|missbruk|nadu[zż]y|zneu[zž]|злоупотреб|滥用|濫用|不正|迷惑/i;
/** Words before an address that say that it is not for what the text is about. */
const NOT = /\b(?:do not|don['’]?t|never|not for|other than|except)\b(?!.*[.;])/i;
/** The lines between a subject and its address: "In case of abuse\nplease write to\nnoc@…". */
const LONGEST_GAP = 3;

/** The addresses that a remark gives for abuse reports: mailboxes whose name says so come first. */
function mailsForAbuse({ lines }: Remark): string[] {
  const named: string[] = [];
  const others: string[] = [];
  let linesSinceSubject = Infinity;
  for (const line of lines) {
    const matches = mailMatches(line);
    if (matches.length === 0) {
      const endsSubject = !/[\p{L}\p{N}]/u.test(line) || isOtherLabel(line);
      linesSinceSubject = ABUSE.test(line) ? 0 : endsSubject ? Infinity : linesSinceSubject + 1;
      continue;
    }
    // "helpdesk@example.net was validated on 2021-02-09" is APNIC's word about the mailbox.
    if (/\bvalidated on\b/i.test(line)) continue;
    for (const [index, { mail, before, after }] of matches.entries()) {
      if (NOT.test(before)) continue;
      const follows = index === 0 && linesSinceSubject < LONGEST_GAP && !isOtherLabel(before);
      const isSubject = ABUSE.test(before) || follows ||
        (!/\p{L}/u.test(before) || /^\s*\(?for\b/i.test(after)) && ABUSE.test(after);
      if (isNamedAbuse(mail)) named.push(mail);
      else if (isSubject) others.push(mail);
    }
    linesSinceSubject = Infinity;
  }
  return [...named, ...others];
}

/** Whether text is the label of another subject (`Peering:`), not of an address (`e-mail:`). */
function isOtherLabel(text: string): boolean {
  return /^[^\p{L}]*\p{L}[^:@]{0,30}:\s*$/u.test(text) &&
    !/\b(?:mails?|contacts?|address|to|at|team|desk)\s*:\s*$/i.test(text);
}
