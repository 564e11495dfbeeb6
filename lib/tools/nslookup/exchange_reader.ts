/** Reads the lines of nslookup's output into drafts of exchanges. */
import type { RecordType } from "../../model/name.ts";
import { BlockRoles } from "./block_roles.ts";
import { Block, Draft, type Message, type PrintedRecord } from "./exchange.ts";
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
  isAliasLabel,
  isHeading,
  readLabelLine,
} from "./label_line.ts";
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
import {
  isKnownRecord,
  type OpenRecord,
  readAssignment,
  readRecordLine,
  readUnknownType,
  recordName,
  RecordStrings,
  RecordValues,
  stringsFollow,
} from "./printed_record.ts";

/** Reads lines into drafts. */
export class ExchangeReader {
  /** The exchanges in which something was asked. */
  drafts: Draft[] = [];
  /** Messages whose question is not known yet. */
  readonly unplaced: Message[] = [];
  /** Indices of the lines that were not understood. */
  readonly unknown: number[] = [];
  /** The number of lines that hardly any other program prints. */
  typical = 0;
  readonly #lines: readonly Line[];
  readonly #roles = new BlockRoles();
  /** The index of the line that is being read. */
  #at = 0;
  /** The draft that goes on; null behind a prompt. */
  #current: Draft | null = null;
  /** The block to which more addresses or aliases may belong. */
  #block: Block | null = null;
  /** The record of which more lines may follow. */
  #record: OpenRecord | null = null;
  /** The type that a command set. */
  #type: RecordType | null = null;
  /** Whether a prompt stands before the lines being read. */
  #isPrompted = false;
  /** Whether the output of a command is skipped, up to the next prompt. */
  #isListing = false;
  /** Whether a heading may belong to the next question, since standard error can come first. */
  #hasHeading = false;
  /** The last failure to reach a server that BIND's nslookup printed. */
  #diagnosis: Message & { readonly tried: string | null } | null = null;

  /** Reads all lines. */
  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    const isDebug = debugLines(lines);
    for (; this.#at < lines.length; this.#at++) {
      if (!isDebug.has(this.#at)) this.#readLine(lines[this.#at]!);
    }
    this.#endRecord();
    // Standard error can come last.
    const last = this.#current ?? this.drafts.at(-1);
    if (last !== undefined) last.hasHeading ||= this.#hasHeading;
    this.drafts = this.drafts.filter(({ isGreeting, isOpen }) => !isGreeting || !isOpen);
  }

  #readLine({ text, indented }: Line): void {
    if (text === "") {
      if (this.#record?.isInString) this.#endRecord();
      return;
    }
    const prompted = afterPrompts(text);
    if (prompted !== null) return this.#readPrompt(prompted);
    const command = readShellLine(text);
    if (command !== null) {
      this.#type = null;
      this.#follow(command);
    } else if (!this.#isListing) this.#readOutput(text, indented);
  }

  #readPrompt(rest: string): void {
    this.#dropGreeting({ isPromptNext: true });
    this.#follow({});
    this.#isPrompted = true;
    if (rest === "") return;
    if (isOutput(rest)) this.#readOutput(rest, false);
    else this.#follow(readCommand(rest));
  }

  #follow({ query, type, showsServer = false, isListing = false }: Command): void {
    this.#end();
    this.#isListing = isListing;
    if (query !== undefined) this.#begin({ query, type: type ?? this.#type, isAsked: true });
    else if (type !== undefined) this.#type = type;
    if (showsServer) this.#begin({ isGreeting: true });
  }

  #readOutput(text: string, indented: boolean): void {
    const isKnown = this.#readMessage(text) || this.#readTimeout(text) ||
      this.#record?.take(text) || this.#readRecord(text, indented) ||
      this.#readList(text, indented) || this.#readLabel(text, indented) ||
      !indented &&
        (this.#startValues(text) || this.#readHeading(text) || this.#readBareLine(text));
    if (!isKnown) this.unknown.push(this.#at);
  }

  #begin(given: Partial<Draft> = {}): Draft {
    const common = { type: this.#type, isAsked: this.#isPrompted };
    const draft = new Draft(this.#at + 1, { ...common, ...given });
    this.#end();
    this.drafts.push(draft);
    return this.#current = draft;
  }

  #end(): void {
    this.#endParts();
    this.#current = null;
    this.#isPrompted = false;
  }

  #endParts(): void {
    this.#endRecord();
    this.#block = null;
  }

  #endRecord(): void {
    const record = this.#record?.record ?? null;
    this.#record = null;
    if (record !== null) this.#addAnswer(record);
  }

  #addAnswer(answer: PrintedRecord | Block): void {
    if (!this.#current?.inAuthority) this.#current?.answers.push(answer);
  }

  /**
   * Drops the current draft if it turns out to be only the server shown at the start of a session:
   * a prompt follows, or its label says so.
   */
  #dropGreeting({ isPromptNext }: { isPromptNext: boolean }): void {
    const draft = this.#current;
    if (!draft?.isWaiting || (isPromptNext && (draft.isAsked || draft.timedOut))) return;
    if (isPromptNext && !draft.isGreeting) this.#roles.noteGreeting(draft.server!.label);
    this.drafts.pop();
    this.#current = null;
  }

  /** `*** …` of Windows and BIND, `;; …` of BIND. */
  #readMessage(line: string): boolean {
    if (line.startsWith(";")) return this.#readDiagnosis(line);
    const text = messageText(line);
    if (text === null) return false;
    this.#endParts();
    const below = this.#lines[this.#at + 1]?.text ?? "";
    const isBroken = !isReason(text) && isReason(below);
    const message = { text: isBroken ? `${text} ${below}` : text, line: this.#at + 1 };
    this.#placeMessage(message, bindFailure(text));
    if (isBroken) this.#at++;
    return true;
  }

  #placeMessage(message: Message, bindTarget: string | null): void {
    const current = this.#current;
    if (bindTarget !== null) {
      // BIND prints messages in their place.
      const draft = current?.canFail(bindTarget) ? current : this.#begin();
      draft.isBind = true;
      draft.failure = message;
    } else if (current?.isWaiting) current.failure = message;
    else if (current?.isGreeting) return;
    else this.unplaced.push(message);
    this.typical++;
  }

  #readDiagnosis(line: string): boolean {
    const diagnosis = readDiagnosis(line);
    if (diagnosis === null) return false;
    this.typical++;
    const message = { ...diagnosis, line: this.#at + 1, namesNoQuery: true as const };
    if (diagnosis.tried !== null) this.#diagnosis = message;
    if (!diagnosis.gaveUp) return true;
    const current = this.#current;
    const draft = current?.isOpen && !current.isGreeting ? current : this.#begin();
    // An earlier line says what was wrong; this one only that nslookup gave up.
    const failure = this.#diagnosis ?? message;
    if (failure.tried !== null) draft.server ??= new Block("", failure.tried);
    draft.failure = failure;
    draft.isBind = true;
    this.#end();
    this.#diagnosis = null;
    return true;
  }

  #readTimeout(text: string): boolean {
    const part = timeoutPart(text);
    const isTranslated = part === null &&
      isTranslatedTimeout(this.#lines[this.#at]!, this.#lines[this.#at + 1]);
    if (part === null && !isTranslated) return false;
    this.#endRecord();
    if (isTranslated) this.#at++;
    else this.typical++;
    if (part !== "seconds" && this.#current?.isWaiting) this.#current.timedOut = true;
    return true;
  }

  #readRecord(text: string, indented: boolean): boolean {
    if (indented && !/^\S*[.(]/.test(text)) return false;
    const record = readRecordLine(text, { anyWords: !indented }) ?? readUnknownType(text);
    if (record === null) return false;
    if (record.type !== null) this.typical++;
    this.#endParts();
    if (!this.#current?.accepts(record)) this.#begin();
    if (stringsFollow(record, text)) this.#record = new RecordStrings(record);
    else this.#addAnswer(record);
    return true;
  }

  /** More addresses or aliases of the block above. */
  #readList(text: string, indented: boolean): boolean {
    const block = this.#block;
    if (block === null || (!indented && this.#lines[this.#at - 1]?.text === "")) return false;
    const addresses = addressesIn(text);
    if (block.aliases.length > 0 && addresses === null && indented) {
      if (/[:="*]/.test(text)) return false;
      block.aliases.push(...text.split(/[\s,]+/).filter((name) => name !== "").map(hostName));
      return true;
    }
    if (addresses === null || block.addresses.length === 0) return false;
    block.addresses.push(...addresses);
    return true;
  }

  #readLabel(text: string, indented: boolean): boolean {
    const block = this.#block;
    if (indented && block === null) return false;
    const line = readLabelLine(text);
    if (line === null) return false;
    const { label, name, addresses } = line;
    // An address that was cut off.
    if (name !== null && /^address(?:es)?$/.test(label)) return false;
    this.#endRecord();
    const goesOn = block !== null && !this.#roles.isServer(label) &&
      (block.addresses.length === 0 || block.addressLabel === label);
    if (goesOn && addresses !== null) {
      if (block.addresses.length === 0) this.typical++;
      block.addressLabel = label;
      block.addresses.push(...addresses);
      if (text.includes("#") && this.#current?.server === block) this.#current.isBind = true;
    } else if (block !== null && name !== null && this.#isAlias(block, label)) {
      block.aliases.push(...name.split(/[\s,]+/).map(hostName));
    } else this.#startBlock(new Block(label, name ?? addresses![0]!));
    return true;
  }

  /** Whether a name right below a block's addresses is an alias: no address follows. */
  #isAlias(block: Block, label: string): boolean {
    if (label === block.label) return false;
    if (isAliasLabel(label)) return true;
    if (block.addresses.length === 0 || block === this.#current?.server) return false;
    if (this.#lines[this.#at - 1]?.text === "" || this.#roles.isKnown(label)) return false;
    return !holdsAddresses(this.#lines[this.#at + 1]?.text);
  }

  #startBlock(block: Block): void {
    const role = this.#roles.roleOf(block.label, this.#current, { isPrompted: this.#isPrompted });
    if (role === "serverBehindGreeting") this.#dropGreeting({ isPromptNext: false });
    if (role === "answer") {
      if (this.#current === null) this.#begin();
      this.#addAnswer(block);
    } else {
      const current = this.#current;
      const lacksServer = current?.isOpen && current.server === null;
      const draft = lacksServer ? current : this.#begin({ isGreeting: role === "greeting" });
      draft.server = block;
      draft.hasHeading ||= this.#hasHeading;
      this.#hasHeading = false;
    }
    this.#block = block;
  }

  /** The line above the values of an SOA or SRV record. */
  #startValues(text: string): boolean {
    const name = recordName(text, this.#valueBelow());
    if (name === null) return false;
    this.#endParts();
    if (this.#current?.isGreeting ?? true) this.#begin();
    this.#record = new RecordValues(name);
    this.typical++;
    return true;
  }

  /** The value of the next non-blank line if that is `key = value`, else "". */
  #valueBelow(): string {
    const [below = ""] = this.#textsBelow(3);
    return isKnownRecord(below) ? "" : readAssignment(below)?.value ?? "";
  }

  /** A line such as `Non-authoritative answer:`. */
  #readHeading(text: string): boolean {
    if (!isHeading(text)) return false;
    this.#endParts();
    const draft = this.#current?.isGreeting ? null : this.#current;
    if (draft !== null && /\bfound from:$/i.test(text)) draft.inAuthority = true;
    else if (draft?.isOpen && !draft.hasHeading) draft.hasHeading = true;
    else this.#hasHeading = true;
    return true;
  }

  /** A line of its own: a command or a question whose prompt is missing, or a banner. */
  #readBareLine(text: string): boolean {
    if (/^(?:set\s+\S|exit$)/i.test(text)) {
      this.#follow(readCommand(text));
      return true;
    }
    const [first = "", second] = this.#textsBelow(7);
    const label = readLabelLine(first)?.label;
    const isServerNext = label !== undefined && !this.#roles.isName(label) &&
      holdsAddresses(second);
    if (!isServerNext || !isLikelyQuery(text)) return isBanner(text) && this.drafts.length === 0;
    this.#begin({ query: hostName(text), isAsked: true });
    return true;
  }

  /** The texts of so many lines below, without blank ones. */
  #textsBelow(count: number): string[] {
    const below = this.#lines.slice(this.#at + 1, this.#at + 1 + count);
    return below.map(({ text }) => text).filter((text) => text !== "");
  }
}
