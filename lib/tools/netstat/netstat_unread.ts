/**
 * What stands in rows and could not be read: addresses that netstat cut, words that belong to no column.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected, type Unread } from "../../model/parsed.ts";

/** What to do to have whole addresses. */
const HINT = "To have whole addresses, save the output of netstat -W";

/** Counts values that could not be read. */
export class NetstatUnread implements Unread {
  readonly counts: Map<string, number> = new Map();
  readonly values: Rejected[] = [];
  readonly #most: number;

  /** @param most How many values to keep; the others are only counted. */
  constructor(most: number) {
    this.#most = most;
  }

  get hints(): readonly string[] {
    return this.counts.has(CUT) ? [HINT] : [];
  }

  /** Adds a row with addresses that netstat cut. */
  addCut(count: number, { line, text }: Omit<Rejected, "reason">): void {
    this.#add(CUT, count);
    this.#keep({ line, text, reason: "an address that netstat cut" });
  }

  /** Adds a row with words that belong to no column. */
  addWords({ line, text }: Omit<Rejected, "reason">): void {
    this.#add(WORDS, 1);
    this.#keep({ line, text, reason: "words behind a row" });
  }

  /** Adds a row whose line ends in a port that may have been cut. */
  addPort({ line, text }: Omit<Rejected, "reason">): void {
    this.#add(PORTS, 1);
    this.#keep({ line, text, reason: "the line ends in a port, which may be cut" });
  }

  #add(what: string, count: number): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + count);
  }

  #keep(value: Rejected): void {
    if (this.values.length >= this.#most) return;
    this.values.push({ ...value, text: value.text.trim().slice(0, LONGEST_REJECTED) });
  }
}

const CUT = "addresses cut by netstat";
const WORDS = "words behind rows";
const PORTS = "ports perhaps cut with their lines";
