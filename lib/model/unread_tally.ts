/**
 * Counts the values of a source that could not be read.
 *
 * @module
 */
import { LONGEST_REJECTED, MOST_REJECTED, type Rejected, type Unread } from "./parsed.ts";

/** What values that cannot be read are. */
export interface UnreadKind {
  /** Their name where they are counted: that of a field, or words. */
  readonly name: string;
  /** Why one of them could not be read. */
  readonly reason: string;
  /** What to do so that they can be read. @default nothing */
  readonly hint?: string;
}

/** Counts values that could not be read, and keeps the first of them. */
export class UnreadTally implements Unread {
  readonly counts: Map<string, number> = new Map();
  readonly values: Rejected[] = [];
  readonly #hints = new Set<string>();
  readonly #most: number;

  /** @param most How many values to keep; the others are only counted. */
  constructor(most: number = MOST_REJECTED) {
    this.#most = most;
  }

  get hints(): readonly string[] {
    return [...this.#hints];
  }

  /** Adds one value, or several in one place. */
  add(
    { name, reason, hint }: UnreadKind,
    { line, text }: Omit<Rejected, "reason">,
    count = 1,
  ): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + count);
    if (hint !== undefined) this.#hints.add(hint);
    if (this.values.length >= this.#most) return;
    this.values.push({ line, text: text.slice(0, LONGEST_REJECTED), reason });
  }
}
