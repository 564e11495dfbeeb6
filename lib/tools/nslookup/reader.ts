/** Reads the lines of nslookup's output into drafts of exchanges. */
import type { RecordType } from "../../model.ts";
import { debugLines } from "./debug.ts";
import { type Block, type Draft, isBlock, isOpen, newBlock, newDraft } from "./draft.ts";
import type { PrintedRecord } from "./exchange.ts";
import { isAddressLabel, isAliasLabel, isHeading, type LabelLine, readLabelLine } from "./label.ts";
import type { Line } from "./lines.ts";
import { isReason, type Message, messageText } from "./message.ts";
import { addressesIn, hostName, sameName } from "./names.ts";
import { Pending } from "./pending.ts";
import { afterPrompts, type Command, looksAsked, readCommand, readShellLine } from "./prompt.ts";
import { readAssignment, readRecordLine } from "./record_line.ts";
import { Roles } from "./roles.ts";
import {
  bindFailure,
  holdsAddresses,
  isBanner,
  isOutput,
  isTranslatedTimeout,
  isZoneName,
  readDiagnosis,
  readUnknownType,
  serviceName,
  timeoutPart,
} from "./shapes.ts";

/** What was read. */
export interface Reading {
  readonly drafts: readonly Draft[];
  /** Messages that stand with no question. */
  readonly loose: readonly Message[];
  /** Indices of the lines that were not understood. */
  readonly unknown: readonly number[];
  /** How many lines are of a kind that hardly anything else prints. */
  readonly telling: number;
}

/** Reads all lines. */
export function readDrafts(lines: readonly Line[]): Reading {
  return new Reader(lines).read();
}

class Reader {
  readonly #lines: readonly Line[];
  readonly #isDebug: ReadonlySet<number>;
  readonly #roles = new Roles();
  readonly #drafts: Draft[] = [];
  readonly #loose: Message[] = [];
  readonly #unknown: number[] = [];
  #telling = 0;
  #current: Draft | null = null;
  /** The block whose addresses or aliases can follow. */
  #block: Block | null = null;
  #inAliases = false;
  readonly #pending = new Pending();
  /** A heading that may belong to the question that follows, as standard error can come first. */
  #heading: string | null = null;
  /** The type that a session was set to. */
  #type: RecordType | null = null;
  /** Whether the output of a command is passed over, up to the next prompt. */
  #isListing = false;
  /** Whether a prompt stands before what is read. */
  #isPrompted = false;
  /** What kept BIND's nslookup from an answer, so far. */
  #trouble: Message & { readonly tried: string | null } | null = null;
  #next = 0;

  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    this.#isDebug = debugLines(lines);
  }

  read(): Reading {
    for (let at = 0; at < this.#lines.length; at = this.#next) {
      this.#next = at + 1;
      if (!this.#isDebug.has(at)) this.#readLine(at, this.#lines[at]!);
    }
    this.#endPending();
    this.#giveHeading();
    const drafts = this.#drafts.filter((draft) => !draft.isGreeting);
    return { drafts, loose: this.#loose, unknown: this.#unknown, telling: this.#telling };
  }

  #readLine(at: number, { text, indented }: Line): void {
    if (text === "") {
      if (this.#pending.endsWithBlank) this.#endPending();
      return;
    }
    const prompted = afterPrompts(text);
    if (prompted !== null) return this.#readPrompt(at, prompted);
    const command = readShellLine(text);
    if (command !== null) return this.#obey(at, command, { endsSession: true });
    if (this.#isListing) return;
    if (!this.#readOutput(at, text, indented)) this.#unknown.push(at);
  }

  #readPrompt(at: number, rest: string): void {
    this.#dropGreeting({ isPrompted: true });
    this.#end();
    this.#isListing = false;
    this.#isPrompted = true;
    if (rest === "") return;
    if (!isOutput(rest)) return this.#obey(at, readCommand(rest), { endsSession: false });
    if (!this.#readOutput(at, rest, false)) this.#unknown.push(at);
  }

  #obey(at: number, command: Command, { endsSession }: { endsSession: boolean }): void {
    this.#end();
    this.#isListing = false;
    if (endsSession) this.#type = null;
    switch (command.kind) {
      case "ask":
        this.#begin(at, { query: command.query, type: command.type ?? this.#type });
        break;
      case "start":
        this.#type = command.type;
        this.#begin(at, { isGreeting: true });
        break;
      case "server":
        this.#begin(at, { isGreeting: true });
        break;
      case "type":
        this.#type = command.type;
        break;
      case "list":
        this.#isListing = true;
        break;
    }
  }

  #readOutput(at: number, text: string, indented: boolean): boolean {
    return this.#readMessage(at, text) || this.#readTimeout(at, text) ||
      this.#pending.take(text) || this.#readRecord(at, text, indented) ||
      this.#readList(at, text, indented) || this.#readLabel(at, text, indented) ||
      this.#readHeading(text, indented) || this.#readBareLine(at, text, indented);
  }

  #begin(at: number, how: Partial<Draft>): Draft {
    const isAsked = this.#isPrompted || (how.query ?? null) !== null;
    this.#end();
    const draft = newDraft(at + 1, { type: this.#type, isAsked, ...how });
    this.#current = draft;
    this.#drafts.push(draft);
    return draft;
  }

  #end(): void {
    this.#endPending();
    this.#current = null;
    this.#block = null;
    this.#inAliases = false;
    this.#isPrompted = false;
  }

  #endPending(): void {
    const record = this.#pending.end();
    if (record !== null) this.#answer(record);
  }

  #answer(record: PrintedRecord): void {
    if (this.#current !== null && !this.#current.isAside) this.#current.answers.push(record);
  }

  /** `*** …` of both nslookups, and `;; …` of BIND's. */
  #readMessage(at: number, line: string): boolean {
    if (line.startsWith(";")) return this.#readDiagnosis(at, line);
    const text = messageText(line);
    if (text === null) return false;
    this.#endPending();
    this.#block = null;
    const following = this.#lines[at + 1]?.text ?? "";
    const isBroken = !isReason(text) && following !== "" && isReason(following);
    if (isBroken) this.#next = at + 2;
    const message = { text: isBroken ? `${text} ${following}` : text, line: at + 1 };
    const target = bindFailure(text);
    if (target !== null) this.#failAtOnce(at, message, target);
    else if (this.#current?.server && isOpen(this.#current)) this.#current.failure = message;
    else if (this.#current?.isGreeting) return true;
    else this.#loose.push(message);
    this.#telling++;
    return true;
  }

  /** BIND's messages stand where they belong; one about another name than the alias is another's. */
  #failAtOnce(at: number, message: Message, target: string): void {
    const draft = this.#failing(target) ?? this.#begin(at, {});
    draft.isBind = true;
    draft.failure = message;
  }

  #failing(target: string): Draft | null {
    const draft = this.#current;
    if (draft === null || draft.failure !== null || draft.isGreeting) return null;
    const last = draft.answers.at(-1);
    if (last === undefined) return draft;
    return !isBlock(last) && last.type === "CNAME" && sameName(last.data, target) ? draft : null;
  }

  #readDiagnosis(at: number, line: string): boolean {
    const diagnosis = readDiagnosis(line);
    if (diagnosis === null) return false;
    this.#telling++;
    if (diagnosis.tried !== null) this.#trouble = { ...diagnosis, line: at + 1, isOfTheWay: true };
    if (!diagnosis.gaveUp) return true;
    const current = this.#current;
    const draft = current !== null && isOpen(current) && !current.isGreeting
      ? current
      : this.#begin(at, {});
    // Where there was trouble before, only that says what was the matter.
    const failure = this.#trouble ?? { ...diagnosis, line: at + 1, isOfTheWay: true };
    if (failure.tried !== null) draft.server ??= newBlock("", failure.tried);
    draft.failure = failure;
    draft.isBind = true;
    this.#end();
    this.#trouble = null;
    return true;
  }

  #readTimeout(at: number, text: string): boolean {
    const part = timeoutPart(text);
    const isTranslated = part === null &&
      isTranslatedTimeout(this.#lines[at]!, this.#lines[at + 1]);
    if (part === null && !isTranslated) return false;
    this.#endPending();
    if (isTranslated) this.#next = at + 2;
    else this.#telling++;
    if (part !== "seconds" && this.#current?.server && isOpen(this.#current)) {
      this.#current.timeouts++;
    }
    return true;
  }

  #readRecord(at: number, text: string, indented: boolean): boolean {
    if (indented && !/^\S*[.(]/.test(text)) return false;
    const line = readRecordLine(text, { anyWords: !indented });
    const record = line?.record ?? readUnknownType(text);
    if (record === null) return false;
    if (line !== null && record.type !== null) this.#telling++;
    this.#endPending();
    this.#block = null;
    const draft = this.#forRecord(at, record);
    if (line?.stringsFollow) this.#pending.startStrings(record);
    else if (!draft.isAside) draft.answers.push(record);
    return true;
  }

  /** The exchange that a record belongs to. BIND's nslookup tells no server with reverse answers. */
  #forRecord(at: number, record: PrintedRecord): Draft {
    const current = this.#current;
    if (current === null || current.isGreeting) return this.#begin(at, {});
    if (current.isAside) return record.type === "PTR" ? this.#begin(at, {}) : current;
    if (isOpen(current)) return current;
    const isReverse = record.type === "PTR" || isArpa(record.name);
    if (!isReverse || current.query !== null) return current;
    const belongs = current.answers.some((answer) =>
      !isBlock(answer) && (sameName(answer.name, record.name) ||
        answer.type === "CNAME" && sameName(answer.data, record.name) || current.server !== null &&
          !current.isBind)
    );
    return belongs ? current : this.#begin(at, {});
  }

  /** More addresses, or more aliases, of the block above. */
  #readList(at: number, text: string, indented: boolean): boolean {
    const block = this.#block;
    if (block === null || (!indented && this.#lines[at - 1]?.text === "")) return false;
    const addresses = addressesIn(text);
    if (this.#inAliases && addresses === null && indented) {
      const names = text.split(/[\s,]+/).filter((name) => name !== "");
      if (names.some((name) => /[:="*]/.test(name))) return false;
      block.aliases.push(...names.map(hostName));
      return true;
    }
    if (addresses === null || block.addresses.length === 0) return false;
    block.addresses.push(...addresses);
    return true;
  }

  #readLabel(at: number, text: string, indented: boolean): boolean {
    if (indented && this.#block === null) return false;
    const line = readLabelLine(text);
    if (line === null || (line.name !== null && isAddressLabel(line.label))) return false;
    this.#endPending();
    if (line.addresses !== null && this.#takesAddresses(line)) {
      this.#giveAddresses(line.label, line.addresses, text);
      return true;
    }
    if (line.name !== null && this.#isAlias(at, line)) {
      this.#block!.aliases.push(...line.name.split(/[\s,]+/).map(hostName));
      this.#inAliases = true;
      return true;
    }
    this.#startBlock(at, newBlock(line.label, line.name ?? line.addresses![0]!));
    return true;
  }

  #takesAddresses({ label }: LabelLine): boolean {
    const block = this.#block;
    if (block === null || this.#roles.isServer(label)) return false;
    return block.addresses.length === 0 || block.addressLabel === label;
  }

  #giveAddresses(label: string, addresses: readonly string[], text: string): void {
    const block = this.#block!;
    if (block.addresses.length === 0) this.#telling++;
    block.addressLabel = label;
    block.addresses.push(...addresses);
    if (text.includes("#") && this.#current?.server === block) this.#current.isBind = true;
  }

  /** Right below a block's addresses, another label with a name that no address follows. */
  #isAlias(at: number, { label }: LabelLine): boolean {
    const block = this.#block;
    if (block === null || label === block.label) return false;
    if (isAliasLabel(label)) return true;
    if (block.addresses.length === 0 || block === this.#current?.server) return false;
    if (this.#lines[at - 1]?.text === "" || this.#roles.isKnown(label)) return false;
    return !holdsAddresses(this.#lines[at + 1]);
  }

  #startBlock(at: number, block: Block): void {
    const role = this.#roles.of(block.label, this.#current, { isPrompted: this.#isPrompted });
    this.#inAliases = false;
    if (role.isGreeting) this.#dropGreeting({ isPrompted: false });
    if (role.kind === "answer") {
      const draft = this.#current ?? this.#begin(at, {});
      if (!draft.isAside) draft.answers.push(block);
    } else {
      const draft = this.#serverDraft(at, role.kind === "greeting");
      draft.server = block;
      if (this.#heading !== null) draft.heading = this.#heading;
      this.#heading = null;
    }
    this.#block = block;
  }

  /** The exchange that a server begins: a new one, unless a question was read just before. */
  #serverDraft(at: number, isGreeting: boolean): Draft {
    const current = this.#current;
    const waits = current !== null && current.server === null && isOpen(current);
    return waits ? current : this.#begin(at, { isGreeting });
  }

  /**
   * What looked like a question's server was told at the start of a session, where a prompt follows
   * or a label shows it.
   */
  #dropGreeting({ isPrompted }: { isPrompted: boolean }): void {
    const draft = this.#current;
    if (!draft?.server || draft !== this.#drafts.at(-1) || !isOpen(draft)) return;
    if (isPrompted && (draft.isAsked || draft.timeouts > 0)) return;
    if (isPrompted && !draft.isGreeting) this.#roles.greets(draft.server.label);
    this.#drafts.pop();
    this.#current = null;
  }

  #readHeading(text: string, indented: boolean): boolean {
    if (indented || !isHeading(text)) return false;
    const service = serviceName(text, this.#valueBelow());
    if (service !== null) return this.#startValues(service);
    this.#endPending();
    this.#block = null;
    const draft = this.#current;
    if (draft === null || draft.isGreeting) this.#heading = text;
    else if (/\bfound from:$/i.test(text)) draft.isAside = true;
    else if (isOpen(draft) && draft.heading === null) draft.heading = text;
    else this.#heading = text;
    return true;
  }

  #giveHeading(): void {
    const draft = this.#current ?? this.#drafts.at(-1);
    if (this.#heading !== null && draft && draft.heading === null) draft.heading = this.#heading;
  }

  /** The value on the next line that is not blank, where that is `key = value`; else empty. */
  #valueBelow(): string {
    const below = this.#lines.slice(this.#next, this.#next + 3).find(({ text }) => text !== "");
    if (below === undefined || readRecordLine(below.text, { anyWords: false }) !== null) return "";
    return readAssignment(below.text)?.value ?? "";
  }

  #startValues(name: string): boolean {
    this.#endPending();
    this.#block = null;
    if (this.#current === null || this.#current.isGreeting) this.#begin(this.#next - 1, {});
    this.#pending.startValues(name);
    this.#telling++;
    return true;
  }

  /** A line of one word: whose SOA record follows, or a question whose prompt was left out. */
  #readBareLine(at: number, text: string, indented: boolean): boolean {
    if (indented) return false;
    if (isZoneName(text, this.#valueBelow())) return this.#startValues(text);
    if (/^(?:set\s+\S|exit$)/i.test(text)) {
      this.#obey(at, readCommand(text), { endsSession: false });
      return true;
    }
    if (looksAsked(text) && this.#isServerNext(at)) {
      this.#begin(at, { query: hostName(text) });
      return true;
    }
    return isBanner(text) && this.#drafts.length === 0;
  }

  #isServerNext(at: number): boolean {
    const [first, second] = this.#lines.slice(at + 1, at + 8).filter(({ text }) => text !== "");
    if (first === undefined || second === undefined) return false;
    const label = readLabelLine(first.text);
    return label !== null && !this.#roles.isName(label.label) &&
      holdsAddresses(second);
  }
}

function isArpa(name: string | null): boolean {
  return /\.(?:in-addr|ip6)\.arpa$/i.test(name ?? "");
}
