/** A record whose values or strings stand on the lines below it. */
import { BlockRecord } from "./block_record.ts";
import type { PrintedRecord } from "./exchange.ts";
import { readRecordLine } from "./record_line.ts";
import { WindowsStrings } from "./text_strings.ts";

/** What is still to come of a record. At most one is waited for at a time. */
export class Pending {
  /** An SOA or SRV record. */
  #values: BlockRecord | null = null;
  /** A TXT record, and its strings. */
  #text: PrintedRecord | null = null;
  #strings = new WindowsStrings();

  /** Waits for the values of a record with that name. */
  startValues(name: string): void {
    this.#values = new BlockRecord(name);
  }

  /** Waits for the strings of a TXT record. */
  startStrings(record: PrintedRecord): void {
    this.#text = record;
    this.#strings = new WindowsStrings();
  }

  /** Takes a line; false where it is not waited for. */
  take(text: string): boolean {
    if (this.#text !== null) {
      // Where a string lost its end, the next record ends it.
      return !(this.#strings.isOpen && isRecord(text)) && this.#strings.take(text);
    }
    return this.#values !== null && !isRecord(text) && this.#values.take(text);
  }

  /** Whether a blank line ends what is waited for: copies double line breaks, but not in a string. */
  get endsWithBlank(): boolean {
    return this.#text !== null && this.#strings.isOpen;
  }

  /** What came of it; null where nothing was waited for, or too little came. */
  end(): PrintedRecord | null {
    const record = this.#text === null
      ? this.#values?.record ?? null
      : { ...this.#text, data: this.#strings.joined };
    this.#text = null;
    this.#values = null;
    return record;
  }
}

function isRecord(text: string): boolean {
  return readRecordLine(text, { anyWords: false }) !== null;
}
