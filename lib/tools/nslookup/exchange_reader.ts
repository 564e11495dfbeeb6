/** Reads the lines of nslookup's output into drafts of exchanges. */
import { type Block, type Draft, type Message, newBlock } from "./exchange.ts";
import { ExchangeSession } from "./exchange_session.ts";
import {
  bindFailure,
  isReason,
  isTranslatedTimeout,
  messageText,
  readDiagnosis,
  timeoutPart,
} from "./failure_message.ts";
import {
  addressesIn,
  holdsAddresses,
  hostName,
  isAddressLabel,
  isAliasLabel,
  isHeading,
  type LabelLine,
  readLabelLine,
} from "./label_line.ts";
import { isZoneName, MultilineRecord, serviceName } from "./multiline_record.ts";
import { debugLines, type Line } from "./nslookup_lines.ts";
import {
  afterPrompts,
  type Command,
  isBanner,
  isLikelyQuery,
  isOutput,
  readCommand,
  readShellLine,
} from "./nslookup_prompt.ts";
import { readAssignment, readRecordLine, readUnknownType } from "./record_line.ts";

/** The result of reading. */
export interface Reading {
  readonly drafts: readonly Draft[];
  /** Messages whose question is not known yet. */
  readonly unplaced: readonly Message[];
  /** Indices of the lines that were not understood. */
  readonly unknown: readonly number[];
  /** The number of lines that hardly any other program prints. */
  readonly typical: number;
}

/** Reads all lines. */
export function readDrafts(lines: readonly Line[]): Reading {
  return new Reader(lines).read();
}

class Reader {
  readonly #lines: readonly Line[];
  readonly #isDebug: ReadonlySet<number>;
  readonly #session = new ExchangeSession();
  readonly #unplaced: Message[] = [];
  readonly #unknown: number[] = [];
  #typical = 0;
  /** The block to which more addresses or aliases may belong. */
  #block: Block | null = null;
  #inAliases = false;
  readonly #record = new MultilineRecord();
  /** Whether the output of a command is skipped, up to the next prompt. */
  #isListing = false;
  /** The last failure to reach a server that BIND's nslookup printed. */
  #diagnosis: Message & { readonly tried: string | null } | null = null;
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
    this.#endRecord();
    this.#session.finish();
    const { drafts } = this.#session;
    return { drafts, unplaced: this.#unplaced, unknown: this.#unknown, typical: this.#typical };
  }

  #readLine(at: number, { text, indented }: Line): void {
    if (text === "") {
      if (this.#record.endsWithBlank) this.#endRecord();
      return;
    }
    const prompted = afterPrompts(text);
    if (prompted !== null) return this.#readPrompt(at, prompted);
    const command = readShellLine(text);
    if (command !== null) return this.#follow(at, command, { endsSession: true });
    if (this.#isListing) return;
    if (!this.#readOutput(at, text, indented)) this.#unknown.push(at);
  }

  #readPrompt(at: number, rest: string): void {
    this.#session.dropGreeting({ isPromptNext: true });
    this.#end();
    this.#isListing = false;
    this.#session.isPrompted = true;
    if (rest === "") return;
    if (!isOutput(rest)) return this.#follow(at, readCommand(rest), { endsSession: false });
    if (!this.#readOutput(at, rest, false)) this.#unknown.push(at);
  }

  #follow(at: number, command: Command, { endsSession }: { endsSession: boolean }): void {
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
      this.#record.take(text) || this.#readRecord(at, text, indented) ||
      this.#readList(at, text, indented) || this.#readLabel(at, text, indented) ||
      this.#readHeading(text, indented) || this.#readBareLine(at, text, indented);
  }

  #begin(at: number, how: Partial<Draft> = {}): Draft {
    this.#endParts();
    return this.#session.begin(at + 1, how);
  }

  #end(): void {
    this.#endParts();
    this.#session.end();
  }

  #endParts(): void {
    this.#endRecord();
    this.#block = null;
    this.#inAliases = false;
  }

  #endRecord(): void {
    const record = this.#record.end();
    if (record !== null) this.#session.addAnswer(record);
  }

  /** `*** …` of Windows and BIND, `;; …` of BIND. */
  #readMessage(at: number, line: string): boolean {
    if (line.startsWith(";")) return this.#readDiagnosis(at, line);
    const text = messageText(line);
    if (text === null) return false;
    this.#endRecord();
    this.#block = null;
    const following = this.#lines[at + 1]?.text ?? "";
    const isBroken = !isReason(text) && following !== "" && isReason(following);
    if (isBroken) this.#next = at + 2;
    const message = { text: isBroken ? `${text} ${following}` : text, line: at + 1 };
    const target = bindFailure(text);
    const { current } = this.#session;
    if (target !== null) {
      // BIND prints messages in their place.
      const draft = this.#session.failing(target) ?? this.#begin(at);
      draft.isBind = true;
      draft.failure = message;
    } else if (this.#session.isWaiting) current!.failure = message;
    else if (current?.isGreeting) return true;
    else this.#unplaced.push(message);
    this.#typical++;
    return true;
  }

  #readDiagnosis(at: number, line: string): boolean {
    const diagnosis = readDiagnosis(line);
    if (diagnosis === null) return false;
    this.#typical++;
    if (diagnosis.tried !== null) {
      this.#diagnosis = { ...diagnosis, line: at + 1, namesNoQuery: true };
    }
    if (!diagnosis.gaveUp) return true;
    const draft = this.#session.unanswered ?? this.#begin(at);
    // An earlier line says what was wrong; this one only that nslookup gave up.
    const failure = this.#diagnosis ?? { ...diagnosis, line: at + 1, namesNoQuery: true };
    if (failure.tried !== null) draft.server ??= newBlock("", failure.tried);
    draft.failure = failure;
    draft.isBind = true;
    this.#end();
    this.#diagnosis = null;
    return true;
  }

  #readTimeout(at: number, text: string): boolean {
    const part = timeoutPart(text);
    const isTranslated = part === null &&
      isTranslatedTimeout(this.#lines[at]!, this.#lines[at + 1]);
    if (part === null && !isTranslated) return false;
    this.#endRecord();
    if (isTranslated) this.#next = at + 2;
    else this.#typical++;
    if (part !== "seconds" && this.#session.isWaiting) this.#session.current!.timeouts++;
    return true;
  }

  #readRecord(at: number, text: string, indented: boolean): boolean {
    if (indented && !/^\S*[.(]/.test(text)) return false;
    const line = readRecordLine(text, { anyWords: !indented });
    const record = line?.record ?? readUnknownType(text);
    if (record === null) return false;
    if (line !== null && record.type !== null) this.#typical++;
    this.#endRecord();
    this.#block = null;
    if (!this.#session.accepts(record)) this.#begin(at);
    if (line?.stringsFollow) this.#record.startStrings(record);
    else this.#session.addAnswer(record);
    return true;
  }

  /** More addresses or aliases of the block above. */
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
    this.#endRecord();
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
    if (block.addresses.length === 0) this.#typical++;
    block.addressLabel = label;
    block.addresses.push(...addresses);
    const { current } = this.#session;
    if (text.includes("#") && current?.server === block) current.isBind = true;
  }

  /** Whether a name right below a block's addresses is an alias: no address follows. */
  #isAlias(at: number, { label }: LabelLine): boolean {
    const block = this.#block;
    if (block === null || label === block.label) return false;
    if (isAliasLabel(label)) return true;
    if (block.addresses.length === 0 || block === this.#session.current?.server) return false;
    if (this.#lines[at - 1]?.text === "" || this.#session.roles.isKnown(label)) return false;
    return !holdsAddresses(this.#lines[at + 1]?.text);
  }

  #startBlock(at: number, block: Block): void {
    const session = this.#session;
    const role = session.roles.roleOf(block.label, session.current, session);
    this.#inAliases = false;
    if (role.followsGreeting) session.dropGreeting({ isPromptNext: false });
    if (role.kind === "answer") {
      if (session.current === null) this.#begin(at);
      session.addAnswer(block);
    } else session.addServer(block, { line: at + 1, isGreeting: role.kind === "greeting" });
    this.#block = block;
  }

  #readHeading(text: string, indented: boolean): boolean {
    if (indented || !isHeading(text)) return false;
    const service = serviceName(text, this.#valueBelow());
    if (service !== null) return this.#startValues(service);
    this.#endRecord();
    this.#block = null;
    this.#session.addHeading(text);
    return true;
  }

  /** The value of the next non-blank line if that is `key = value`, else "". */
  #valueBelow(): string {
    const below = this.#lines.slice(this.#next, this.#next + 3).find(({ text }) => text !== "");
    if (below === undefined || readRecordLine(below.text, { anyWords: false }) !== null) return "";
    return readAssignment(below.text)?.value ?? "";
  }

  #startValues(name: string): boolean {
    this.#endRecord();
    this.#block = null;
    if (this.#session.current?.isGreeting ?? true) this.#begin(this.#next - 1);
    this.#record.startValues(name);
    this.#typical++;
    return true;
  }

  /** A line of its own: the name of an SOA record, or a question whose prompt is missing. */
  #readBareLine(at: number, text: string, indented: boolean): boolean {
    if (indented) return false;
    if (isZoneName(text, this.#valueBelow())) return this.#startValues(text);
    if (/^(?:set\s+\S|exit$)/i.test(text)) {
      this.#follow(at, readCommand(text), { endsSession: false });
      return true;
    }
    if (isLikelyQuery(text) && this.#isServerNext(at)) {
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
      holdsAddresses(second.text);
  }
}
