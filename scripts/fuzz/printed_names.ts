/**
 * The law that nslookup's parser invents nothing: each value of a row stands in the text.
 *
 * @module
 */
import { assert } from "@std/assert";
import { arpaAddress, formatAddress, parseAddress } from "../../lib/address/address.ts";
import type { NameRecord } from "../../lib/model/name.ts";
import { withoutPrefixes } from "../../lib/text/line_prefixes.ts";
import { withoutEndMarks } from "../../lib/text/end_marks.ts";
import { ADDRESS } from "../../lib/tools/nslookup/nslookup_lines.ts";

/** Checks the rows that were made of a text. Throws if a value is not in it. */
export function checkNames(rows: readonly NameRecord[], text: string): void {
  if (rows.length === 0) return;
  const printed = printedNames(text);
  for (const row of rows) checkPrinted(row, printed);
}

/** What a text holds, without what wrapping, quotes and escapes add. */
interface Printed {
  readonly text: string;
  /** The addresses in it, in the form that netwho writes. */
  readonly addresses: ReadonlySet<string>;
}

/**
 * Removes blanks, quotes and backslashes from a text: names are joined over the ends of lines, strings of
 * TXT records without their quotes.
 */
function bare(text: string): string {
  return text.replace(/[\s"\\\ufeff\u200e\u200f\u00a0]/g, "").toLowerCase();
}

function printedNames(text: string): Printed {
  // A name may be broken over lines.
  const joined = `${text} ${text.replace(/[\r\n]+/g, "")}`;
  const found = (joined.match(/[0-9a-f:.%]+[^\s,;()<>"']*/gi) ?? []).flatMap((word) =>
    // No address is longer, even as a reverse name.
    word.length > 100 ? [] : [
      word,
      word.replace(/#.*$/, ""),
      word.replace(/[.:#]+[^:.]*$/, ""),
    ].flatMap((part) => {
      const address = parseAddress(part) ?? arpaAddress(part.replace(/\.$/, ""));
      return address === null ? [] : [formatAddress({ ...address, zone: null })];
    })
  );
  // In a mail or a log, the lines of a message have marks between them.
  const lines = text.split(/\r*\n|\r+/);
  const unmarked = withoutPrefixes(lines.map((line) => line.trimEnd()), ADDRESS).join("\n")
    .replace(/<[^<>]{1,100}>/g, "");
  // UTF-16 that is read in another encoding leaves NULs between lines; nslookup -debug prints rulers.
  const joinedLines = lines.filter((line) => !/^\s*-+\s*$/.test(line))
    .map((line) => withoutEndMarks(line, "\0")).join("");
  const texts = [text, unescape(text), unmarked, joinedLines].map(bare).join("");
  return { text: texts, addresses: new Set(found) };
}

/** The text with its `\195\169` read as UTF-8, as TXT records are. */
function unescape(text: string): string {
  return text.replace(/(?:\\\d{3})+/g, (escapes) => {
    const bytes = escapes.split("\\").slice(1).map(Number);
    return new TextDecoder().decode(Uint8Array.from(bytes));
  });
}

/** Every value of a row stands in the text; an address may stand there as its reverse name. */
function checkPrinted(row: NameRecord, printed: Printed): void {
  const words = [row.server, row.serverAddress, row.name, row.query, ...row.aliases ?? []];
  // Word by word: tags between the lines of a message go.
  const note = row.note?.replace(/^there is no such record in the zone /, "").split(" ") ?? [];
  const data = row.type === "SOA" ? row.data?.split(" ") ?? [] : [row.data];
  const numbers = [row.preference, row.weight, row.port].map((number) => number?.toString());
  for (const word of [...words, ...data, ...note, ...numbers]) {
    if (word === null || word === undefined || printed.text.includes(bare(word))) continue;
    const address = parseAddress(word) ?? arpaAddress(word);
    const isPrinted = address !== null &&
      printed.addresses.has(formatAddress({ ...address, zone: null }));
    // (root) is written as a dot.
    const isRoot = word === "." && printed.text.includes("(root)");
    assert(isPrinted || isRoot, `${word} is invented`);
  }
}
