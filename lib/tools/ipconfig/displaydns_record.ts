/**
 * Makes records of the fields that `ipconfig /displaydns` prints for one: a name, the number of its type,
 * its time to live, the length of its data, a section, its data. Older Windows leaves some out.
 *
 * @module
 */
import { parseAddress } from "../../address/address.ts";
import type { DisplayDnsField } from "./displaydns_lines.ts";

/** A record of the DNS cache. */
export interface DnsCacheRecord {
  /** The name that was asked for: the title of the record's block, without a final dot. */
  readonly asked: string;
  /** The name that the record is of, without a final dot: after a CNAME it is another one. */
  readonly name: string;
  /** The number of its type: 1 is A, 5 CNAME, 12 PTR, 28 AAAA. */
  readonly type: number;
  /** How many seconds it stays valid; null where that was not printed. */
  readonly ttl: number | null;
  /**
   * Its data: an address, or a name without a final dot; of other types the lines of it with spaces
   * between them. Null where Windows does not show it.
   */
  readonly data: string | null;
}

/** The fields of a record as they were printed. */
export interface PrintedRecord {
  /** The name that was asked for; null where the block has no title. */
  readonly asked: string | null;
  readonly fields: readonly DisplayDnsField[];
  /** Whether the text ends with its last field. */
  readonly isLast: boolean;
  /** Whether the text ends within its last line. */
  readonly isCut: boolean;
}

const [A, AAAA] = [1, 28];
/** The types whose data is one name: NS, CNAME, PTR, DNAME. */
const NAMING: ReadonlySet<number> = new Set([2, 5, 12, 39]);
/** The words for types, which Windows does not translate. */
const TYPE_WORD = /(?:^|[^A-Z])(?:CNAME|DNAME|PTR|NS)(?![A-Z])/;

/**
 * The labels that stand before the one of the data: those of sections. A record that ends with one of
 * them lacks its data.
 */
export function sectionLabels(records: readonly PrintedRecord[]): ReadonlySet<string> {
  return new Set(
    records.map(({ fields }) => textsOf(fields))
      .flatMap((texts) => texts.length === 2 ? [texts[0]!.label] : []),
  );
}

/** The fields behind the type that are no numbers, or stand where none are. */
function textsOf(fields: readonly DisplayDnsField[]): readonly DisplayDnsField[] {
  return fields.slice(2 + numbersIn(fields));
}

/** How many of the two numbers behind the type were printed: time to live and length. */
function numbersIn(fields: readonly DisplayDnsField[]): number {
  const isNumber = (at: number) => /^\d{0,10}$/.test(fields[at]?.value ?? "-");
  return isNumber(2) ? isNumber(3) ? 2 : 1 : 0;
}

/**
 * The records that the fields of one stand for, mostly one; or why there are none.
 *
 * @param sections the labels of sections that were seen in the text.
 */
export function recordsOf(
  { asked, fields, isLast, isCut }: PrintedRecord,
  sections: ReadonlySet<string>,
): readonly DnsCacheRecord[] | string {
  if (isCut) return "the output ends in the middle of it";
  const name = withoutFinalDot(fields[0]!.value);
  // No host is called by a number alone: it is the type of a record whose name was cut off.
  if (/^\d*$/.test(name)) return "a record without a name";
  const type = /^\d{1,5}$/.test(fields[1]?.value ?? "") ? Number(fields[1]!.value) : 0;
  if (type < 1 || type > 0xffff) return "a record without the number of its type";
  const numbers = numbersIn(fields);
  const ttl = numbers > 0 && fields[2]!.value !== "" ? Number(fields[2]!.value) : null;
  const make = (data: string | null) => ({ asked: asked ?? name, name, type, ttl, data });
  const texts = textsOf(fields);
  if (type === A || type === AAAA) {
    const family = type === A ? 4 : 6;
    const addresses = texts.map(({ value }) => value)
      .filter((value) => parseAddress(value)?.family === family);
    return addresses.length > 0 ? addresses.map(make) : `a record without its IPv${family} address`;
  }
  const last = texts.at(-1);
  const data = last === undefined || sections.has(last.label) ? "" : last.value;
  if (!NAMING.has(type)) return [make(data === "" ? null : data)];
  // Without other records to compare with, a section at the end looks like a name.
  const mayBeSection = isLast && texts.length === 1 && sections.size === 0 &&
    !data.includes(".") && !TYPE_WORD.test(last!.label);
  if (data === "" || mayBeSection) return "a record without its data: the output ends before it";
  return [make(withoutFinalDot(data))];
}

/** A name without its final dot; the root stays a dot. */
export function withoutFinalDot(name: string): string {
  return name.length > 1 && name.endsWith(".") ? name.slice(0, -1) : name;
}

/** The numbers of the types that Windows names in negative answers. */
const TYPE_NUMBERS: ReadonlyMap<string, number> = new Map([
  ["A", 1],
  ["NS", 2],
  ["CNAME", 5],
  ["SOA", 6],
  ["WKS", 11],
  ["PTR", 12],
  ["HINFO", 13],
  ["MX", 15],
  ["TXT", 16],
  ["AAAA", 28],
  ["LOC", 29],
  ["SRV", 33],
  ["NAPTR", 35],
  ["DNAME", 39],
  ["DS", 43],
  ["DNSKEY", 48],
  ["SVCB", 64],
  ["HTTPS", 65],
  ["ANY", 255],
]);

/** A word or number in ASCII, apart from other Latin letters; Chinese has no blanks around it. */
const PLAIN_WORD =
  /(?<![\p{Script=Latin}\p{M}\p{N}])[A-Za-z0-9]+(?![\p{Script=Latin}\p{M}\p{N}])/gu;

/**
 * The types that negative answers are about, by their words or numbers; null where there is none:
 * `No records of type AAAA`, `Name does not exist.`
 */
export function typesIn(answers: readonly string[]): (number | null)[] {
  const types = answers.map(typeIn);
  // `A` is known by an answer with another type and else the same words.
  const known = new Set(answers.filter((_, at) => types[at] !== null).map(withoutType));
  return types.map((type, at) => type ?? (known.has(withoutType(answers[at]!)) ? 1 : null));
}

function typeIn(answer: string): number | null {
  const words = answer.match(PLAIN_WORD) ?? [];
  const types = words.flatMap((word) => typeOf(word) ?? []);
  const other = types.find((type) => type !== 1);
  if (other !== undefined) return other;
  // Before other Latin words it is an article in some languages.
  const isArticle = /^\s*A\s+\p{Script=Latin}/u.test(answer) && types.length === 1;
  return isArticle ? null : types[0] ?? null;
}

/** An answer with a sign in place of the type; no other answer has this sign. */
function withoutType(answer: string): string {
  return answer.trim().replace(PLAIN_WORD, (word) => typeOf(word) === null ? word : "\0");
}

function typeOf(word: string): number | null {
  const number = /^\d{1,5}$/.test(word) ? Number(word) : 0;
  return TYPE_NUMBERS.get(word) ?? (number >= 1 && number <= 0xffff ? number : null);
}
