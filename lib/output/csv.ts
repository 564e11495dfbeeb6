/**
 * CSV as RFC 4180 has it: a header, CRLF line ends, quotes where needed. An absent value is an empty
 * one, and so is an empty string; a list is its parts with `; ` between them.
 *
 * @module
 */
import { textOf } from "../text/ascii.ts";
import type { ByteWriter } from "./byte_writer.ts";
import type { Format } from "./format.ts";
import { LIST_SEPARATOR } from "../model/field.ts";
import type { ValueSink } from "./row_shape.ts";

/** CSV, for Excel, Import-Csv and ConvertFrom-Csv. */
export const csv: Format = {
  name: "csv",
  summary: "comma-separated values, for ConvertFrom-Csv, Import-Csv and Excel",
  appendable: true,
  open: (shape, out, { delimiter, header, bom, excel, resumed = false }) => {
    const sink = new CsvSink(out, { delimiter, guardFormulas: excel });
    const separator = encoder.encode(delimiter);
    const { writers } = shape;
    if ((bom || excel) && !resumed) out.put(BYTE_ORDER_MARK);
    if (header && !resumed) {
      shape.fields.forEach(({ name }, index) => {
        if (index > 0) out.put(separator);
        sink.text(name);
      });
      out.put(LINE_END);
    }
    return {
      row(row) {
        const start = out.length;
        for (let index = 0; index < writers.length; index++) {
          if (index > 0) out.put(separator);
          writers[index]!(row, sink);
        }
        // Readers skip blank lines, so a row of one absent value needs its quotes.
        if (out.length === start) out.put(EMPTY);
        out.put(LINE_END);
      },
      end() {},
    };
  },
};

const encoder = new TextEncoder();
const BYTE_ORDER_MARK = new Uint8Array([0xef, 0xbb, 0xbf]);
const LINE_END = encoder.encode("\r\n");
const EMPTY = encoder.encode('""');
/** How what a spreadsheet runs begins: OWASP's list, with the wide signs that Excel takes too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** Takes values and writes each as a CSV field. */
class CsvSink implements ValueSink {
  readonly #out: ByteWriter;
  readonly #needsQuotes: RegExp;
  readonly #guardFormulas: boolean;
  /** Whether a plain byte can be the delimiter. */
  readonly #plainDelimiter: boolean;

  constructor(
    out: ByteWriter,
    { delimiter, guardFormulas }: { delimiter: string; guardFormulas: boolean },
  ) {
    this.#out = out;
    const special = delimiter.replace(/[\\\]^-]/g, "\\$&");
    this.#plainDelimiter = isPlain(delimiter.charCodeAt(0));
    // ConvertFrom-Csv trims spaces at the ends of what is not quoted, and takes `#TYPE` for itself.
    this.#needsQuotes = new RegExp(`["\\r\\n${special}]|^\\s|\\s$|^#`);
    this.#guardFormulas = guardFormulas;
  }

  none(): void {}

  number(value: number): void {
    this.#out.text(String(value));
  }

  boolean(value: boolean): void {
    this.#out.text(String(value));
  }

  text(value: string): void {
    // The apostrophe makes it text again.
    const safe = this.#guardFormulas && FORMULA.test(value) ? `'${value}` : value;
    this.#out.text(this.#needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe);
  }

  span(bytes: Uint8Array, start: number, end: number): void {
    if (this.#plainDelimiter) return this.text(textOf(bytes, start, end));
    const out = this.#out;
    let at = out.reserve(end - start);
    const target = out.bytes;
    for (let index = start; index < end; index++) {
      const byte = bytes[index]!;
      if (!isPlain(byte)) return this.text(textOf(bytes, start, end));
      target[at++] = byte;
    }
    out.length = at;
  }

  list(values: readonly string[]): void {
    this.text(values.join(LIST_SEPARATOR));
  }
}

/** Whether a byte needs no look at what it may mean: a letter, a digit, `.`, `:`, `_`, `%`. */
function isPlain(byte: number): boolean {
  const lower = byte | 32;
  return (lower >= 97 && lower <= 122) || (byte >= 48 && byte <= 58) || byte === 46 ||
    byte === 95 || byte === 37;
}
