/** Reads the lines of nslookup's output into drafts of exchanges. */
import { debugLines } from "./debug.ts";
import { type Block, type Draft, newBlock } from "./draft.ts";
import { isAddressLabel, isAliasLabel, isHeading, type LabelLine, readLabelLine } from "./label.ts";
import type { Line } from "./lines.ts";
import { isReason, type Message, messageText } from "./message.ts";
import { addressesIn, hostName } from "./names.ts";
import { Pending } from "./pending.ts";
import { afterPrompts, type Command, looksAsked, readCommand, readShellLine } from "./prompt.ts";
import { readAssignment, readRecordLine } from "./record_line.ts";
import { Session } from "./session.ts";
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
  readonly #session = new Session();
  readonly #loose: Message[] = [];
  readonly #unknown: number[] = [];
  #telling = 0;
  /** The block whose addresses or aliases can follow. */
  #block: Block | null = null;
  #inAliases = false;
  readonly #pending = new Pending();
  /** Whether the output of a command is passed over, up to the next prompt. */
  #isListing = false;
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
    this.#session.finish();
    const { drafts } = this.#session;
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
    this.#session.dropGreeting({ isPromptNext: true });
    this.#end();
    this.#isListing = false;
    this.#session.isPrompted = true;
    if (rest === "") return;
    if (!isOutput(rest)) return this.#obey(at, readCommand(rest), { endsSession: false });
    if (!this.#readOutput(at, rest, false)) this.#unknown.push(at);
  }

  #obey(at: number, command: Command, { endsSession }: { endsSession: boolean }): void {
    this.#end();
    this.#isListing = false;
    if (endsSession) this.#session.type = null;
    switch (command.kind) {
      case "ask":
        this.#begin(at, { query: command.query, type: command.type ?? this.#session.type });
        break;
      case "start":
        this.#session.type = command.type;
        this.#begin(at, { isGreeting: true });
        break;
      case "server":
        this.#begin(at, { isGreeting: true });
        break;
      case "type":
        this.#session.type = command.type;
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

  #begin(at: number, how: Partial<Draft> = {}): Draft {
    this.#forget();
    return this.#session.begin(at + 1, how);
  }

  #end(): void {
    this.#forget();
    this.#session.end();
  }

  #forget(): void {
    this.#endPending();
    this.#block = null;
    this.#inAliases = false;
  }

  #endPending(): void {
    const record = this.#pending.end();
    if (record !== null) this.#session.answer(record);
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
    const { current } = this.#session;
    if (target !== null) {
      // BIND's messages stand where they belong.
      const draft = this.#session.failing(target) ?? this.#begin(at);
      draft.isBind = true;
      draft.failure = message;
    } else if (this.#session.waits) current!.failure = message;
    else if (current?.isGreeting) return true;
    else this.#loose.push(message);
    this.#telling++;
    return true;
  }

  #readDiagnosis(at: number, line: string): boolean {
    const diagnosis = readDiagnosis(line);
    if (diagnosis === null) return false;
    this.#telling++;
    if (diagnosis.tried !== null) this.#trouble = { ...diagnosis, line: at + 1, isOfTheWay: true };
    if (!diagnosis.gaveUp) return true;
    const draft = this.#session.unanswered ?? this.#begin(at);
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
    if (part !== "seconds" && this.#session.waits) this.#session.current!.timeouts++;
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
    if (!this.#session.takes(record)) this.#begin(at);
    if (line?.stringsFollow) this.#pending.startStrings(record);
    else this.#session.answer(record);
    return true;
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
    if (block === null || this.#session.roles.isServer(label)) return false;
    return block.addresses.length === 0 || block.addressLabel === label;
  }

  #giveAddresses(label: string, addresses: readonly string[], text: string): void {
    const block = this.#block!;
    if (block.addresses.length === 0) this.#telling++;
    block.addressLabel = label;
    block.addresses.push(...addresses);
    const { current } = this.#session;
    if (text.includes("#") && current?.server === block) current.isBind = true;
  }

  /** Right below a block's addresses, another label with a name that no address follows. */
  #isAlias(at: number, { label }: LabelLine): boolean {
    const block = this.#block;
    if (block === null || label === block.label) return false;
    if (isAliasLabel(label)) return true;
    if (block.addresses.length === 0 || block === this.#session.current?.server) return false;
    if (this.#lines[at - 1]?.text === "" || this.#session.roles.isKnown(label)) return false;
    return !holdsAddresses(this.#lines[at + 1]);
  }

  #startBlock(at: number, block: Block): void {
    const session = this.#session;
    const role = session.roles.of(block.label, session.current, session);
    this.#inAliases = false;
    if (role.isGreeting) session.dropGreeting({ isPromptNext: false });
    if (role.kind === "answer") {
      if (session.current === null) this.#begin(at);
      session.answer(block);
    } else session.tellServer(block, { line: at + 1, isGreeting: role.kind === "greeting" });
    this.#block = block;
  }

  #readHeading(text: string, indented: boolean): boolean {
    if (indented || !isHeading(text)) return false;
    const service = serviceName(text, this.#valueBelow());
    if (service !== null) return this.#startValues(service);
    this.#endPending();
    this.#block = null;
    this.#session.takeHeading(text);
    return true;
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
    if (this.#session.current?.isGreeting ?? true) this.#begin(this.#next - 1);
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
    return isBanner(text) && this.#session.isEmpty;
  }

  #isServerNext(at: number): boolean {
    const [first, second] = this.#lines.slice(at + 1, at + 8).filter(({ text }) => text !== "");
    if (first === undefined || second === undefined) return false;
    const label = readLabelLine(first.text);
    return label !== null && !this.#session.roles.isName(label.label) &&
      holdsAddresses(second);
  }
}
