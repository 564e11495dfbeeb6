/**
 * The drafts of exchanges in the order of the output, and what of the last one may go on.
 *
 * @module
 */
import type { Block, Draft, PrintedRecord } from "./exchange.ts";
import type { OpenRecord } from "./printed_record.ts";

/** The drafts, of which the last one may be open. */
export class OpenDrafts {
  readonly drafts: Draft[] = [];
  /** The draft that goes on; null behind a prompt. */
  current: Draft | null = null;
  /** The block to which more addresses or aliases may belong. */
  block: Block | null = null;
  /** The record of which more lines may follow. */
  record: OpenRecord | null = null;
  /** Whether a prompt stands before the lines being read. */
  isPrompted = false;

  begin(draft: Draft): Draft {
    this.end();
    this.drafts.push(draft);
    return this.current = draft;
  }

  end(): void {
    this.endParts();
    this.current = null;
    this.isPrompted = false;
  }

  endParts(): void {
    this.endRecord();
    this.block = null;
  }

  endRecord(): void {
    const record = this.record?.record ?? null;
    this.record = null;
    if (record !== null) this.addAnswer(record);
  }

  addAnswer(answer: PrintedRecord | Block): void {
    if (!this.current?.inAuthority) this.current?.answers.push(answer);
  }

  /** Counts a line to the current draft. */
  takeLine(at: number): boolean {
    return this.current === null || this.current.lines.push(at) > 0;
  }

  /**
   * Drops the current draft if another `Label: value` stands right below it, and nothing but labels says
   * that it is one: any list of labels and values can have `Server` and `Address` in it. Returns its lines.
   */
  dropDoubtful(blankLine: number): readonly number[] {
    const draft = this.current;
    if (!draft?.isDoubtful(blankLine)) return [];
    this.drafts.pop();
    this.end();
    return draft.lines;
  }

  /**
   * Drops the current draft if it turns out to be only the server shown at the start of a session: a
   * prompt follows, or its label says so. Returns it.
   */
  dropGreeting({ isPromptNext }: { isPromptNext: boolean }): Draft | null {
    const draft = this.current;
    if (!draft?.isWaiting || (isPromptNext && (draft.isAsked || draft.timedOut))) return null;
    this.drafts.pop();
    this.current = null;
    return draft;
  }
}
