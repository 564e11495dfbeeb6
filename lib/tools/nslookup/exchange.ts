/**
 * Questions with their answers in nslookup's output, read and while they are read.
 *
 * @module
 */
import { isArpaName } from "../../address/address.ts";
import type { NameStatus, RecordType } from "../../model/name.ts";
import type { Rejected } from "../../model/parsed.ts";
import {
  addressIn,
  comparableName,
  isKnownServerLabel,
  type LabelLine,
  lacksAddress,
  sameName,
} from "./label_line.ts";
import type { Line } from "./printed_line.ts";

/** The types that nslookup names, besides those that netwho can ask for. */
export const OTHER_TYPES = [
  "AFSDB",
  "CERT",
  "DNAME",
  "HINFO",
  "KX",
  "LOC",
  "MINFO",
  "NAPTR",
  "RP",
] as const;

/** A type that nslookup names and netwho cannot ask for. */
export type OtherType = typeof OTHER_TYPES[number];

/** A record as printed; host names are without their final dot. */
export interface PrintedRecord {
  /** Null for a type that is not known. */
  readonly type: RecordType | OtherType | null;
  /** The owner name. */
  readonly name: string | null;
  /** The address, host name or text; for SOA its seven values with spaces between. */
  readonly data: string;
  /** The preference of MX, the priority of SRV. */
  readonly preference: number | null;
  readonly weight: number | null;
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
  /** The name that BIND's and BusyBox' messages name. */
  readonly about?: string;
  /** The query, where quotes tell it: BusyBox. Null for the server's own name. */
  readonly query?: string | null;
}

/** A name with the addresses and aliases listed below it: a server, or an answer. */
export class Block {
  /** The label before the addresses. */
  addressLabel: string | null = null;
  readonly addresses: string[] = [];
  readonly aliases: string[] = [];
  /** The name that BusyBox prints behind the first address. */
  host: string | null = null;

  /** The label before the name, and the name as printed. */
  constructor(readonly label: string, readonly name: string) {}
}

/** Whether a message has a name in it that is not a part of another name. */
function holdsName(text: string, name: string): boolean {
  const at = text.indexOf(name);
  const [before, after] = [text[at - 1] ?? " ", text.slice(at + name.length)];
  return at >= 0 && !/[\w.-]/.test(before) && !/^\.?[\w-]/.test(after);
}

/** Whether an answer without a server has addresses and a dotted name, not an address, as `host` prints it. */
function isNameBlock({ name, addresses }: Block): boolean {
  return addresses.length > 0 && addressIn(name) === null && name.includes(".");
}

/** An exchange while its lines are read. */
export class Draft {
  /** The query that the prompt or command before it shows. */
  readonly query: string | null = null;
  readonly type: RecordType | null = null;
  /** Whether the query is a line without a prompt, which may be about something else. */
  readonly isGuess: boolean = false;
  server: Block | null = null;
  /** Whether it only shows the server, as at the start of a session, without a question. */
  readonly isGreeting: boolean = false;
  /** Whether a prompt or a command stands before it. */
  readonly isAsked: boolean = false;
  /** Records and blocks in the order printed. */
  readonly answers: (PrintedRecord | Block)[] = [];
  /** Whether its layout is that of BIND's nslookup. */
  isBind = false;
  /** Whether its layout is that of BusyBox, where two answers, A and AAAA, are one question's. */
  isBusyBox = false;
  /** Whether its addresses are numbered: BusyBox up to 1.28, which tells nothing about authority. */
  isNumbered = false;
  /** The names of the questions before it that have the same server, in BusyBox. */
  readonly told: Set<string> = new Set();
  /** Whether another `Label: value` stands right above it, or anything else right below its labels. */
  isAmongOthers = false;
  /** The indices of the lines of its blocks. */
  readonly lines: number[] = [];
  /** Whether it has a "non-authoritative" line. */
  hasHeading = false;
  /** Whether the servers of the zone follow, which are no part of the answer. */
  inAuthority = false;
  /** Whether a try timed out since the server was printed. */
  timedOut = false;
  failure: Message | null = null;

  /** Begins at a line, with the given values. */
  constructor(readonly line: number, given: Partial<Draft> = {}) {
    Object.assign(this, given);
  }

  /** Whether neither an answer nor a failure was read yet. */
  get isOpen(): boolean {
    return this.answers.length === 0 && this.failure === null;
  }

  /** Whether it has its server and waits for its answer. */
  get isWaiting(): boolean {
    return this.server !== null && this.isOpen;
  }

  /** Adds the addresses of a line to one of its blocks; true if they are the first of its server. */
  addAddresses(block: Block, { addresses, isNumbered, host }: LabelLine, text: string): boolean {
    block.addresses.push(...addresses ?? []);
    block.host ??= host;
    if (isNumbered) this.isNumbered = true;
    if (this.server !== block || block.addresses.length !== addresses?.length) return false;
    this.isBusyBox = !isNumbered && /[.\]\d]:\d+$/.test(text);
    this.isBind = text.includes("#") || this.isBusyBox;
    return true;
  }

  /** Takes the line about authority; false if it belongs to another one. */
  takeHeading(text: string): boolean {
    if (this.isGreeting) return false;
    if (/\bfound from:$/i.test(text)) this.inAuthority = true;
    else if (this.isOpen && !this.hasHeading) this.hasHeading = true;
    else if (this.isBusyBox) this.hasHeading ||= this.answers.length === 0;
    else return false;
    return true;
  }

  /**
   * What the next question has in common with it, if there is no prompt between them: BusyBox asks for a
   * name in each search domain, for A and for AAAA, and prints its server once.
   */
  get forNext(): Partial<Draft> {
    if (!this.isBusyBox) return {};
    const { server, isBusyBox, isBind, told } = this;
    const names = this.answers.flatMap(({ name }) => name ?? []);
    for (const name of [...names, this.failure?.about ?? ""]) told.add(comparableName(name));
    return { server, isBusyBox, isBind, told };
  }

  /** Whether records on lines of their own can be its answer. */
  get awaitsRecords(): boolean {
    return !this.isGreeting && (this.server !== null || this.isAsked);
  }

  /** Whether it is about a name, as far as was read. */
  isAbout(name: string): boolean {
    if (this.failure !== null) return holdsName(this.failure.text, name);
    const names = this.answers.flatMap((one) => [one.name, ...one.aliases ?? []]);
    return sameName(this.query, name) || names.some((other) => sameName(other, name));
  }

  /** Whether something says that nslookup printed it, besides labels with values. */
  get isProven(): boolean {
    // Games print addresses with ports too, but no `#`.
    return this.isAsked || this.isBind && !this.isBusyBox || this.isNumbered || this.hasHeading ||
      this.timedOut ||
      this.failure !== null || this.answers.some((one) => !(one instanceof Block));
  }

  /** Whether a name with addresses can be its answer: it is not about another name. */
  mayAnswer(name: string): boolean {
    if (this.failure !== null) return this.isAbout(name);
    return this.server !== null || this.isAsked ||
      this.answers.every((one) => !(one instanceof Block) || sameName(one.name, name));
  }

  /** Whether it is no more than labels, without a blank line between them, as any list has. */
  isDoubtful(lastBlankLine: number): boolean {
    return !this.isProven && lastBlankLine <= this.line;
  }

  /** Whether there is enough of it to tell of a question. */
  get isExchange(): boolean {
    if (this.isOpen) {
      if (this.server === null || this.server.addresses.length === 0) return false;
      return this.isProven || !this.isAmongOthers && isKnownServerLabel(this.server.label);
    }
    if (this.server !== null || this.query !== null || this.failure !== null) return true;
    if (this.isAmongOthers && !this.isProven) return false;
    return this.answers.some((one) =>
      one instanceof Block ? isNameBlock(one) : one.type !== "SOA" || !isArpaName(one.name ?? "")
    );
  }

  /**
   * Drops a name whose addresses were cut off or cannot be read, so that it is none without addresses.
   * Returns the index of its line, if there is such a name.
   */
  dropUnreadName(lines: readonly Line[]): number[] {
    const [answer, at] = [this.answers.at(-1), this.lines.at(-1)];
    if (!(answer instanceof Block) || answer.addresses.length > 0 || at === undefined) return [];
    const below = lines[at + 1];
    const isLast = at + 2 >= lines.length;
    // The last line of a whole text has a line end.
    if (below !== undefined && !lacksAddress(below.text, { isLast })) return [];
    this.answers.pop();
    // It was answered after all.
    this.timedOut = false;
    return [this.lines.pop()!];
  }

  /** The server's name as printed, and its address. */
  get serverNames(): { server: string | null; serverAddress: string | null } {
    const { name, addresses, host } = this.server ?? { name: null, addresses: [], host: null };
    if (host !== null) return { server: host, serverAddress: addresses[0] ?? null };
    if (addresses.length > 0) return { server: name, serverAddress: addresses[0]! };
    const alone = addressIn(name ?? "");
    return { server: alone === null ? name : null, serverAddress: alone };
  }

  /** Whether BIND's message about a name, or about an alias's target, belongs to it. */
  canFail(name: string): boolean {
    if (this.failure !== null || this.isGreeting) return false;
    const last = this.answers.at(-1);
    return last === undefined ||
      !(last instanceof Block) && last.type === "CNAME" && sameName(last.data, name);
  }

  /** Whether a record belongs to it. BIND prints no server with reverse answers. */
  accepts(record: PrintedRecord): boolean {
    if (this.isGreeting) return false;
    if (this.inAuthority) return record.type !== "PTR";
    const isReverse = record.type === "PTR" || isArpaName(record.name ?? "");
    if (this.isOpen || !isReverse || this.query !== null) return true;
    const isWindows = this.server !== null && !this.isBind;
    return this.answers.some((one) =>
      !(one instanceof Block) &&
      (isWindows || sameName(one.name, record.name) ||
        (one.type === "CNAME" && sameName(one.data, record.name)))
    );
  }
}

/** The drafts that are exchanges. The indices of the lines of the others are added to the unknown ones. */
export function keepExchanges(
  drafts: readonly Draft[],
  { lines, unknown }: { lines: readonly Line[]; unknown: number[] },
): Draft[] {
  return drafts.filter((draft) => {
    unknown.push(...draft.dropUnreadName(lines));
    if (draft.isGreeting && draft.isOpen) return false;
    // The address of a server that stands last may be cut off.
    if (draft.isExchange || draft.server?.addresses.length === 0) return draft.isExchange;
    for (const at of draft.lines) unknown.push(at);
    return false;
  });
}

/**
 * Whether a record can be one, below the lines of a draft: files of settings hold `user name = anna`, too.
 * A name without a dot is that of a top-level domain or of a host that was asked for.
 */
export function isPlausible({ type, name }: PrintedRecord, draft: Draft | null): boolean {
  if (name === null || name === ".") return true;
  const isAwaited = draft?.awaitsRecords ?? false;
  if (name.includes(".")) return type !== "PTR" || isArpaName(name) || isAwaited;
  return type !== "PTR" && isAwaited && (draft!.isOpen || draft!.isAbout(name));
}
