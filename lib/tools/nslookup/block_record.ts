/** Records that take several lines: SOA and, on Windows, SRV. */
import type { PrintedRecord } from "./exchange.ts";
import { hostName } from "./names.ts";
import { readAssignment } from "./record_line.ts";

/**
 * A record whose values stand on lines of their own, `serial  = 2026`. Which value is which is told
 * by the order, which is that of the record in a DNS message, in every nslookup.
 */
export class BlockRecord {
  readonly #name: string;
  readonly #values: string[] = [];

  constructor(name: string) {
    this.#name = hostName(name);
  }

  /** Takes a line; false where it is none of this record's. */
  take(text: string): boolean {
    const parts = this.isComplete ? null : readAssignment(text);
    if (parts === null || parts.value === "") return false;
    const isNumber = leadingNumber(parts.value) !== null;
    if (!isNumber && this.#numbersFrom <= this.#values.length) return this.#takeTarget(parts.value);
    this.#values.push(parts.value);
    return true;
  }

  /** A service's last value is no number. */
  #takeTarget(value: string): boolean {
    if (!this.#isService || this.#values.length !== 3) return false;
    this.#values.push(value);
    return true;
  }

  /** Behind how many values only numbers follow. */
  get #numbersFrom(): number {
    return this.#isService ? 0 : 2;
  }

  /** Whether nothing can follow. */
  get isComplete(): boolean {
    return this.#values.length >= (this.#isService ? 4 : 7);
  }

  /** A service's first value is its priority, a zone's the name of its primary server. */
  get #isService(): boolean {
    return /^\d+$/.test(this.#values[0] ?? "");
  }

  /** What it comes to; null where too little of it is there. */
  get record(): PrintedRecord | null {
    const values = this.#values;
    const base = { name: this.#name, aliases: null };
    if (this.#isService) {
      const target = values[3];
      if (target === undefined) return null;
      const [preference, weight, port] = values.slice(0, 3).map(leadingNumber);
      return {
        ...base,
        type: "SRV",
        data: hostName(target),
        preference: preference!,
        weight: weight!,
        port: port!,
      };
    }
    const [primary, mail, ...numbers] = values;
    if (primary === undefined || mail === undefined) return null;
    const seconds = numbers.map((number) => leadingNumber(number)!);
    const data = [hostName(primary), hostName(mail), ...seconds].join(" ");
    return { ...base, type: "SOA", data, preference: null, weight: null, port: null };
  }
}

/** The number of `10800 (3 hours)`; null for none. */
function leadingNumber(value: string): number | null {
  const digits = /^\d{1,10}/.exec(value)?.[0];
  return digits === undefined ? null : Number(digits);
}
