/** Records on several lines: SOA, and on Windows SRV and TXT. */
import { BLANK_RECORD, type PrintedRecord } from "./exchange.ts";
import { hostName } from "./label_line.ts";
import { readAssignment, readRecordLine } from "./record_line.ts";

/** The name in `_sip._tcp.example  SRV service location:` above `priority = 5`; else null. */
export function serviceName(text: string, valueBelow: string): string | null {
  const name = /^(\S*[._]\S*)\s+\S/.exec(text)?.[1];
  return name !== undefined && /^\d{1,5}$/.test(valueBelow) ? name : null;
}

/** Whether a line is the name of a zone, above `primary name server = ns1.example`. */
export function isZoneName(text: string, valueBelow: string): boolean {
  return /^[\w.()/-]+$/.test(text) && /^[^\s.]*\.\S*$/.test(valueBelow);
}

/** The record whose values or strings are being read. At most one is open at a time. */
export class MultilineRecord {
  /** An SOA or SRV record. */
  #values: RecordValues | null = null;
  /** A TXT record, and its strings. */
  #text: PrintedRecord | null = null;
  #strings = new RecordStrings();

  /** Expects the values of a record with that name. */
  startValues(name: string): void {
    this.#values = new RecordValues(name);
  }

  /** Expects the strings of a TXT record. */
  startStrings(record: PrintedRecord): void {
    this.#text = record;
    this.#strings = new RecordStrings();
  }

  /** Takes a line; false if it does not belong to the record. */
  take(text: string): boolean {
    if (this.#text !== null) {
      // A string that lost its closing quote ends at the next record.
      return !(this.#strings.isOpen && isRecord(text)) && this.#strings.take(text);
    }
    return this.#values !== null && !isRecord(text) && this.#values.take(text);
  }

  /** Whether a blank line ends the record. Copies double line breaks, but not inside a string. */
  get endsWithBlank(): boolean {
    return this.#text !== null && this.#strings.isOpen;
  }

  /** Ends the record and returns it; null if none was open, or too few of its values came. */
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

/**
 * The values of an SOA or SRV record, one a line, `serial  = 2026`. Their order tells which is
 * which: every nslookup prints them in the order of the DNS message.
 */
class RecordValues {
  readonly #name: string;
  readonly #values: string[] = [];

  constructor(name: string) {
    this.#name = hostName(name);
  }

  take(text: string): boolean {
    const parts = this.#isComplete ? null : readAssignment(text);
    if (parts === null || parts.value === "") return false;
    const count = this.#values.length;
    // SRV has three numbers, then the host; SOA two names, then numbers.
    const mayBeName = this.#isService ? count === 3 : count < 2;
    if (leadingNumber(parts.value) === null && !mayBeName) return false;
    this.#values.push(parts.value);
    return true;
  }

  get #isComplete(): boolean {
    return this.#values.length >= (this.#isService ? 4 : 7);
  }

  /** SRV begins with its priority, SOA with the name of the primary server. */
  get #isService(): boolean {
    return /^\d+$/.test(this.#values[0] ?? "");
  }

  /** The record; null if too few of its values came. */
  get record(): PrintedRecord | null {
    return this.#isService ? this.#service : this.#zone;
  }

  get #service(): PrintedRecord | null {
    const [target] = this.#values.slice(3);
    if (target === undefined) return null;
    const [preference, weight, port] = this.#values.map(leadingNumber);
    return {
      ...BLANK_RECORD,
      name: this.#name,
      type: "SRV",
      data: hostName(target),
      preference: preference!,
      weight: weight!,
      port: port!,
    };
  }

  get #zone(): PrintedRecord | null {
    const [primary, mail, ...numbers] = this.#values;
    if (primary === undefined || mail === undefined) return null;
    const data = [hostName(primary), hostName(mail), ...numbers.map(leadingNumber)].join(" ");
    return { ...BLANK_RECORD, name: this.#name, type: "SOA", data };
  }
}

/** The number of `10800 (3 hours)`; null if there is none. */
function leadingNumber(value: string): number | null {
  const digits = /^\d{1,10}/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}

/** The strings of a TXT record as Windows prints them: one a line, quoted, without escapes. */
class RecordStrings {
  readonly #parts: string[] = [];
  #isOpen = false;

  /** Takes a line. A string that the console broke goes on up to its closing quote. */
  take(text: string): boolean {
    if (!this.#isOpen && !text.startsWith('"')) return false;
    const start = this.#isOpen ? 0 : 1;
    const isClosed = text.length > start && text.endsWith('"');
    this.#parts.push(text.slice(start, isClosed ? -1 : undefined));
    this.#isOpen = !isClosed;
    return true;
  }

  /** Whether the closing quote of a string is still to come. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get joined(): string {
    return this.#parts.join("");
  }
}
