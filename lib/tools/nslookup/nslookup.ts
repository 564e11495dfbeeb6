/**
 * nslookup, Windows' and BIND's: what its output means, in any language.
 *
 * @module
 */
import { LONGEST_REJECTED, type Rejected } from "../../model/parsed.ts";
import type { NslookupOutput } from "./exchange.ts";
import { readLines } from "./lines.ts";
import { withoutErrorRecords } from "./powershell.ts";
import { readDrafts } from "./reader.ts";
import { settle } from "./settle.ts";

export type { Exchange, NslookupOutput, PrintedRecord } from "./exchange.ts";
export { nameRecords } from "./name_records.ts";

/**
 * Reads nslookup's output: one question or many, from a command line, a console session or a pipe,
 * in any language, its standard error before, behind or among the rest. Lines are known by their
 * shape and place; only what no language translates counts as a word: record lines, and the reasons
 * at the end of messages.
 *
 * Never throws, whatever the text, and takes linear time. Each line is part of an exchange, a
 * prompt, a command, a title, blank, or rejected.
 *
 * @example
 * ```ts
 * import { nameRecords, parseNslookup } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { exchanges, rejected } = parseNslookup(
 *   "Server:  UnKnown\r\nAddress:  192.0.2.53\r\n\r\n" +
 *     "*** UnKnown kann host.example nicht finden: Non-existent domain\r\n",
 * );
 * assertEquals(exchanges[0]?.query, "host.example");
 * assertEquals(nameRecords(exchanges[0]!)[0]?.status, "NXDOMAIN");
 * assertEquals(rejected, []);
 * ```
 */
export function parseNslookup(text: string): NslookupOutput {
  const lines = withoutErrorRecords(readLines(text));
  const reading = readDrafts(lines);
  const rejected: Rejected[] = reading.unknown.map((at) => ({
    line: at + 1,
    text: lines[at]!.raw.slice(0, LONGEST_REJECTED),
    reason: "not a line of nslookup",
  }));
  return { exchanges: settle(reading), rejected };
}

/** A few of another text's lines can look like nslookup's by chance; then most of its lines do not. */
const MOST_UNKNOWN_PER_LINE = 2;

/**
 * Whether the start of a file (64 KiB are enough) is output of nslookup.
 *
 * @example
 * ```ts
 * import { looksLikeNslookup } from "@netwho/netwho";
 * import { assert } from "@std/assert";
 *
 * assert(looksLikeNslookup("Servidor:  UnKnown\nAddress:  192.0.2.53\n"));
 * assert(!looksLikeNslookup("  TCP    192.0.2.1:49712   198.51.100.7:443   ESTABLISHED   4711"));
 * ```
 */
export function looksLikeNslookup(head: string): boolean {
  const { telling, unknown, drafts } = readDrafts(withoutErrorRecords(readLines(head)));
  return telling > 0 && drafts.length > 0 && unknown.length <= telling * MOST_UNKNOWN_PER_LINE;
}
