/**
 * What nslookup printed about its questions.
 *
 * @module
 */
import type { NameStatus, RecordType } from "../../model/name.ts";
import type { Rejected } from "../../model/parsed.ts";

/** A record as printed; host names are without their final dot. */
export interface PrintedRecord {
  /** Its type; null for one that netwho does not ask for. */
  readonly type: RecordType | null;
  /** Whose record it is. */
  readonly name: string | null;
  /** The address, host name or text; of SOA its seven values with spaces between. */
  readonly data: string;
  /** The preference of MX, the priority of SRV. */
  readonly preference: number | null;
  /** The weight of SRV. */
  readonly weight: number | null;
  /** The port of SRV. */
  readonly port: number | null;
  /** The aliases listed with a name and its addresses; null for a record on a line of its own. */
  readonly aliases: readonly string[] | null;
}

/** One question with its answer, as far as the output shows them. */
export interface Exchange {
  /** What was asked, where a prompt or a message shows it. */
  readonly query: string | null;
  /** The type asked for, where a command or a message shows it. */
  readonly type: RecordType | null;
  /** The name server's name; null for nslookup's `UnKnown`. */
  readonly server: string | null;
  /** The name server's literal address. */
  readonly serverAddress: string | null;
  /** False under a line that says so; true for an answer without one; null without an answer. */
  readonly authoritative: boolean | null;
  /** How it ended. Records may stand beside a failure: an alias whose target was not found. */
  readonly status: NameStatus;
  /** The message of a failure, as printed. */
  readonly note: string | null;
  /** The records, in the order printed. */
  readonly records: readonly PrintedRecord[];
  /** The number of the line it begins on, from 1. */
  readonly line: number;
}

/** What a whole output holds. */
export interface NslookupOutput {
  /** One for each question, in the order printed. */
  readonly exchanges: Exchange[];
  /** The lines that were not understood. */
  readonly rejected: Rejected[];
}
