/** Reads the lines of nslookup's output into drafts of exchanges. */
import type { RecordType } from "../../model/name.ts";
import { BindDiagnosis } from "./bind_diagnosis.ts";
import { BlockRoles } from "./block_roles.ts";
import { wholeMessage } from "./broken_message.ts";
import { Block, Draft, isPlausible, keepExchanges, type Message } from "./exchange.ts";
import { readBusyBoxFailure } from "./busybox_message.ts";
import {
  bindFailure,
  isTranslatedTimeout,
  messageText,
  placeOf,
  timeoutPart,
} from "./failure_message.ts";
import {
  addressesIn,
  holdsAddresses,
  hostName,
  isAuthorityHeading,
  isBlockLabel,
  isLabelled,
  isServerLabel,
  readLabelLine,
} from "./label_line.ts";
import { debugLines } from "./nslookup_lines.ts";
import { OpenDrafts } from "./open_drafts.ts";
import { type Line, textsOf } from "./printed_line.ts";
import {
  afterPrompts,
  type Command,
  isBanner,
  isBareCommand,
  isLikelyQuery,
  isOutput,
  type Listing,
  readCommand,
  readListingLine,
  readShellLine,
} from "./nslookup_prompt.ts";
import {
  readRecordLine,
  readUnknownType,
  recordName,
  RecordStrings,
  RecordValues,
  stringsFollow,
} from "./printed_record.ts";
import { ServerZones } from "./server_zones.ts";

/** Reads lines into drafts. */
export class ExchangeReader {
  /** The exchanges in which something was asked. */
  readonly drafts: readonly Draft[];
  /** Messages whose question is not known yet. */
  readonly unplaced: Message[] = [];
  /** Indices of the lines that were not understood. */
  readonly unknown: number[] = [];
  readonly #lines: readonly Line[];
  readonly #roles = new BlockRoles();
  /** The index of the line that is being read. */
  #at = 0;
  /** The number of the last blank line. */
  #blankLine = 0;
  readonly #open = new OpenDrafts();
  /** The type that a command set. */
  #type: RecordType | null = null;
  /** The command whose output answers no question, up to the next prompt. */
  #listing: Listing | null = null;
  /** Whether the lines are dig's, which also begin with semicolons. */
  #isDig = false;
  /** Whether a heading may belong to the next question, since standard error can come first. */
  #hasHeading = false;
  readonly #serverZones = new ServerZones();
  readonly #diagnosis = new BindDiagnosis();

  /** Reads all lines. */
  constructor(lines: readonly Line[]) {
    this.#lines = lines;
    const isDebug = debugLines(lines);
    for (; this.#at < lines.length; this.#at++) {
      if (!isDebug.has(this.#at)) this.#readLine(lines[this.#at]!);
    }
    this.#open.endRecord();
    // Standard error can come last.
    const last = this.#open.current ?? this.#open.drafts.at(-1);
    if (last !== undefined) last.hasHeading ||= this.#hasHeading;
    this.drafts = keepExchanges(this.#open.drafts, { lines, unknown: this.unknown });
  }

  /** The number of the line that is being read. */
  get #line(): number {
    return this.#lines[this.#at]!.line;
  }

  #readLine({ text, indented }: Line): void {
    if (text.startsWith("; <<>> DiG")) this.#isDig = true;
    if (text === "") {
      this.#blankLine = this.#line;
      if (this.#open.record?.isInString) this.#open.endRecord();
      return;
    }
    const prompted = afterPrompts(text);
    if (prompted !== null) return this.#readPrompt(prompted);
    const command = readShellLine(text);
    if (command !== null) {
      this.#type = null;
      this.#follow(command);
    } else if (this.#listing === null) this.#readOutput(text, indented);
    else this.#readListing(text, this.#listing);
  }

  #readPrompt(rest: string): void {
    this.#dropGreeting({ isPromptNext: true });
    this.#follow({});
    this.#open.isPrompted = true;
    if (isOutput(rest)) this.#readOutput(rest, false);
    else if (rest !== "") this.#follow(readCommand(rest));
  }

  #follow({ query, type, showsServer = false, listing, isGuess }: Command): void {
    this.#open.end();
    this.#isDig = false;
    this.#listing = listing ?? null;
    if (query !== undefined) {
      this.#begin({ query, type: type ?? this.#type, isAsked: !isGuess, isGuess });
    } else if (type !== undefined) this.#type = type;
    if (showsServer) this.#begin({ isGreeting: true });
  }

  /** The output of a command such as `ls`. */
  #readListing(text: string, { domain, server: listed }: Listing): void {
    const { failure, listing, isRecord } = readListingLine(text, { domain, server: listed });
    this.#listing = listing ?? this.#listing;
    if (isRecord) this.unknown.push(this.#at);
    if (failure === undefined) return;
    const draft = this.#begin({ query: domain, isAsked: true });
    draft.failure = { text: failure, line: this.#line };
    if (listed !== undefined) draft.server = new Block("", listed);
    this.#open.end();
    // An explanation follows.
    this.#listing = { domain: null };
  }

  #readOutput(text: string, indented: boolean): void {
    const isKnown = this.#readMessage(text) || this.#readTimeout(text) ||
      this.#open.record?.take(text) || this.#readRecord(text, indented) ||
      this.#readList(text, indented) || this.#readLabel(text, indented) ||
      !indented && (this.#startValues(text) || this.#readHeading(text) || this.#readBareLine(text));
    if (isKnown) return;
    this.#open.endRecord();
    this.unknown.push(this.#at);
    // An address that was cut off is no other label.
    if (isLabelled(text) && !text.startsWith("Address")) {
      this.unknown.push(...this.#open.dropDoubtful(this.#blankLine));
    } else if (this.#open.current?.isDoubtful(this.#blankLine)) {
      this.#open.current.isAmongOthers = true;
    }
  }

  #begin(given: Partial<Draft> = {}): Draft {
    const isAsked = this.#open.isPrompted;
    return this.#open.begin(new Draft(this.#line, { type: this.#type, isAsked, ...given }));
  }

  /** Drops what turns out to be only the server shown at the start of a session. */
  #dropGreeting(how: { isPromptNext: boolean }): void {
    const draft = this.#open.dropGreeting(how);
    if (draft === null || !how.isPromptNext || draft.isGreeting) return;
    this.#roles.noteGreeting(draft.server!.label);
  }

  /** `*** …` of Windows and BIND, `;; …` of BIND. */
  #readMessage(line: string): boolean {
    if (line.startsWith(";")) return this.#isDig ? false : this.#readDiagnosis(line);
    const busyBox = readBusyBoxFailure(line);
    if (busyBox === null && messageText(line) === null) return false;
    this.#open.endParts();
    const hints = { first: line, known: this.#open.current?.query ?? "" };
    const whole = busyBox ?? wholeMessage(this.#lines, this.#at, hints);
    const message = { ...busyBox, text: messageText(whole.text) ?? whole.text, line: this.#line };
    if ("end" in whole) this.#at = whole.end;
    const place = placeOf(message, this.#open.current);
    if (place === "later") this.unplaced.push(message);
    if (place === "later" || place === "nowhere") return true;
    const draft = place === "here" ? this.#open.current! : this.#begin(this.#open.current?.forNext);
    const about = bindFailure(message.text);
    draft.failure = { ...message, ...about !== null && { about } };
    draft.isBind ||= about !== null;
    return true;
  }

  #readDiagnosis(line: string): boolean {
    const [failure, current] = [this.#diagnosis.take(line, this.#line), this.#open.current];
    if (typeof failure === "boolean") return failure;
    const draft = current?.isOpen && !current.isGreeting ? current : this.#begin();
    if (failure.tried !== null) draft.server ??= new Block("", failure.tried);
    Object.assign(draft, { failure, isBind: true });
    this.#open.end();
    return true;
  }

  #readTimeout(text: string): boolean {
    const part = timeoutPart(text);
    const isTranslated = part === null &&
      isTranslatedTimeout(this.#lines[this.#at]!, this.#lines[this.#at + 1]);
    if (part === null && !isTranslated) return false;
    this.#open.endRecord();
    if (isTranslated) this.#at++;
    if (part !== "seconds" && this.#open.current?.isWaiting) this.#open.current.timedOut = true;
    return true;
  }

  #readRecord(text: string, indented: boolean): boolean {
    if (indented && !/^\S*[.(]/.test(text)) return false;
    const isAnswer = this.#open.current?.awaitsRecords ?? false;
    const record = readRecordLine(text, { anyWords: !indented && isAnswer }) ??
      (isAnswer ? readUnknownType(text) : null);
    if (record === null || !isPlausible(record, this.#open.current)) return false;
    this.#open.endParts();
    if (!this.#open.current?.accepts(record)) this.#begin();
    if (stringsFollow(record, text)) this.#open.record = new RecordStrings(record);
    else this.#open.addAnswer(record);
    return true;
  }

  /** More addresses or aliases of the block above. */
  #readList(text: string, indented: boolean): boolean {
    const block = this.#open.block;
    if (block === null || (!indented && this.#lines[this.#at - 1]?.text === "")) return false;
    const addresses = addressesIn(text);
    const mayBeAlias = indented ||
      isLikelyQuery(text) && !this.#roles.isServerBlock(this.#textsBelow(7));
    if (block.aliases.length > 0 && addresses === null && mayBeAlias) {
      if (/[:="*]/.test(text)) return false;
      block.aliases.push(...text.split(/[\s,]+/).filter((name) => name !== "").map(hostName));
      return this.#open.takeLine(this.#at);
    }
    if (addresses === null || block.addresses.length === 0) return false;
    block.addresses.push(...addresses);
    return this.#open.takeLine(this.#at);
  }

  #readLabel(text: string, indented: boolean): boolean {
    const block = this.#open.block;
    if (indented && block === null) return false;
    const line = readLabelLine(text);
    if (line === null) return false;
    const { label, name, addresses, isAddress } = line;
    if (isAddress) {
      // The first one right below a name, others of BusyBox below that.
      const goesOn = block !== null && addresses !== null &&
        (block.addresses.length === 0 || line.isNumbered);
      if (!goesOn) return false;
      this.#open.endRecord();
      if (this.#open.current!.addAddresses(block, line, text)) {
        this.#serverZones.drop(this.#open.drafts, block);
      }
      return this.#open.takeLine(this.#at);
    }
    if (block !== null && name !== null && this.#isAlias(block, label)) {
      this.#open.endRecord();
      block.aliases.push(...name.split(/[\s,]+/).map(hostName));
      return this.#open.takeLine(this.#at);
    }
    const [below = ""] = this.#textsBelow(2);
    // At the end, the address may be cut off.
    const isFollowed = holdsAddresses(below) || this.#at + 2 >= this.#lines.length &&
        /^(?:A|$)/.test(below) && isServerLabel(label) && !this.#open.current?.isWaiting;
    if (
      !isBlockLabel(label) ||
      !(isFollowed || name !== null && !this.#open.current?.isDoubtful(this.#blankLine) &&
          this.#roles.canLackAddresses(label, name, this.#open.current))
    ) return false;
    this.#open.endRecord();
    return this.#startBlock(new Block(label, name ?? addresses![0]!));
  }

  /** Whether a name right below a block's addresses is an alias: no address follows. */
  #isAlias(block: Block, label: string): boolean {
    const [above, below] = [this.#lines[this.#at - 1]?.text, this.#lines[this.#at + 1]?.text];
    const server = this.#open.current?.server ?? null;
    const mayBe = above !== "" && server !== null && block !== server && !holdsAddresses(below);
    return this.#roles.isAlias(label, block, { mayBe });
  }

  #startBlock(block: Block): boolean {
    const role = this.#roles.roleOf(block.label, this.#open.current, {
      isPrompted: this.#open.isPrompted,
    });
    const isAmongOthers = this.unknown.at(-1) === this.#at - 1 &&
      isLabelled(this.#lines[this.#at - 1]!.text);
    if (role === "serverBehindGreeting") this.#dropGreeting({ isPromptNext: false });
    if (role === "answer") {
      const next = { isAmongOthers, ...this.#open.current?.forNext };
      if (!this.#open.current?.mayAnswer(block.name)) this.#begin(next);
      this.#open.addAnswer(block);
    } else {
      if (!isServerLabel(block.label)) return false;
      const current = this.#open.current;
      const lacksServer = current?.isOpen && current.server === null;
      const draft = lacksServer ? current : this.#begin({ isGreeting: role === "greeting" });
      Object.assign(draft, { server: block, isAmongOthers });
      draft.hasHeading ||= this.#hasHeading;
      this.#hasHeading = false;
    }
    this.#open.block = block;
    return this.#open.takeLine(this.#at);
  }

  /** The line above the values of an SOA or SRV record. */
  #startValues(text: string): boolean {
    const name = recordName(text, this.#textsBelow(3)[0] ?? "");
    if (name === null) return false;
    this.#open.endParts();
    if (this.#open.current?.isGreeting ?? true) this.#begin();
    this.#open.record = new RecordValues(name);
    return this.#open.takeLine(this.#at);
  }

  /** A line such as `Non-authoritative answer:`. */
  #readHeading(text: string): boolean {
    if (!isAuthorityHeading(text)) return false;
    // Standard error can come in the middle of a list.
    if (addressesIn(this.#textsBelow(2)[0] ?? "") === null) this.#open.endParts();
    if (!this.#open.current?.takeHeading(text)) this.#hasHeading = true;
    return true;
  }

  /** A line of its own: a command or a question whose prompt is missing, or a banner. */
  #readBareLine(text: string): boolean {
    if (isBareCommand(text)) {
      this.#follow(readCommand(text));
      return true;
    }
    if (!isLikelyQuery(text) || !this.#roles.isServerBlock(this.#textsBelow(7))) {
      return isBanner(text) && this.#open.drafts.length === 0;
    }
    this.#begin({ query: hostName(text), isGuess: true });
    return true;
  }

  /** The texts of so many lines below, without blank ones. */
  #textsBelow(count: number): string[] {
    return textsOf(this.#lines.slice(this.#at + 1, this.#at + 1 + count));
  }
}
