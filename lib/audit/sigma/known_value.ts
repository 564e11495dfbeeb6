/**
 * A value of an event to compare with the values of Sigma rules.
 *
 * @module
 */
import {
  embeddedIPv4,
  formatAddress,
  formatIPv4,
  isMapped,
  parseAddress,
} from "../../address/address.ts";

/** A value of a field, as far as it is known. */
export interface KnownValue {
  /** What a person is shown. */
  readonly shown: string;
  /** Its notations: an IPv6 address has several. */
  readonly texts: readonly string[];
  /** The same in lower case. */
  readonly lowerTexts: readonly string[];
  /** The number that it is; null for what is none. */
  readonly number: number | null;
  /** The address that it is, as groups of 16 bits, an IPv4-mapped one as IPv4; null for what is none. */
  readonly address: readonly number[] | null;
  /** Whether only its end is known: the name of a program whose path is not. */
  readonly isEndOnly: boolean;
}

/** A text as it is. */
function textValue(text: string): KnownValue {
  return valueOf([text], { number: numberIn(text) });
}

/** The end of a text. */
function endValue(end: string): KnownValue {
  return { ...valueOf([end], {}), shown: `…${end}`, isEndOnly: true };
}

/** A number. */
function numberValue(number: number): KnownValue {
  return valueOf([String(number)], { number });
}

/** An address in the notations that rules use: short, and with all its zeros as Sysmon writes it. */
export function addressValue(text: string): KnownValue {
  const parsed = parseAddress(text);
  if (parsed === null) return textValue(text);
  const { family, groups } = parsed;
  if (family === 4) return { ...valueOf([text], {}), address: groups };
  const notations = [
    formatAddress({ family, groups, zone: null }),
    groups.map((group) => group.toString(16)).join(":"),
  ];
  if (!isMapped(groups)) return { ...valueOf(notations, {}), address: groups };
  const inside = formatIPv4(embeddedIPv4(groups, 6));
  return { ...valueOf([inside, ...notations], {}), address: groups.slice(6) };
}

/** A number in decimal digits; null for anything else. */
export function numberIn(text: string): number | null {
  return /^\s*-?\d{1,15}(?:\.\d{1,9})?\s*$/.test(text) ? Number(text) : null;
}

function valueOf(
  texts: readonly string[],
  { number = null }: { number?: number | null },
): KnownValue {
  return {
    shown: texts[0]!,
    texts,
    lowerTexts: texts.map((text) => text.toLowerCase()),
    number,
    address: null,
    isEndOnly: false,
  };
}

/** Makes each value once, however many connections have it. */
export class ValueMaker {
  readonly #texts = new Map<string, KnownValue>();
  readonly #ends = new Map<string, KnownValue>();
  readonly #addresses = new Map<string, KnownValue>();
  readonly #numbers = new Map<number, KnownValue>();

  text(text: string): KnownValue {
    return once(this.#texts, text, textValue);
  }

  end(end: string): KnownValue {
    return once(this.#ends, end, endValue);
  }

  address(text: string): KnownValue {
    return once(this.#addresses, text, addressValue);
  }

  number(number: number): KnownValue {
    return once(this.#numbers, number, numberValue);
  }
}

function once<Key>(
  known: Map<Key, KnownValue>,
  key: Key,
  make: (key: Key) => KnownValue,
): KnownValue {
  let value = known.get(key);
  if (value === undefined) known.set(key, value = make(key));
  return value;
}
