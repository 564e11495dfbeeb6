/** The exchanges of an output in the order printed, of which the last may still go on. */
import type { RecordType } from "../../model/name.ts";
import { type Block, type Draft, isBlock, isOpen, newDraft } from "./draft.ts";
import type { PrintedRecord } from "./exchange.ts";
import { sameName } from "./names.ts";
import { Roles } from "./roles.ts";

/** Which exchange what is printed belongs to. */
export class Session {
  readonly roles: Roles = new Roles();
  readonly #drafts: Draft[] = [];
  /** The one that goes on; null behind a prompt. */
  current: Draft | null = null;
  /** The type that a command set. */
  type: RecordType | null = null;
  /** Whether a prompt stands before what is read. */
  isPrompted = false;
  /** A heading that may belong to the question that follows, as standard error can come first. */
  #heading: string | null = null;

  /** Those in which something was asked. */
  get drafts(): Draft[] {
    return this.#drafts.filter((draft) => !draft.isGreeting || !isOpen(draft));
  }

  /** Whether there is none yet. */
  get isEmpty(): boolean {
    return this.#drafts.length === 0;
  }

  /** Begins the next one. */
  begin(line: number, how: Partial<Draft> = {}): Draft {
    const isAsked = this.isPrompted || (how.query ?? null) !== null;
    this.end();
    const draft = newDraft(line, { type: this.type, isAsked, ...how });
    this.current = draft;
    this.#drafts.push(draft);
    return draft;
  }

  /** Nothing more belongs to the current one. */
  end(): void {
    this.current = null;
    this.isPrompted = false;
  }

  /** Adds to the current one's answer. */
  answer(what: PrintedRecord | Block): void {
    if (this.current !== null && !this.current.isAside) this.current.answers.push(what);
  }

  /** Whether a question waits for its answer whose server was told. */
  get waits(): boolean {
    return this.current !== null && this.current.server !== null && isOpen(this.current);
  }

  /** The current one, where nothing was answered in it; null where another one begins. */
  get unanswered(): Draft | null {
    const draft = this.current;
    return draft !== null && isOpen(draft) && !draft.isGreeting ? draft : null;
  }

  /** The one that BIND's message about a name belongs to: also to where that is an alias's target. */
  failing(name: string): Draft | null {
    const draft = this.current;
    if (draft === null || draft.failure !== null || draft.isGreeting) return null;
    const last = draft.answers.at(-1);
    if (last === undefined) return draft;
    return !isBlock(last) && last.type === "CNAME" && sameName(last.data, name) ? draft : null;
  }

  /** Whether a record is the current one's. BIND's nslookup tells no server with reverse answers. */
  takes(record: PrintedRecord): boolean {
    const draft = this.current;
    if (draft === null || draft.isGreeting) return false;
    if (draft.isAside) return record.type !== "PTR";
    const isReverse = record.type === "PTR" || /\.(?:in-addr|ip6)\.arpa$/i.test(record.name ?? "");
    if (isOpen(draft) || !isReverse || draft.query !== null) return true;
    if (draft.server !== null && !draft.isBind) return draft.answers.some((one) => !isBlock(one));
    return draft.answers.some((one) =>
      !isBlock(one) && (sameName(one.name, record.name) ||
        (one.type === "CNAME" && sameName(one.data, record.name)))
    );
  }

  /** Gives the server's block to its exchange: a new one, unless a question was read just before. */
  tellServer(block: Block, { line, isGreeting }: { line: number; isGreeting: boolean }): void {
    const current = this.current;
    const waits = current !== null && current.server === null && isOpen(current);
    const draft = waits ? current : this.begin(line, { isGreeting });
    draft.server = block;
    draft.heading = this.#heading ?? draft.heading;
    this.#heading = null;
  }

  /**
   * Drops the current one where it was no question but the server told at the start of a session: a
   * prompt follows, or a label shows it.
   */
  dropGreeting({ isPromptNext }: { isPromptNext: boolean }): void {
    const draft = this.current;
    if (!draft?.server || !isOpen(draft)) return;
    if (isPromptNext && (draft.isAsked || draft.timeouts > 0)) return;
    if (isPromptNext && !draft.isGreeting) this.roles.greets(draft.server.label);
    this.#drafts.pop();
    this.current = null;
  }

  /** Takes a line such as `Non-authoritative answer:`. */
  takeHeading(text: string): void {
    const draft = this.current;
    if (draft === null || draft.isGreeting) this.#heading = text;
    else if (/\bfound from:$/i.test(text)) draft.isAside = true;
    else if (isOpen(draft) && draft.heading === null) draft.heading = text;
    else this.#heading = text;
  }

  /** Gives a heading that nothing follows to the last one, as standard error can come last. */
  finish(): void {
    const draft = this.current ?? this.#drafts.at(-1);
    if (draft !== undefined && draft.heading === null) draft.heading = this.#heading;
  }
}
