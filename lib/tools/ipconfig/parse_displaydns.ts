/**
 * Parses `ipconfig /displaydns`, the DNS cache of Windows, in any language: the names that programs
 * asked for, and what they were told.
 *
 * The output is a list of blocks. The title of a block is the name that was asked for, above a ruler of
 * hyphens. Below it stand records, a few lines of labels and values each, with blank lines between them;
 * after a CNAME those of the name that it leads to follow in the same block. One line of text in place of
 * records says that there are none.
 *
 * @module
 */
import { LONGEST_REJECTED, type Parsed, type Rejected } from "../../model/parsed.ts";
import {
  type DisplayDnsField,
  type DisplayDnsLine,
  type DisplayDnsText,
  isPrompt,
  readDisplayDnsLines,
} from "./displaydns_lines.ts";
import {
  type DnsCacheRecord,
  type PrintedRecord,
  recordsOf,
  sectionLabels,
  typesIn,
  withoutFinalDot,
} from "./displaydns_record.ts";

export type { DnsCacheRecord } from "./displaydns_record.ts";

/** The call that prints the DNS cache. It sends nothing and changes nothing. */
export const DISPLAYDNS_ARGUMENTS: readonly string[] = ["/displaydns"];

/** An answer that there are no records. */
export interface NegativeAnswer {
  /** The name that was asked for, without a final dot. */
  readonly asked: string;
  /** The number of the type that was asked for; null where the answer names none. */
  readonly type: number | null;
}

/** The DNS cache of a Windows machine. */
export interface DnsCache extends Parsed<DnsCacheRecord> {
  /** The names, and types, of which it knows that there are none. */
  readonly negative: readonly NegativeAnswer[];
  /**
   * What it says where it prints no names, line by line: the title, and perhaps that there is nothing to
   * display.
   */
  readonly messages: readonly string[];
  /** The numbers of the lines that belong to blocks. */
  readonly lines: ReadonlySet<number>;
}

/**
 * Parses the output of `ipconfig /displaydns`. Never throws.
 *
 * @example
 * ```ts
 * import { parseDisplayDns } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { rows } = parseDisplayDns(
 *   "    www.example\r\n" +
 *     "    ----------------------------------------\r\n" +
 *     "    Eintragsname . . . . . : www.example\r\n" +
 *     "    Eintragstyp  . . . . . : 28\r\n" +
 *     "    Gültigkeitsdauer . . . : 120\r\n" +
 *     "    Datenlänge . . . . . . : 16\r\n" +
 *     "    Abschnitt. . . . . . . : Antwort\r\n" +
 *     "    AAAA-Eintrag . . . . . : 2001:db8::7\r\n",
 * );
 * assertEquals(rows, [
 *   { asked: "www.example", name: "www.example", type: 28, ttl: 120, data: "2001:db8::7" },
 * ]);
 * ```
 */
export function parseDisplayDns(output: string): DnsCache {
  return new DisplayDnsReader(readDisplayDnsLines(output)).read();
}

/** Whether text begins like the output of `ipconfig /displaydns` with a name in it. */
export function looksLikeDisplayDns(head: string): boolean {
  const { lines } = readDisplayDnsLines(head);
  return lines.some((_, at) => holdsRecord(lines, at) || holdsAnswer(lines, at));
}

/** Whether a ruler stands here, with a title above it and a record below. */
function holdsRecord(lines: readonly DisplayDnsLine[], at: number): boolean {
  const title = lines[at - 1];
  const [ruler, first, second] = lines.slice(at, at + 3);
  if (!ruler!.isRuler || title === undefined || title.field !== null) return false;
  const name = first?.field?.value;
  return name !== undefined && isTypeNumber(second?.field?.value) &&
    (isIndentedName(title) || sameName(name, title.text));
}

/** The same with a negative answer in place of a record. */
function holdsAnswer(lines: readonly DisplayDnsLine[], at: number): boolean {
  const title = lines[at - 1];
  const [ruler, first] = lines.slice(at, at + 2);
  if (!ruler!.isRuler || title === undefined || first === undefined) return false;
  return title.field === null && first.field === null && !first.isAfterBlank &&
    isIndentedName(title) && title.indent <= ruler!.indent;
}

function isIndentedName({ indent, text }: DisplayDnsLine): boolean {
  return indent > 0 && /^\S+$/.test(text.trim());
}

/** The lines where only those rulers count that are indented as those of blocks are: reports have others. */
function withBlockRulers(lines: readonly DisplayDnsLine[]): readonly DisplayDnsLine[] {
  const known = lines.find((_, at) => holdsRecord(lines, at)) ??
    lines.find((_, at) => holdsAnswer(lines, at));
  if (known === undefined) return lines;
  return lines.map((line) =>
    line.isRuler && line.indent !== known.indent ? { ...line, isRuler: false } : line
  );
}

function isTypeNumber(value: string | undefined): boolean {
  return /^\d{1,5}$/.test(value ?? "");
}

function isNumber(value: string): boolean {
  return /^\d*$/.test(value);
}

function sameName(one: string, other: string): boolean {
  const comparable = (name: string) => withoutFinalDot(name.trim()).toLowerCase();
  return comparable(one) === comparable(other);
}

/** A record whose fields are being read. */
interface OpenRecord {
  readonly line: DisplayDnsLine;
  readonly asked: string | null;
  readonly fields: { label: string; value: string }[];
}

/** How much further in the lines of data stand that follow the first. */
const DATA_INDENT = 8;

/** Reads the blocks of a text. */
class DisplayDnsReader {
  readonly #lines: readonly DisplayDnsLine[];
  readonly #isCut: boolean;
  readonly #hasRulers: boolean;
  readonly #printed: (PrintedRecord & { readonly line: DisplayDnsLine })[] = [];
  /** The negative answers as printed. */
  readonly #negative: { readonly asked: string; readonly answer: string }[] = [];
  readonly #rejected: Rejected[] = [];
  readonly #messages: string[] = [];
  readonly #own = new Set<number>();
  /** The title of the block; undefined before the first block, null where it was lost. */
  #title: string | null | undefined;
  #titleLine: DisplayDnsLine | null = null;
  #record: OpenRecord | null = null;
  /** Whether the last line was a negative answer, which may go on. */
  #isNegative = false;

  constructor({ lines, isCut }: DisplayDnsText) {
    this.#lines = withBlockRulers(lines);
    this.#isCut = isCut;
    this.#hasRulers = this.#lines.some(({ isRuler }) => isRuler);
  }

  read(): DnsCache {
    const lines = this.#lines;
    for (let at = 0; at < lines.length; at++) {
      const [line, next] = [lines[at]!, lines[at + 1]];
      if (line.isRuler) this.#openBlock(null, line);
      else if (line.field === null && next?.isRuler) {
        this.#openBlock(line, next);
        at++;
      } else if (line.field !== null && !this.#continues(line)) {
        this.#addField(line, line.field, next);
      } else this.#addText(line, lines[at - 1]);
    }
    this.#closeBlock({ isLast: true });
    return this.#finish();
  }

  #openBlock(title: DisplayDnsLine | null, ruler: DisplayDnsLine): void {
    this.#closeBlock({ isLast: false });
    if (this.#title === undefined && title?.isAfterBlank) this.#takeHeading(title);
    if (title !== null) this.#take(title);
    this.#take(ruler);
    this.#title = title === null ? null : withoutFinalDot(title.text.trim());
    this.#titleLine = title;
  }

  /** Notes that a line belongs to a block. */
  #take({ number, end }: DisplayDnsLine): void {
    for (let at = number; at <= end; at++) this.#own.add(at);
  }

  /** Takes the paragraph of one line above the first block: `Windows IP Configuration`. */
  #takeHeading(title: DisplayDnsLine): void {
    const at = this.#lines.indexOf(title) - 1;
    const line = this.#lines[at];
    const isAlone = line !== undefined && line.indent === 0 && (line.isAfterBlank || at === 0);
    if (isAlone && line.field === null) this.#take(line);
  }

  #closeBlock({ isLast }: { isLast: boolean }): void {
    this.#closeRecord({ isLast });
    if (this.#titleLine !== null) this.#reject(this.#titleLine, "a name without records");
    this.#titleLine = null;
    this.#isNegative = false;
  }

  #addField(line: DisplayDnsLine, field: DisplayDnsField, next: DisplayDnsLine | undefined): void {
    if (this.#startsRecord(line, field, next)) {
      this.#closeRecord({ isLast: false });
      this.#record = { line, asked: this.#title ?? null, fields: [] };
      this.#titleLine = null;
    }
    this.#isNegative = false;
    this.#take(line);
    this.#record!.fields.push({ ...field });
  }

  /** Whether a field is the name of another record. */
  #startsRecord(
    { isAfterBlank }: DisplayDnsLine,
    { label, value }: DisplayDnsField,
    next: DisplayDnsLine | undefined,
  ): boolean {
    const fields = this.#record?.fields;
    if (fields === undefined) return true;
    if (fields.length > 1 && label === fields[0]!.label) {
      // Where blank lines were filtered out, the type below a name tells.
      if (isAfterBlank || (!isNumber(value) && isTypeNumber(next?.field?.value))) return true;
    }
    // A blank line within a record comes from elsewhere, such as a page of `more`.
    return isAfterBlank && fields.length > 2 && !isNumber(fields.at(-1)!.value);
  }

  /** Whether a line is one of several lines of data, though it has a colon. */
  #continues({ indent, isAfterBlank }: DisplayDnsLine): boolean {
    return this.#record !== null && !isAfterBlank &&
      indent >= this.#record.line.indent + DATA_INDENT;
  }

  /** Whether a line without a label is one of several lines of data. The blanks may have been cut off. */
  #isFurtherData(line: DisplayDnsLine): boolean {
    return this.#continues(line) || (this.#record!.line.indent === 0 && !isPrompt(line.text));
  }

  #addText(line: DisplayDnsLine, before: DisplayDnsLine | undefined): void {
    if (before?.isRuler && /^-+$/.test(line.text.trim())) {
      this.#take(line); // the end of a ruler that a narrow console has wrapped
      return;
    }
    const last = this.#record?.fields.at(-1);
    const isDirect = before !== undefined && this.#own.has(before.number) && !line.isAfterBlank;
    if (last !== undefined && isDirect && this.#isFurtherData(line)) {
      last.value = `${last.value} ${line.text.trim()}`.trim();
    } else if (this.#titleLine !== null && !line.isAfterBlank) {
      if (this.#isCut && line === this.#lines.at(-1)) return; // the title is reported
      this.#negative.push({ asked: this.#title!, answer: line.text });
      this.#titleLine = null;
      this.#isNegative = true;
    } else if (this.#title === undefined && (this.#record === null || line.isAfterBlank)) {
      this.#messages.push(line.text.trim());
      return;
    } else if (!(this.#isNegative && isDirect)) {
      if (isPrompt(line.text)) return;
      this.#reject(line, "neither part of a record nor a name above a ruler");
      return;
    }
    this.#take(line);
  }

  #closeRecord({ isLast }: { isLast: boolean }): void {
    const record = this.#record;
    this.#record = null;
    if (record === null) return;
    const { line, asked, fields } = record;
    const hasType = isTypeNumber(fields[1]?.value);
    if (this.#title === undefined && this.#hasRulers) {
      // Above the first block: the end of one whose title is lost, or other text with labels.
      if (hasType) {
        this.#reject(line, "the name that was asked for is missing: the beginning is cut off");
      }
      return;
    }
    if (this.#title === undefined && !hasType) {
      this.#messages.push(line.text.trim());
      return;
    }
    const isCut = isLast && this.#isCut && this.#own.has(this.#lines.at(-1)!.number);
    this.#printed.push({ line, asked, fields, isLast, isCut });
  }

  #reject({ number, text }: DisplayDnsLine, reason: string): void {
    this.#rejected.push({ line: number, text: text.slice(0, LONGEST_REJECTED), reason });
  }

  #finish(): DnsCache {
    const sections = sectionLabels(this.#printed);
    const rows: DnsCacheRecord[] = [];
    for (const printed of this.#printed) {
      const records = recordsOf(printed, sections);
      if (typeof records === "string") this.#reject(printed.line, records);
      else {for (const record of records) {
          rows.push({ ...record, asked: askedOf(printed, record, rows) });
        }}
    }
    this.#rejected.sort((one, other) => one.line - other.line);
    const types = typesIn(this.#negative.map(({ answer }) => answer));
    const isEmpty = rows.length === 0 && this.#negative.length === 0;
    return {
      rows,
      negative: this.#negative.map(({ asked }, at) => ({ asked, type: types[at]! })),
      rejected: this.#rejected,
      messages: isEmpty ? this.#messages : [],
      lines: this.#own,
    };
  }
}

/** Where the title is lost, a record is of the name asked for, unless the CNAME before it leads there. */
function askedOf(
  { asked }: PrintedRecord,
  { name }: DnsCacheRecord,
  before: readonly DnsCacheRecord[],
): string {
  if (asked !== null) return asked;
  const last = before.at(-1);
  const isLedTo = last !== undefined && (last.type === 5 ? last.data : last.name) === name;
  return isLedTo ? last.asked : name;
}
