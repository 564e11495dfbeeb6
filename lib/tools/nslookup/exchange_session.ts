/** The exchanges of an output in the order printed, and which exchange and role each part has. */
import { isArpaName } from "../../address/address.ts";
import type { RecordType } from "../../model/name.ts";
import {
  type Block,
  type Draft,
  isBlock,
  isOpen,
  newDraft,
  type PrintedRecord,
} from "./exchange.ts";
import { isNameLabel, sameName } from "./label_line.ts";

/** The drafts of an output, of which the last may go on. */
export class ExchangeSession {
  readonly roles: BlockRoles = new BlockRoles();
  readonly #drafts: Draft[] = [];
  /** The draft that goes on; null behind a prompt. */
  current: Draft | null = null;
  /** The type that a command set. */
  type: RecordType | null = null;
  /** Whether a prompt stands before the lines being read. */
  isPrompted = false;
  /** A heading that may belong to the next question, since standard error can come first. */
  #heading: string | null = null;

  /** The drafts in which something was asked. */
  get drafts(): Draft[] {
    return this.#drafts.filter((draft) => !draft.isGreeting || !isOpen(draft));
  }

  /** Whether there is no draft yet. */
  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  /** Begins the next draft. */
  begin(line: number, how: Partial<Draft> = {}): Draft {
    const isAsked = this.isPrompted || (how.query ?? null) !== null;
    this.end();
    const draft = newDraft(line, { type: this.type, isAsked, ...how });
    this.current = draft;
    this.#drafts.push(draft);
    return draft;
  }

  /** Ends the current draft. */
  end(): void {
    this.current = null;
    this.isPrompted = false;
  }

  /** Adds to the current draft's answers. */
  addAnswer(answer: PrintedRecord | Block): void {
    if (this.current !== null && !this.current.inAuthority) this.current.answers.push(answer);
  }

  /** Whether the current draft has its server and waits for its answer. */
  get isWaiting(): boolean {
    return this.current !== null && this.current.server !== null && isOpen(this.current);
  }

  /** The current draft if it is a question without an answer, else null: a new draft begins. */
  get unanswered(): Draft | null {
    const draft = this.current;
    return draft !== null && isOpen(draft) && !draft.isGreeting ? draft : null;
  }

  /** The draft that BIND's message about a name, or about an alias's target, belongs to. */
  failing(name: string): Draft | null {
    const draft = this.current;
    if (draft === null || draft.failure !== null || draft.isGreeting) return null;
    const last = draft.answers.at(-1);
    if (last === undefined) return draft;
    return !isBlock(last) && last.type === "CNAME" && sameName(last.data, name) ? draft : null;
  }

  /** Whether a record belongs to the current draft. BIND prints no server with reverse answers. */
  accepts(record: PrintedRecord): boolean {
    const draft = this.current;
    if (draft === null || draft.isGreeting) return false;
    if (draft.inAuthority) return record.type !== "PTR";
    const isReverse = record.type === "PTR" || isArpaName(record.name ?? "");
    if (isOpen(draft) || !isReverse || draft.query !== null) return true;
    if (draft.server !== null && !draft.isBind) return draft.answers.some((one) => !isBlock(one));
    return draft.answers.some((one) =>
      !isBlock(one) && (sameName(one.name, record.name) ||
        (one.type === "CNAME" && sameName(one.data, record.name)))
    );
  }

  /** Gives a server's block to the question read just before it, or to a new draft. */
  addServer(block: Block, { line, isGreeting }: { line: number; isGreeting: boolean }): void {
    const current = this.current;
    const lacksServer = current !== null && current.server === null && isOpen(current);
    const draft = lacksServer ? current : this.begin(line, { isGreeting });
    draft.server = block;
    draft.heading = this.#heading ?? draft.heading;
    this.#heading = null;
  }

  /**
   * Drops the current draft if it turns out to be only the server shown at the start of a session:
   * a prompt follows, or its label says so.
   */
  dropGreeting({ isPromptNext }: { isPromptNext: boolean }): void {
    const draft = this.current;
    if (!draft?.server || !isOpen(draft)) return;
    if (isPromptNext && (draft.isAsked || draft.timeouts > 0)) return;
    if (isPromptNext && !draft.isGreeting) this.roles.noteGreeting(draft.server.label);
    this.#drafts.pop();
    this.current = null;
  }

  /** Takes a line such as `Non-authoritative answer:`. */
  addHeading(text: string): void {
    const draft = this.current;
    if (draft === null || draft.isGreeting) this.#heading = text;
    else if (/\bfound from:$/i.test(text)) draft.inAuthority = true;
    else if (isOpen(draft) && draft.heading === null) draft.heading = text;
    else this.#heading = text;
  }

  /** Gives a heading that nothing follows to the last draft, since standard error can come last. */
  finish(): void {
    const draft = this.current ?? this.#drafts.at(-1);
    if (draft !== undefined && draft.heading === null) draft.heading = this.#heading;
  }
}

/** The role of a block. */
export interface BlockRole {
  readonly kind: "server" | "answer" | "greeting";
  /** Whether it shows that the block before it was a greeting, not a question's server. */
  readonly followsGreeting: boolean;
}

const SERVER: BlockRole = { kind: "server", followsGreeting: false };
const ANSWER: BlockRole = { kind: "answer", followsGreeting: false };
const GREETING: BlockRole = { kind: "greeting", followsGreeting: false };

/**
 * Tells the blocks `LABEL: name`, `Address: …` of servers from those of answers, by position: the
 * server is the first block of an exchange. It learns the labels, which then separate exchanges
 * without prompts between them. Words for `Name` are known beforehand only for an answer that was
 * saved without its server.
 */
class BlockRoles {
  readonly #servers = new Set<string>();
  readonly #answers = new Set<string>();
  readonly #greetings = new Set<string>(["default server"]);
  /** A label that may be that of greetings only. */
  #guess: string | null = null;

  /** Whether a label is that of servers. */
  isServer(label: string): boolean {
    return this.#servers.has(label) || this.#greetings.has(label);
  }

  /** Whether a label is that of answers. */
  isName(label: string): boolean {
    return this.#answers.has(label) || (isNameLabel(label) && !this.isServer(label));
  }

  /** Whether a label was seen before. */
  isKnown(label: string): boolean {
    return this.isServer(label) || this.#answers.has(label);
  }

  /** The role of a block with that label behind a draft. */
  roleOf(label: string, draft: Draft | null, { isPrompted }: { isPrompted: boolean }): BlockRole {
    // Damaged labels all look the same.
    if (isDamaged(label)) return draft?.server && draft.answers.length === 0 ? ANSWER : SERVER;
    const role = this.#decide(label, draft, isPrompted);
    const labels = { server: this.#servers, answer: this.#answers, greeting: this.#greetings };
    labels[role.kind].add(label);
    return role;
  }

  /**
   * Notes the label of a greeting. All servers have it, unless another label turns up that is part
   * of it: `Default Server` contains `Server`.
   */
  noteGreeting(label: string): void {
    this.#guess = label;
  }

  #decide(label: string, draft: Draft | null, isPrompted: boolean): BlockRole {
    if (this.#greetings.has(label)) return GREETING;
    if (this.#guess !== label && this.#guess?.includes(label)) {
      this.#learnGreeting(this.#guess);
      this.#guess = null;
      return SERVER;
    }
    if (this.#servers.has(label)) return SERVER;
    if (this.#answers.has(label)) return ANSWER;
    if (draft?.isGreeting && draft.server === null) return GREETING;
    const first = draft?.server?.label;
    if (draft !== null && first !== undefined) {
      if (first !== label && first.includes(label)) {
        this.#learnGreeting(first);
        return { kind: "server", followsGreeting: true };
      }
      if (draft.isGreeting && !isNameLabel(label)) return SERVER;
      return canAnswer(draft, label) ? ANSWER : SERVER;
    }
    return isNameLabel(label) && !isPrompted && (draft?.query ?? null) === null ? ANSWER : SERVER;
  }

  #learnGreeting(label: string): void {
    this.#servers.delete(label);
    this.#greetings.add(label);
  }
}

/** Whether only marks for undecodable bytes are left of a label. */
function isDamaged(label: string): boolean {
  return /^[?\ufffd\s]+$/.test(label);
}

/** Whether a block with a new label can be an answer of that exchange. */
function canAnswer(draft: Draft, label: string): boolean {
  if (draft.failure !== null || draft.answers.some(isBlock)) return false;
  return draft.answers.length === 0 || draft.isBind || isNameLabel(label);
}
