/** An exchange while its lines are read. */
import type { RecordType } from "../../model/name.ts";
import type { PrintedRecord } from "./exchange.ts";
import type { Message } from "./message.ts";

/** A name with what was listed below it: a server, or an answer. */
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

/** What was read of one question so far. */
export interface Draft {
  readonly line: number;
  /** What the prompt before it shows. */
  query: string | null;
  type: RecordType | null;
  server: Block | null;
  /** Whether only a server is told, as at the start of a session: then nothing was asked. */
  readonly isGreeting: boolean;
  /** Whether a prompt or a command stands before it. */
  readonly isAsked: boolean;
  /** Records and blocks in the order printed. */
  readonly answers: (PrintedRecord | Block)[];
  /** Whether it prints as BIND's nslookup does. */
  isBind: boolean;
  /** The line that says that the answer is not authoritative. */
  heading: string | null;
  /** Whether what follows tells who else can be asked. */
  isAside: boolean;
  /** Time-outs since the server was told. */
  timeouts: number;
  failure: Message | null;
}

/** A new one. */
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
    isAside: false,
    timeouts: 0,
    failure: null,
  };
}

/** A new block. */
export function newBlock(label: string, name: string): Block {
  return { label, name, addressLabel: null, addresses: [], aliases: [] };
}

/** Whether an answer is a block. */
export function isBlock(answer: PrintedRecord | Block): answer is Block {
  return "addresses" in answer;
}

/** Whether nothing is known yet about how it ended. */
export function isOpen({ answers, failure }: Draft): boolean {
  return answers.length === 0 && failure === null;
}
