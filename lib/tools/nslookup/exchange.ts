/**
 * Questions with their answers in nslookup's output, read and while they are read.
 *
 * @module
 */
import type { NameStatus, RecordType } from "../../model/name.ts";
import type { Rejected } from "../../model/parsed.ts";

/** A record as printed; host names are without their final dot. */
export interface PrintedRecord {
  /** Its type; null for a type that netwho cannot ask for. */
  readonly type: RecordType | null;
  /** Its owner name. */
  readonly name: string | null;
  /** The address, host name or text; for SOA its seven values with spaces between. */
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

/** A record without values, to start from. */
export const BLANK_RECORD: PrintedRecord = {
  type: null,
  name: null,
  data: "",
  preference: null,
  weight: null,
  port: null,
  aliases: null,
};

/** One question with its answer, as far as the output shows them. */
export interface Exchange {
  /** The name or address asked about, if a prompt or a message shows it. */
  readonly query: string | null;
  /** The type asked for, if a command or a message shows it. */
  readonly type: RecordType | null;
  /** The name server's name; null for nslookup's `UnKnown`. */
  readonly server: string | null;
  /** The name server's literal address. */
  readonly serverAddress: string | null;
  /** False below a "non-authoritative" line, true without one, null without an answer. */
  readonly authoritative: boolean | null;
  /** The result. A failure can have records too: an alias whose target was not found. */
  readonly status: NameStatus;
  /** The message of a failure, as printed. */
  readonly note: string | null;
  /** The records, in the order printed. */
  readonly records: readonly PrintedRecord[];
  /** The number of its first line, from 1. */
  readonly line: number;
}

/** A whole output. */
export interface NslookupOutput {
  /** One exchange for each question, in the order printed. */
  readonly exchanges: Exchange[];
  /** The lines that were not understood. */
  readonly rejected: Rejected[];
}

/** A message about a failure. */
export interface Message {
  /** Its text, without the asterisks. */
  readonly text: string;
  /** The number of its line, from 1. */
  readonly line: number;
  /** Whether it names no query: BIND's nslookup could not reach the server. */
  readonly namesNoQuery?: true;
}

/** A name with the addresses and aliases listed below it: a server, or an answer. */
export interface Block {
  /** The label before the name. */
  readonly label: string;
  /** The name as printed. */
  readonly name: string;
  /** The label before the addresses. */
  addressLabel: string | null;
  readonly addresses: string[];
  readonly aliases: string[];
}

/** An exchange while its lines are read. */
export interface Draft {
  readonly line: number;
  /** The query that the prompt or command before it shows. */
  query: string | null;
  type: RecordType | null;
  server: Block | null;
  /** Whether it only shows the server, as at the start of a session, without a question. */
  readonly isGreeting: boolean;
  /** Whether a prompt or a command stands before it. */
  readonly isAsked: boolean;
  /** Records and blocks in the order printed. */
  readonly answers: (PrintedRecord | Block)[];
  /** Whether its layout is that of BIND's nslookup. */
  isBind: boolean;
  /** The "non-authoritative" line. */
  heading: string | null;
  /** Whether the servers of the zone follow, which are no part of the answer. */
  inAuthority: boolean;
  /** Time-outs since the server was printed. */
  timeouts: number;
  failure: Message | null;
}

/** An empty draft. */
export function newDraft(
  line: number,
  { query = null, type = null, isGreeting = false, isAsked = false }: Partial<Draft> = {},
): Draft {
  return {
    line,
    query,
    type,
    server: null,
    isGreeting,
    isAsked,
    answers: [],
    isBind: false,
    heading: null,
    inAuthority: false,
    timeouts: 0,
    failure: null,
  };
}

/** An empty block. */
export function newBlock(label: string, name: string): Block {
  return { label, name, addressLabel: null, addresses: [], aliases: [] };
}

/** Whether an answer is a block. */
export function isBlock(answer: PrintedRecord | Block): answer is Block {
  return "addresses" in answer;
}

/** Whether neither an answer nor a failure was read yet. */
export function isOpen({ answers, failure }: Draft): boolean {
  return answers.length === 0 && failure === null;
}
